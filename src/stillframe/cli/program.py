"""Finding a program, and compiling it, as ``python`` would. Nothing here runs it.

The counterpart of CPython's ``Modules/main.c`` (``pymain_run_python``) and ``runpy``.
"""

from __future__ import annotations

import builtins
import io
import linecache
import os
import pkgutil
import runpy
import sys
import textwrap
import tokenize
from dataclasses import dataclass
from importlib.machinery import BuiltinImporter, SourceFileLoader, SourcelessFileLoader
from types import CodeType, ModuleType
from typing import Any


@dataclass(frozen=True)
class Program:
    """Code that is ready to become ``__main__``, and what it must find around it.

    ``argv0`` and ``path0`` are what goes first into ``sys.argv`` and ``sys.path``; ``names`` is
    what its module holds before the first line has run; ``own`` names the files and directories
    that are the program itself, even where libraries are installed; ``source`` is its text, where
    known; ``is_container`` says that ``path0`` is the directory or zip file that was named.
    """

    code: CodeType
    argv0: str
    path0: str
    names: dict[str, Any]
    own: tuple[str, ...]
    source: str | None = None
    is_container: bool = False


class CannotRun(Exception):
    """There is no such program. ``status`` is what ``python`` exits with in that case."""

    def __init__(self, message: str, status: int = 1) -> None:
        super().__init__(message)
        self.status = status


def from_path(path: str) -> Program:
    """A script, a compiled file (``.pyc``), a directory or a zip file with a ``__main__.py``.

    Raises CannotRun, or the SyntaxError of its source.
    """
    full = os.path.join(os.getcwd(), path)
    importer = pkgutil.get_importer(full)
    if importer is not None:
        return _from_importer(path, full, importer)
    source = None
    loader: SourceFileLoader | SourcelessFileLoader
    try:
        if path.endswith(".pyc"):
            loader = SourcelessFileLoader("__main__", full)
            code = loader.get_code("__main__")
            assert code is not None
        else:
            loader = SourceFileLoader("__main__", full)
            source = loader.get_data(full)
            code = compile_source(source, full)
    except OSError as error:
        reason = f"[Errno {error.errno}] {error.strerror}"
        raise CannotRun(f"can't open file {full!r}: {reason}", status=2) from None
    except ImportError as error:
        raise CannotRun(f"can't run {full!r}: {error}") from None
    names = {"__loader__": loader, "__file__": full, "__cached__": None}
    directory = os.path.dirname(os.path.realpath(full))
    return Program(code, path, directory, names, (full,), _text(source))


def _from_importer(path: str, full: str, importer: Any) -> Program:
    """The ``__main__`` that a directory or a zip file holds."""
    spec = importer.find_spec("__main__")
    code = spec and spec.loader and spec.loader.get_code("__main__")
    if not code:
        raise CannotRun(f"can't find '__main__' module in {full!r}")
    source = spec.loader.get_source("__main__")
    names = _names_of_spec(spec)
    return Program(code, path, full, names, (full,), source, is_container=True)


def from_module(name: str) -> Program:
    """What ``python -m name`` runs. The packages around it are imported, as they are there.

    Raises CannotRun, the SyntaxError of its source, or what the import of its package raises.
    """
    try:
        _, spec, code = runpy._get_module_details(name, _NotFound)  # type: ignore[attr-defined]
    except _NotFound as error:
        raise CannotRun(str(error)) from None
    own = os.path.dirname(spec.origin) if spec.parent else spec.origin
    return Program(code, spec.origin, os.getcwd(), _names_of_spec(spec), (own,))


class _NotFound(Exception):
    pass


def from_command(text: str) -> Program:
    """What ``python -c text`` runs. Raises SyntaxError."""
    filename = "<string>"
    if sys.version_info >= (3, 14):
        text = textwrap.dedent(text)
    if sys.version_info >= (3, 13):  # from here on a traceback shows the lines of -c
        linecache.cache[filename] = (len(text), None, text.splitlines(keepends=True), filename)
    code = compile(text, filename, "exec", dont_inherit=True)
    return Program(code, "-c", "", {"__loader__": BuiltinImporter}, (), text)


def from_stdin(argv0: str = "-") -> Program:
    """What ``python -`` (or ``python``, with ``argv0`` empty) runs. Raises SyntaxError."""
    filename = "<stdin>"
    source = sys.stdin.buffer.read()
    code = compile_source(source, filename)
    names = {"__loader__": BuiltinImporter, "__file__": filename, "__cached__": None}
    return Program(code, argv0, "", names, (), _text(source))


def compile_source(source: bytes, filename: str) -> CodeType:
    """Compile a file's bytes. Raises SyntaxError, also where they can't be read as text."""
    try:
        code = compile(source, filename, "exec", dont_inherit=True)
    except (SyntaxError, ValueError):  # ValueError: a null byte, before 3.11.4
        complaint = _unreadable(source, filename)
        if complaint is None:
            raise
        raise SyntaxError(complaint) from None
    assert isinstance(code, CodeType)
    return code


def _unreadable(source: bytes, filename: str) -> str | None:
    """Why the source can't be read as text, in the words of ``python``; None if it can."""
    if b"\0" in source:
        return f"source code cannot contain null bytes: {filename}"
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(source).readline)
    except SyntaxError as error:
        return f"encoding problem in file {filename}: {error.msg}"
    try:
        source.decode(encoding)
    except UnicodeDecodeError as error:
        line = source.count(b"\n", 0, error.start) + 1
        start = f"{filename} on line {line}"
        if encoding.startswith("utf-8"):
            return (
                f"Non-UTF-8 code starting with '\\x{source[error.start]:02x}' in file {start}, "
                "but no encoding declared; see https://peps.python.org/pep-0263/ for details"
            )
        return f"encoding problem in file {start}: {error}"
    return None


def _text(source: bytes | None) -> str | None:
    if source is None:
        return None
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(source).readline)
        return io.TextIOWrapper(io.BytesIO(source), encoding).read()
    except (SyntaxError, UnicodeDecodeError):
        return None


def _names_of_spec(spec: Any) -> dict[str, Any]:
    """What ``runpy`` gives a module that it runs as ``__main__``."""
    return {
        "__file__": spec.origin,
        "__cached__": spec.cached,
        "__doc__": None,
        "__loader__": spec.loader,
        "__package__": spec.parent,
        "__spec__": spec,
    }


def main_module(program: Program) -> ModuleType:
    """A fresh ``__main__`` for the program, as ``python`` would find it before the first line."""
    module = ModuleType("__main__")
    module.__dict__.update(__builtins__=builtins)
    if sys.version_info < (3, 14):  # PEP 649 made it lazy
        module.__dict__.update(__annotations__={})
    module.__dict__.update(program.names)
    return module
