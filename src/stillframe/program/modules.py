"""The program's own modules: which they are, what a snapshot says of each, and shells of them.

A program's own modules are saved by value, all others by reference. A shell is a module object
that stands in `sys.modules` before anything of a program is made again: it has a name, a file and
a spec, and no content yet. Its code isn't run; what it held is put into it.
"""

from __future__ import annotations

import contextlib
import importlib.machinery
import importlib.util
import io
import sys
import tokenize
import zipimport
from collections.abc import Container, Iterator
from importlib.machinery import BuiltinImporter, ModuleSpec, SourceFileLoader, SourcelessFileLoader
from types import CodeType, FunctionType, ModuleType
from typing import Any, NamedTuple, final

from stillframe.machine.policy import Policy
from stillframe.snapshot.identity import MAIN, Index


def own_modules(policy: Policy) -> dict[str, ModuleType]:
    """The program's own modules, by their names in `sys.modules`: `__main__` and the policy's.

    Modules of C extensions are never among them: what they hold can't be seen.
    """
    modules = [one for one in list(sys.modules.items()) if isinstance(one[1], ModuleType)]
    own = {name for name, module in modules if name == MAIN[0] or _is_own(module, policy)}
    held = {id(value) for name in own for value in list(vars(sys.modules[name]).values())}
    own |= {
        name
        for name, module in modules
        if _is_made_by_hand(name, module, own) and (id(module) in held or _is_plain(module, policy))
    }
    return {name: module for name, module in modules if name in own and name != MAIN[1]}


_EXTENSIONS = tuple(importlib.machinery.EXTENSION_SUFFIXES)


def _is_own(module: ModuleType, policy: Policy) -> bool:
    names = vars(module)
    file = names.get("__file__")
    if isinstance(file, str):
        return policy.owns(file) and not file.endswith(_EXTENSIONS)
    if "__path__" in names:  # a namespace package
        folders = list(names["__path__"])
        return bool(folders) and all(policy.owns(folder) for folder in folders)
    return False


def _is_made_by_hand(name: str, module: ModuleType, own: Container[str]) -> bool:
    """Whether nobody could import it again, and it is no part of a library."""
    names = vars(module)
    if names.get("__spec__") is not None or "__file__" in names or "__path__" in names:
        return False
    parent = name.rpartition(".")[0]
    return not parent or parent in own


def _is_plain(module: ModuleType, policy: Policy) -> bool:
    """Whether there is nothing in it but data and functions of the program."""
    values = [value for name, value in vars(module).items() if not name.startswith("__")]
    return all(
        policy.owns(value.__code__.co_filename)
        if isinstance(value, FunctionType)
        else type(value).__module__ == "builtins" and not callable(value)
        for value in values
    )


class Record(NamedTuple):
    """What a snapshot says of an own module before anything of it is made: plain values.

    ``names`` are those in `sys.modules`; ``loader`` the kind of its loader and what it was made
    with; ``spec`` its name, origin, folders, and whether these are places; ``source`` its text.
    """

    names: tuple[str, ...]
    name: str
    file: str | None
    loader: tuple[str, ...]
    spec: tuple[str, str | None, list[str] | None, bool] | None
    source: bytes | None


_FILE_LOADERS: dict[str, Any] = {
    kind.__name__: kind for kind in (SourceFileLoader, SourcelessFileLoader)
}


def record(module: ModuleType, names: tuple[str, ...], source: bytes | None) -> Record:
    """What is to be said of a module."""
    held = vars(module)
    spec, loader = held.get("__spec__"), held.get("__loader__")
    name = held.get("__name__")
    said = None
    if isinstance(spec, ModuleSpec):
        folders = spec.submodule_search_locations
        found = None if folders is None else list(folders)
        said = (spec.name, spec.origin, found, spec.has_location)
    return Record(
        names,
        name if isinstance(name, str) else names[0],
        _text(held.get("__file__")),
        _described(loader),
        said,
        source,
    )


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _described(loader: Any) -> tuple[str, ...]:
    if loader is BuiltinImporter:
        return ("BuiltinImporter",)
    if type(loader) is zipimport.zipimporter:
        return ("zipimporter", loader.archive, loader.prefix)
    if type(loader).__name__ in _FILE_LOADERS:
        return (type(loader).__name__, loader.name, loader.path)
    return ()


