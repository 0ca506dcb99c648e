"""The code objects that a snapshot tells of: what they were, and how they are found again.

Each has a key, made of all that it is. Its entry says which Python compiled it, its reference if
an importable module holds it, its canonical code, which the machine of every Python runs, and
the code itself where the snapshot carries it. Entries are read as plain values: no code runs.
"""

import io
import pickle
import sys
import zlib
from collections.abc import Callable, Iterable
from dataclasses import astuple
from hashlib import blake2b
from types import CodeType, ModuleType
from typing import Any, Literal, NamedTuple, final
from weakref import WeakValueDictionary

from stillframe.bytecode import Code, decode
from stillframe.bytecode.foreign import carried, columns, from_columns
from stillframe.errors import DamagedSnapshot, DecodeError, NotSaveable
from stillframe.snapshot import identity
from stillframe.snapshot.elsewhere import adapt, supply
from stillframe.snapshot.identity import HERE, ByIdentity, Reference

Choice = Literal["current", "saved"]


class Entry(NamedTuple):
    """What a snapshot says of one code object.

    ``canonical`` and ``native`` are compressed pickles: the columns of its canonical code, and
    the arguments of `types.CodeType`. Nested code objects stand in them as Nested.
    """

    key: bytes
    python: tuple[int, int]
    reference: tuple[Any, ...] | None
    canonical: bytes
    native: bytes | None


@final
class Nested:
    """A nested code object among constants, by its key."""

    __slots__ = ("key",)

    def __init__(self, key: bytes) -> None:
        self.key = key

    def __reduce__(self) -> Any:
        return Nested, (self.key,)


# Writing


@final
class Writer:
    """The code objects of one snapshot. With ``whole``, all of them are taken in whole."""

    def __init__(self, whole: bool) -> None:
        self.whole = whole
        self.entries: dict[bytes, Entry] = {}
        self._rows: dict[bytes, bytes | None] = {}  # as they are written, if that is known

    def add(self, code: CodeType, reference: Reference | None = None, whole: bool = True) -> bytes:
        """Take in a code object with those nested in it; its key.

        ``whole`` says whether it is needed itself, or only to be run on the machine.
        """
        described = _described(code)
        if whole or self.whole or described.foreign:
            entry = described.entry
            if reference is not None:
                entry = entry._replace(reference=astuple(reference))
            return self._take(entry, None, described.nested, whole)
        return self.add_slim(described.slim(code, reference))

    def add_slim(self, slim: "Slim") -> bytes:
        """Take in what `slim` gave. Quick where the same was taken in before."""
        if self.whole:
            return self.add(slim.code, slim.reference)
        entry = slim.entry
        if self.entries.get(entry.key) is entry:
            return entry.key
        return self._take(entry, slim.row, slim.nested, False)

    def _take(self, entry: Entry, row: bytes | None, nested: list[CodeType], whole: bool) -> bytes:
        key = entry.key
        known = self.entries.get(key)
        if known is not None and known is not entry:
            row = None
            entry = entry._replace(
                reference=known.reference or entry.reference, native=known.native or entry.native
            )
        if known is None or (known is not entry and known != entry):
            self.entries[key], self._rows[key] = entry, row
            for one in nested:
                self.add(one, whole=whole)
        return key

    def section(self) -> bytes:
        """The section of the container: a pickle of a list of the entries."""
        rows = [row or _row(self.entries[key]) for key, row in self._rows.items()]
        return b"".join([_PROTOCOL, b"](", *rows, b"e."])


# Code that a key leads to, so that what is thawed twice is one object: native, or standing for
# an entry.
_alive: WeakValueDictionary[tuple[bytes, bool, Entry | None], CodeType] = WeakValueDictionary()


class Slim(NamedTuple):
    """An entry of code that goes along only to be run on the machine; ``row`` as it is written."""

    code: CodeType
    reference: Reference | None
    entry: Entry
    row: bytes
    nested: list[CodeType]


@final
class _Described:
    """What is written of a code object: its entry, with the code itself, and the nested ones."""

    __slots__ = ("_slim", "entry", "foreign", "nested")

    def __init__(self, code: CodeType) -> None:
        self.entry, self.nested = _describe(code)
        self.foreign = carried(code) is not None
        self._slim: Slim | None = None

    def slim(self, code: CodeType, reference: Reference | None) -> Slim:
        """The entry without the code itself."""
        known = self._slim
        if known is None or known.reference is not reference:
            named = astuple(reference) if reference is not None else None
            entry = self.entry._replace(native=None, reference=named)
            known = self._slim = Slim(code, reference, entry, _row(entry), self.nested)
        return known


