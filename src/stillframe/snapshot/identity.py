"""Which code object this is, and whether it changed.

A fingerprint covers everything in a code object that matters for running it, and nothing that
says only where it stands. A reference names code of an importable module: `refer` makes one,
`resolve` finds its code again, in another process and perhaps in an edited file.
"""

from __future__ import annotations

import functools
import importlib
import importlib.machinery
import struct
import sys
import weakref
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from dis import hasconst, opmap
from hashlib import blake2b
from inspect import CO_OPTIMIZED
from types import CellType, CodeType, FunctionType, MethodType, ModuleType
from typing import Any, Generic, TypeVar

from stillframe.errors import CodeChanged, ForeignSnapshot

# What a fingerprint is made of, in the order of `aspects`.
ASPECTS = (
    "name",
    "arguments",
    "flags",
    "instructions",
    "constants",
    "nested code",
    "names",
    "local variables",
    "closure variables",
    "stack size",
    "exception table",
)

HERE: tuple[int, int] = sys.version_info[:2]

_V = TypeVar("_V")


class ByIdentity(Generic[_V]):
    """Values for code objects, by identity: equal code objects may differ in what matters here."""

    __slots__ = ("entries",)

    def __init__(self) -> None:
        self.entries: dict[int, tuple[weakref.ref[CodeType], _V]] = {}

    def get(self, code: CodeType) -> _V | None:
        entry = self.entries.get(id(code))
        return entry[1] if entry is not None and entry[0]() is code else None

    def put(self, code: CodeType, value: _V) -> None:
        entries, key = self.entries, id(code)
        entries[key] = weakref.ref(code, lambda _: entries.pop(key, None)), value


# Fingerprints


_digests: ByIdentity[tuple[bytes, tuple[bytes, ...]]] = ByIdentity()


def fingerprint(code: CodeType) -> bytes:
    """16 bytes: the same for code that runs the same, in every process of one Python version.

    The file, the lines and the columns do not count; the docstring, a constant, does.
    """
    return (_digests.get(code) or _digest(code))[0]


def aspects(code: CodeType) -> tuple[bytes, ...]:
    """4 bytes for each of ASPECTS: enough to say what differs, not to tell code apart."""
    return (_digests.get(code) or _digest(code))[1]


def _digest(code: CodeType) -> tuple[bytes, tuple[bytes, ...]]:
    instructions, constants = _instructions(code)
    nested = [constant for constant in constants if type(constant) is CodeType]
    plain = [None if type(constant) is CodeType else constant for constant in constants]
    counts = (code.co_argcount, code.co_posonlyargcount, code.co_kwonlyargcount)
    parts = [
        _encode(part)
        for part in (
            (code.co_name, code.co_qualname),
            (*counts, code.co_varnames[: sum(counts[::2])]),
            code.co_flags,
            instructions,
            tuple(plain),
            tuple(nested),
            code.co_names,
            code.co_varnames,
            (code.co_cellvars, code.co_freevars),
            code.co_stacksize,
            code.co_exceptiontable,
        )
    ]
    whole = blake2b(b"".join(_framed(parts)), digest_size=16).digest()
    found = whole, tuple(blake2b(part, digest_size=4).digest() for part in parts)
    _digests.put(code, found)
    return found


def is_constant(value: object) -> bool:
    """Whether it is of a type that compilers write into code."""
    if isinstance(value, tuple | frozenset):
        return all(map(is_constant, value))
    return type(value) in _ENCODERS


_EXTENDED_ARG, _LOAD_CONST, _STORE_NAME = (
    opmap[name] for name in ("EXTENDED_ARG", "LOAD_CONST", "STORE_NAME")
)
_LOAD_SMALL_INT = opmap.get("LOAD_SMALL_INT")  # 3.14: a constant that is not among co_consts
_HAS_CONST = frozenset(hasconst)