def shell(record: Record) -> ModuleType:
    """The module, empty but for what Python itself keeps in it."""
    module = ModuleType(record.name)
    loader = _loader(record.loader)
    spec = None
    if record.spec is not None:
        name, origin, folders, located = record.spec
        spec = ModuleSpec(name, loader, origin=origin, is_package=folders is not None)
        if folders is not None:
            spec.submodule_search_locations = folders
        spec.has_location = located
    vars(module).update(__spec__=spec, __loader__=loader)
    if record.file is not None:
        module.__file__ = record.file
    return module


def _loader(described: tuple[str, ...]) -> Any:
    match described:
        case ("BuiltinImporter",):
            return BuiltinImporter
        case ("zipimporter", archive, prefix):
            try:
                return zipimport.zipimporter(archive + "/" + prefix if prefix else archive)
            except zipimport.ZipImportError:  # it is gone, which matters only if it is asked
                return None
        case (kind, name, path):
            return _FILE_LOADERS[kind](name, path)
    return None


@final
class Source:
    """The source of a module, as it is now: its bytes, and the code in it.

    ``given`` is the text of a program that has no file.
    """

    def __init__(self, module: ModuleType, given: str | None = None) -> None:
        self.module = module
        self.bytes = given.encode("utf-8", "surrogatepass") if given is not None else _read(module)
        self._index: Index | None = None

    @property
    def index(self) -> Index:
        """Its code; of a source that is gone, or that can't be compiled any more, there is none."""
        if self._index is None:
            self._index = index_of(self.module, self.bytes)
        return self._index


def index_of(module: ModuleType, source: bytes | None) -> Index:
    """The code that a source compiles to under this Python, as the module's."""
    name, code = module.__name__, None
    if source is not None:
        with contextlib.suppress(SyntaxError, ValueError):
            code = compile(source, file_of(module), "exec", dont_inherit=True)
    elif module.__spec__ is not None:
        loader: Any = module.__spec__.loader
        with contextlib.suppress(AttributeError, ImportError, OSError):
            code = loader.get_code(module.__spec__.name)
    return Index(name, module, code if isinstance(code, CodeType) else _NOTHING)


_NOTHING = compile("", "<nothing>", "exec")


def file_of(module: ModuleType) -> str:
    """The file that the code of a module names."""
    return vars(module).get("__file__") or ("<string>" if module.__name__ == MAIN[0] else "<>")


def _read(module: ModuleType) -> bytes | None:
    loader: Any = vars(module).get("__loader__")
    file = vars(module).get("__file__")
    if isinstance(loader, SourceFileLoader):
        try:
            return loader.get_data(loader.path)
        except OSError:
            return None
    if not isinstance(loader, type) and hasattr(loader, "get_source") and file is not None:
        spec = vars(module).get("__spec__")
        try:
            text = loader.get_source(spec.name if spec is not None else module.__name__)
        except (ImportError, OSError):
            return None
        return None if text is None else text.encode("utf-8", "surrogatepass")
    return None


def lines_of(source: bytes) -> list[str]:
    """The lines of a source, for tracebacks."""
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(source).readline)
        text = io.TextIOWrapper(io.BytesIO(source), encoding, line_buffering=True).read()
    except (SyntaxError, UnicodeDecodeError):
        return []
    return text.splitlines(keepends=True)


def by_module(modules: dict[str, ModuleType]) -> Iterator[tuple[ModuleType, tuple[str, ...]]]:
    """Each module once, with all its names."""
    names: dict[int, list[str]] = {}
    for name, module in modules.items():
        names.setdefault(id(module), []).append(name)
    for module in {id(one): one for one in modules.values()}.values():
        yield module, tuple(names[id(module)])