def slim(code: CodeType, reference: Reference) -> Slim:
    """What is written of code that is found again by its reference."""
    return _described(code).slim(code, reference)


def _row(entry: Entry) -> bytes:
    """The entry's part of a section: no memo, so that it is the same in each."""
    file = io.BytesIO()
    pickler = pickle.Pickler(file, 3)
    pickler.fast = True
    pickler.dump(tuple(entry))
    return file.getvalue().removeprefix(_PROTOCOL).removesuffix(pickle.STOP)


_PROTOCOL = pickle.PROTO + b"\x03"  # the last without frames


_described_before: ByIdentity[_Described] = ByIdentity()


def _described(code: CodeType) -> _Described:
    """Made once for a code object."""
    known = _described_before.get(code)
    if known is None:
        known = _Described(code)
        _described_before.put(code, known)
    return known


def _describe(code: CodeType) -> tuple[Entry, list[CodeType]]:
    foreign = carried(code)
    if foreign is not None:
        entry: Entry = foreign.entry  # type: ignore[attr-defined]
        return entry, _nested(foreign.code.constants)
    canonical = decode(code)
    _check_constants(code)
    native = (
        code.co_argcount,
        code.co_posonlyargcount,
        code.co_kwonlyargcount,
        code.co_nlocals,
        code.co_stacksize,
        code.co_flags,
        code.co_code,
        tuple([_written(one) for one in code.co_consts]),
        code.co_names,
        code.co_varnames,
        code.co_filename,
        code.co_name,
        code.co_qualname,
        code.co_firstlineno,
        code.co_linetable,
        code.co_exceptiontable,
        code.co_freevars,
        code.co_cellvars,
    )
    written = columns(canonical, _written)
    entry = Entry(_key(code), HERE, None, _packed(written), _packed(native))
    _alive.setdefault((entry.key, True, None), code)
    return entry, _nested(code.co_consts)


def _key(code: CodeType) -> bytes:
    foreign = carried(code)
    if foreign is not None:
        key: bytes = foreign.entry.key  # type: ignore[attr-defined]
        return key
    place = repr((HERE, code.co_filename, code.co_firstlineno, code.co_linetable))
    marks = [_key(one) for one in _nested(code.co_consts)]
    parts = [identity.fingerprint(code), place.encode("utf-8", "surrogatepass"), *marks]
    return blake2b(b"".join(parts), digest_size=16).digest()


def _nested(constants: tuple[object, ...]) -> list[CodeType]:
    return [one for one in constants if type(one) is CodeType]


def _check_constants(code: CodeType) -> None:
    for one in code.co_consts:
        if not identity.is_constant(one):
            raise NotSaveable(
                f"{code.co_qualname}() at {code.co_filename}:{code.co_firstlineno}: a "
                f"{type(one).__name__} among its constants cannot be saved"
            )


def _written(constant: object) -> object:
    return Nested(_key(constant)) if type(constant) is CodeType else constant


def _packed(value: object) -> bytes:
    return zlib.compress(pickle.dumps(value, 5))


# Reading