def _instructions(code: CodeType) -> tuple[bytes, Iterable[object]]:
    """The instructions and the constants that they use, without what only lines decide.

    From 3.13 on a class body stores its own line, a constant, which may also move the others;
    so there constants are taken in the order in which they are loaded.
    """
    class_body = (
        sys.version_info >= (3, 13)
        and not code.co_flags & CO_OPTIMIZED
        and "__firstlineno__" in code.co_names
    )
    if not class_body and _LOAD_SMALL_INT is None:
        return code.co_code, code.co_consts
    written = bytearray()
    constants: list[object] = [] if class_body else list(code.co_consts)
    native, arg, loaded = code.co_code, 0, False
    for offset in range(0, len(native), 2):
        op, arg = native[offset], arg << 8 | native[offset + 1]
        if op == _EXTENDED_ARG:
            continue
        if op == _LOAD_SMALL_INT:
            constants.append(arg)
            op, arg, loaded = _LOAD_CONST if class_body else op, 0, True
        elif class_body and op in _HAS_CONST:
            constants.append(code.co_consts[arg])
            arg, loaded = 0, True
        else:
            if class_body and loaded and op == _STORE_NAME:
                constants[-1] = _without_line(code.co_names[arg], constants[-1])
            loaded = False
        written += bytes((op,)) + arg.to_bytes(4, "little")
        arg = 0
    return bytes(written), constants


def _without_line(name: str, value: object) -> object:
    if name == "__firstlineno__":
        return None
    if name == "__static_attributes__" and isinstance(value, tuple):
        return frozenset(value)  # 3.13.0 writes them in the order of a set
    return value


def _framed(parts: Iterable[bytes]) -> Iterator[bytes]:
    for part in parts:
        yield len(part).to_bytes(8, "little")
        yield part


def _encode(value: object) -> bytes:
    """A constant as bytes that tell its type and value; the same in every process."""
    kind = type(value)
    encode = _ENCODERS.get(kind)
    if encode is None:  # no compiler writes it; a tool that does must do so each time
        return f"?{kind.__module__}.{kind.__qualname__}".encode()
    return encode(value)