class _Plain(pickle.Unpickler):
    """Reads what `Writer` wrote: nothing in it can name anything else."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) == (Nested.__module__, Nested.__name__):
            return Nested
        if module == "builtins" and name in ("complex", "slice", "Ellipsis"):
            return {"complex": complex, "slice": slice, "Ellipsis": ...}[name]
        raise pickle.UnpicklingError(f"{module}.{name} among code")


def _plain(data: bytes) -> Any:
    try:
        return _Plain(io.BytesIO(data)).load()
    except Exception as error:  # whatever an unpickler makes of damage
        raise DamagedSnapshot(f"the snapshot's code can't be read: {error}") from error


def _unpacked(data: bytes) -> Any:
    try:
        whole = zlib.decompress(data)
    except (zlib.error, TypeError) as error:
        raise DamagedSnapshot(f"the snapshot's code can't be read: {error}") from error
    return _plain(whole)


class Reader:
    """The code objects of a snapshot that is being thawed.

    All references are looked up at once: CodeChanged if one has no code any more. With
    ``choice`` "saved" they are not: frames then go on with the code that the snapshot has.
    """

    def __init__(self, section: bytes, choice: Choice) -> None:
        try:
            entries = [Entry(*row) for row in _plain(section)]
            self._entries = {entry.key: entry for entry in entries}
        except TypeError as error:
            raise DamagedSnapshot(f"the snapshot's code can't be read: {error}") from error
        self._codes: dict[bytes, CodeType] = {}
        self._found: dict[bytes, CodeType] = {}
        self._in_modules: dict[bytes, tuple[CodeType, dict[str, Any]]] = {}
        self._modules: list[tuple[str, ModuleType | None, object]] = []
        self.makers: dict[tuple[str, str], Callable[..., Any]] = {}  # the pickler's
        if choice == "current":
            self.look_up(entries)

    def look_up(self, entries: Iterable[Entry]) -> None:
        """Find the code that references name."""
        for entry in entries:
            if entry.reference is not None and entry.python == HERE:
                self._found[entry.key] = identity.resolve(Reference(*entry.reference))

    def entry(self, key: bytes) -> Entry:
        """What the snapshot says of a code object."""
        try:
            return self._entries[key]
        except (KeyError, TypeError):
            raise DamagedSnapshot("the snapshot lacks a code object that it names") from None

    def code(self, key: bytes) -> CodeType:
        """A code object as it was saved: itself, or one that stands for its canonical code."""
        known = self._codes.get(key) if type(key) is bytes else None
        if known is None:
            known = self._codes[key] = self._made(self.entry(key))
        return known

    def canonical(self, key: bytes, nested: Callable[[bytes], object]) -> Code:
        """The canonical code of an entry, for who only looks at it: no code object is made.

        ``nested`` gives what stands for a code object among the constants.
        """
        try:
            columns = _unpacked(self.entry(key).canonical)
            return from_columns(
                columns, lambda one: nested(one.key) if type(one) is Nested else one
            )
        except (TypeError, ValueError, IndexError, DecodeError) as error:
            raise DamagedSnapshot(f"the snapshot's code can't be read: {error}") from error

    def in_module(self, key: bytes) -> tuple[CodeType, dict[str, Any]]:
        """Code that is in an importable module, with the module's globals."""
        known = self._in_modules.get(key) if type(key) is bytes else None
        if known is not None:
            return known
        entry = self.entry(key)
        if entry.reference is None:
            raise DamagedSnapshot("the snapshot doesn't say of which module its code is")
        module = identity.imported(Reference(*entry.reference))
        code = self._found.get(key) or self.code(key)
        names = identity.namespace(module.__name__, module)
        foreign = carried(code)
        if foreign is not None:
            supply(foreign.code, module.__name__, names)
        found = self._in_modules[key] = code, names
        return found

    def lasts(self) -> bool:
        """Whether it is of use to another thaw: its code is that of modules, which stay."""
        if any(one.python != HERE or one.native is not None for one in self._entries.values()):
            return False
        names = {one.reference[1] for one in self._entries.values() if one.reference is not None}
        self._modules = [(name, *_module(name)) for name in names]
        return True

    def holds(self) -> bool:
        """Whether the modules in which it found code are still the same."""
        for name, module, spec in self._modules:
            now = sys.modules.get(name)
            if now is not module or getattr(now, "__spec__", None) is not spec:
                return False
        return True

    def _made(self, entry: Entry) -> CodeType:
        native = entry.python == HERE and entry.native is not None
        known = _alive.get((entry.key, native, None if native else entry))
        if known is not None:
            return known
        made = self._made_anew(entry, native)
        return _alive.setdefault((entry.key, native, None if native else entry), made)

    def _made_anew(self, entry: Entry, native: bool) -> CodeType:
        try:
            if native:
                arguments = list(_unpacked(entry.native or b""))
                arguments[_CONSTANTS] = tuple(map(self._constant, arguments[_CONSTANTS]))
                return CodeType(*arguments)
            code = from_columns(_unpacked(entry.canonical), self._constant)
            if entry.reference is not None:
                code = adapt(code, entry.python, entry.reference[1])
            return _stand_in(code, entry)
        except (TypeError, ValueError, IndexError, DecodeError) as error:
            raise DamagedSnapshot(f"the snapshot's code can't be read: {error}") from error

    def _constant(self, written: object) -> object:
        return self.code(written.key) if type(written) is Nested else written


def _module(name: str) -> tuple[ModuleType | None, object]:
    module = sys.modules.get(name)
    return module, getattr(module, "__spec__", None)


def reader(section: bytes, choice: Choice) -> Reader:
    """A reader of a section; one that read the same before, if its modules are still the same."""
    known = _readers.get(section) if choice == "current" else None
    if known is not None and known.holds():
        return known
    made = Reader(section, choice)
    if choice == "current" and made.lasts():
        while len(_readers) >= _MOST_READERS:
            _readers.pop(next(iter(_readers), b""), None)
        _readers[section] = made
    return made


_readers: dict[bytes, Reader] = {}
_MOST_READERS = 200


def _stand_in(code: Code, entry: Entry) -> CodeType:
    from stillframe.machine.foreign import stand_in  # the machine, which is seldom needed

    return stand_in(code, entry)


_CONSTANTS = 7  # their place among the arguments of CodeType