def _encode_int(value: int) -> bytes:
    return b"i" + value.to_bytes(value.bit_length() // 8 + 1, "little", signed=True)


_ENCODERS: dict[type, Callable[[Any], bytes]] = {
    type(None): lambda value: b"N",
    type(...): lambda value: b"E",
    bool: lambda value: b"T" if value else b"F",
    int: _encode_int,
    float: lambda value: b"f" + struct.pack("<d", value),
    complex: lambda value: b"c" + struct.pack("<dd", value.real, value.imag),
    str: lambda value: b"s" + value.encode("utf-8", "surrogatepass"),
    bytes: lambda value: b"b" + value,
    tuple: lambda value: b"(" + b"".join(_framed(map(_encode, value))),
    frozenset: lambda value: b"{" + b"".join(_framed(sorted(map(_encode, value)))),
    slice: lambda value: b":" + _encode((value.start, value.stop, value.step)),
    CodeType: lambda value: b"C" + fingerprint(value),
}


# References


@dataclass(frozen=True, slots=True)
class Reference:
    """Code of an importable module.

    ``ordinal`` counts the module's code objects of one ``qualname``, in the order of the source.
    """

    python: tuple[int, int]
    module: str
    qualname: str
    ordinal: int
    fingerprint: bytes
    aspects: tuple[bytes, ...]


MAIN = ("__main__", "__mp_main__")  # the second is what multiprocessing calls it in a child


def reference(code: CodeType, module: str, ordinal: int) -> Reference:
    """The reference to a code object of a module, taken at its word."""
    named = MAIN[0] if module in MAIN else module
    mark, parts = fingerprint(code), aspects(code)
    return Reference(HERE, named, code.co_qualname, ordinal, mark, parts)


def refer(code: CodeType, module: str, main: bool = False) -> Reference | None:
    """The reference to ``code``, or None where ``module`` does not hold it for another process.

    It does not if it is ``__main__``, is not imported, was made by hand, or has no such code.
    With ``main``, ``__main__`` is taken to be the same program there, as pickle takes it.
    """
    found = sys.modules.get(module)
    savable = main if module in MAIN else getattr(found, "__spec__", None) is not None
    if found is None or not savable:
        return None
    return _index(module, found).refer(code)


def resolve(reference: Reference) -> CodeType:
    """The code that ``reference`` names: the module's own where it is alive, else compiled anew.

    Imports the module. CodeChanged if that fails, or the module has no such code any more.
    """
    if reference.python != HERE:
        there, here = (".".join(map(str, version)) for version in (reference.python, HERE))
        raise ForeignSnapshot(
            f"{_spoken(reference)} was pickled by Python {there}, and this is {here}: what "
            "stillframe.freeze() writes goes on here, what pickle writes doesn't"
        )
    module = imported(reference)
    return _index(getattr(module, "__name__", reference.module), module).find(reference)


def imported(reference: Reference) -> ModuleType:
    """The module that a reference names, imported. CodeChanged if it can't be."""
    try:
        return importlib.import_module(reference.module)
    except Exception as error:
        raise CodeChanged(
            f"{_spoken(reference)} is gone: the module cannot be imported: "
            f"{type(error).__name__}: {error}"
        ) from error


def _what_differs(reference: Reference, index: Index) -> str:
    namesakes = index.named(reference.qualname)
    if not namesakes:
        file = getattr(index.module, "__file__", None) or "a module without a file"
        return f"{_spoken(reference)} is gone: {file} has nothing of that name any more"

    def differing(code: CodeType) -> list[str]:
        pairs = zip(ASPECTS, reference.aspects, aspects(code), strict=False)
        return [name for name, before, now in pairs if before != now]

    def unlikeness(ordinal: int) -> tuple[int, int]:
        return len(differing(namesakes[ordinal])), abs(ordinal - reference.ordinal)

    nearest = namesakes[min(range(len(namesakes)), key=unlikeness)]
    what = ", ".join(differing(nearest)) or "its code"
    place = f"{nearest.co_filename}:{nearest.co_firstlineno}"
    return f"{_spoken(reference)} changed since it was saved, at {place}: what differs: {what}"


def _spoken(reference: Reference) -> str:
    return f"{reference.qualname} of module {reference.module}"


# Finding code


class Index:
    """The code objects of one module, by qualified name.

    With ``source``, the code of its whole source, they are those of the source and no others: the
    module itself need not have run.
    """

    def __init__(self, name: str, module: Any, source: CodeType | None = None) -> None:
        self.name = name
        self.module = module
        self.spec = getattr(module, "__spec__", None)
        self.looks = source is None
        self.tree = _by_name(_tree(name, module) if source is None else [source])
        self.live = _by_name(_live(name, module) if self.looks else ())
        self.merged: dict[str, list[CodeType]] = {}
        self.references: ByIdentity[Reference] = ByIdentity()
        self.strangers: ByIdentity[bool] = ByIdentity()

    def look_again(self) -> None:
        """Take in what the module got since. The order matters to other threads in `named`."""
        if self.looks:
            self.live = _by_name(_live(self.name, self.module))
            self.merged = {}

    def refer(self, code: CodeType) -> Reference | None:
        """The reference to a code object; None if the module doesn't hold it."""
        known = self.references.get(code)
        if known is not None or self.strangers.get(code):
            return known
        ordinal = self.ordinal(code)
        if ordinal is None:
            self.strangers.put(code, True)
            return None
        made = reference(code, self.name, ordinal)
        self.references.put(code, made)
        return made

    def find(self, reference: Reference) -> CodeType:
        """The code that a reference of this Python names. CodeChanged if there is none."""
        for code in self.matching(reference.qualname, reference.fingerprint, reference.ordinal):
            return code
        raise CodeChanged(_what_differs(reference, self))

    def named(self, qualname: str) -> list[CodeType]:
        """In the source's order, live objects in their twins' places; then those made otherwise."""
        merged = self.merged
        if qualname not in merged:
            live: dict[bytes, list[CodeType]] = {}
            for code in self.live.get(qualname, ()):
                live.setdefault(fingerprint(code), []).append(code)
            codes = []
            for code in self.tree.get(qualname, ()):
                twins = live.get(fingerprint(code), [])
                same = [twin for twin in twins if _lines(twin) == _lines(code)]
                # One of several twins lives: its lines say which. One alone may have moved.
                if not same and len(twins) == 1 and self._alone(code):
                    same = twins
                if same:
                    twins.remove(code := same[0])
                codes.append(code)
            merged[qualname] = codes + [code for twins in live.values() for code in twins]
        return merged[qualname]

    def _alone(self, code: CodeType) -> bool:
        mark = fingerprint(code)
        return sum(fingerprint(other) == mark for other in self.tree[code.co_qualname]) == 1

    def matching(self, qualname: str, mark: bytes, ordinal: int) -> list[CodeType]:
        """Those with that fingerprint, the one at ``ordinal`` first; a second look if none."""
        for again in (False, True):
            if again:
                self.look_again()
            codes = self.named(qualname)
            numbers = [number for number, code in enumerate(codes) if fingerprint(code) == mark]
            if numbers:
                numbers.sort(key=lambda number: number != ordinal)
                return [codes[number] for number in numbers]
        return []

    def ordinal(self, code: CodeType) -> int | None:
        matching = self.matching(code.co_qualname, fingerprint(code), 0)
        if not matching:
            return None
        itself = [one for one in matching if one is code]
        moved = [one for one in matching if _lines(one) == _lines(code)]
        wanted = (itself or moved or matching)[0]
        return next(i for i, one in enumerate(self.named(code.co_qualname)) if one is wanted)


_indexes: dict[str, Index] = {}


def _index(name: str, module: object) -> Index:
    """The module's index: a new one if the module was imported again or reloaded."""
    index = _indexes.get(name)
    if (
        index is None
        or index.module is not module
        or index.spec is not getattr(module, "__spec__", None)
    ):
        index = _indexes[name] = Index(name, module)
    return index


def _lines(code: CodeType) -> tuple[int, bytes]:
    return code.co_firstlineno, code.co_linetable


def _by_name(codes: Iterable[CodeType]) -> dict[str, list[CodeType]]:
    """Each code with all that is nested in it, once, in order."""
    names: dict[str, list[CodeType]] = {}
    seen: set[int] = set()
    for code in codes:
        stack = [code]
        while stack:
            code = stack.pop()
            if id(code) not in seen:
                seen.add(id(code))
                names.setdefault(code.co_qualname, []).append(code)
                stack += [one for one in reversed(code.co_consts) if type(one) is CodeType]
    return names


def _tree(name: str, module: Any) -> Iterator[CodeType]:
    """The module's own code, from its loader; nothing where that has none to give."""
    spec: Any = getattr(module, "__spec__", None)
    file: Any = getattr(module, "__file__", None)
    try:
        if spec is None and name in MAIN:  # a script; no loader knows it
            loader = importlib.machinery.SourceFileLoader(name, file)
            code: object = loader.source_to_code(loader.get_data(file), file)
        else:
            code = spec.loader.get_code(spec.name)
    except Exception:  # no such method, no source, a syntax error by now, any loader's own
        return
    if type(code) is CodeType:
        yield code


def _live(name: str, module: Any) -> Iterator[CodeType]:
    """The code of the functions that the module's names lead to, and whose globals it is."""
    own = namespace(name, module)
    found = _functions(name, module)
    return (function.__code__ for function in found if function.__globals__ is own)


def namespace(name: str, module: Any) -> Any:
    """The globals of the module's functions: its own, but for a child of multiprocessing.

    There `__mp_main__` is a copy of the namespace in which the program ran (runpy.run_path).
    """
    if name == MAIN[1]:
        for function in _functions(name, module):
            if function.__globals__.get("__name__") == MAIN[1]:
                return function.__globals__
    return getattr(module, "__dict__", None)


def _functions(name: str, module: Any) -> Iterator[FunctionType]:
    """The functions that a module's names lead to, its own and others."""
    names = getattr(module, "__dict__", None)
    if not isinstance(names, dict):
        return
    seen: set[int] = set()
    stack = list(names.values())[::-1]
    while stack:
        value = stack.pop()
        if id(value) not in seen:
            seen.add(id(value))
            if type(value) is FunctionType:
                yield value
            stack += reversed(list(_inside(name, value)))


def _inside(name: str, value: Any) -> Iterator[object]:
    """What a function, a class of the module, or a wrapper of functions holds."""
    kind = type(value)  # not isinstance: a proxy would answer for another object
    if kind is FunctionType:
        yield value.__dict__.get("__wrapped__")
        for cell in value.__closure__ or ():
            yield _content(cell)
    elif kind is MethodType or issubclass(kind, (staticmethod, classmethod)):
        yield value.__func__
    elif issubclass(kind, property):
        yield from (value.fget, value.fset, value.fdel)
    elif issubclass(kind, (functools.partial, functools.partialmethod, functools.cached_property)):
        yield value.func
    elif kind is functools._lru_cache_wrapper:
        yield value.__wrapped__
    elif issubclass(kind, type) and type.__getattribute__(value, "__module__") == name:
        yield from type.__getattribute__(value, "__dict__").values()


def _content(cell: CellType) -> object:
    try:
        return cell.cell_contents
    except ValueError:  # still empty
        return None
