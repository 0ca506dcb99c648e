"""The code of a program's own modules: named for a snapshot, and found again from one.

Each code object goes along whole, with a reference to its place in its module's source, and the
source goes along, too. So a program goes on where its source is unchanged, or only moved lines;
it is refused where code that it has was changed; and it can go on with the code that it had.
Under another Python its functions are those that this Python makes of the same source, while the
frames that were under way go on with the canonical code.
"""

from __future__ import annotations

import linecache
from collections.abc import Iterable, Mapping
from inspect import CO_ITERABLE_COROUTINE
from types import CodeType, ModuleType
from weakref import WeakKeyDictionary

from stillframe.bytecode.foreign import carried
from stillframe.errors import CodeChanged
from stillframe.program.modules import Record, Source, file_of, index_of, lines_of
from stillframe.snapshot.codes import Choice, Entry, Reader
from stillframe.snapshot.identity import HERE, Index, Reference, reference

# The source that a module was made of; read once, when the module is first saved.
_sources: WeakKeyDictionary[ModuleType, Source] = WeakKeyDictionary()


def source_of(module: ModuleType, given: str | None = None) -> Source:
    """The source of a module that is running."""
    known = _sources.get(module)
    if known is None:
        known = _sources[module] = Source(module, given)
    return known


def refer(code: CodeType, module: ModuleType) -> Reference | None:
    """The place of a code object in its module's source; None for one made otherwise (by `exec`).

    Code that names the module's file and isn't in it, because the file was edited while the
    program ran, is referred to all the same: it won't be found.
    """
    if carried(code) is not None:
        return None  # its entry has its own
    source = source_of(module)
    found = source.index.refer(code)
    if found is None and code.co_flags & CO_ITERABLE_COROUTINE:
        plain = code.replace(co_flags=code.co_flags & ~CO_ITERABLE_COROUTINE)
        if source.index.refer(plain) is not None:
            return None  # `types.coroutine` made it, of code that the source has
    if found is None and code.co_filename == file_of(module) and vars(module).get("__file__"):
        source.bytes = None  # not the source of this module
        return reference(code, module.__name__, 0)
    return found


class ProgramReader(Reader):
    """The code objects of a program's snapshot; ``shells`` stand for its own modules.

    CodeChanged if code that is needed isn't in the source any more; nothing was imported then.
    """

    def __init__(
        self, section: bytes, choice: Choice, records: Iterable[Record], shells: list[ModuleType]
    ) -> None:
        self._saved: dict[str, tuple[Record, ModuleType]] = {}
        for record, shell in zip(records, shells, strict=True):
            for name in record.names:
                self._saved[name] = record, shell
        self._indexes: dict[str, Index] = {}
        self._of_libraries: list[Entry] = []
        super().__init__(section, choice)
        for record, shell in self._saved.values():
            _keep(record, shell)

    def look_up(self, entries: Iterable[Entry]) -> None:
        """Own modules first: nothing is imported for them."""
        entries = list(entries)
        changed: dict[str, Source | None] = {}
        for entry in entries:
            name = entry.reference[1] if entry.reference is not None else None
            if name not in self._saved:
                self._of_libraries.append(entry)
                continue
            if name not in changed:
                changed[name] = self._changed(name)
            source = changed[name]
            if source is not None:
                self._found[entry.key] = self._in_changed(entry, source)

    def look_up_libraries(self) -> None:
        """Then those of libraries, which are imported."""
        super().look_up(self._of_libraries)

    def _changed(self, name: str) -> Source | None:
        """The source of a module as it is now, if it isn't the one that was saved."""
        record, shell = self._saved[name]
        if record.file is None or not record.loader or record.loader[0] == "BuiltinImporter":
            return None  # it came without a file
        source = Source(shell)
        return None if source.bytes is not None and source.bytes == record.source else source

    def _in_changed(self, entry: Entry, source: Source) -> CodeType:
        assert entry.reference is not None
        wanted = Reference(*entry.reference)
        what = f"{wanted.qualname} of module {wanted.module}"
        file = file_of(source.module)
        if source.bytes is None and not source.index.tree.get(wanted.qualname):
            raise CodeChanged(f"{what} is gone: there is no source {file} any more")
        if entry.python != HERE:
            python = ".".join(map(str, entry.python))
            raise CodeChanged(
                f"{what}: {file} changed since it was saved, by Python {python}; only that "
                "Python could say whether it is still the same code"
            )
        return source.index.find(wanted)

    def code(self, key: bytes) -> CodeType:
        """The code of a frame: the module's where it was looked up, or as it was saved."""
        return (self._found.get(key) if type(key) is bytes else None) or super().code(key)

    def for_function(self, key: bytes) -> CodeType:
        """The code of a function: this Python's own wherever there is one."""
        code = self.code(key)
        foreign = carried(code)
        reference = self.entry(key).reference
        if foreign is None or reference is None or reference[1] not in self._saved:
            return code
        return _counterpart(code, Reference(*reference), self._index(reference[1])) or code

    def _index(self, name: str) -> Index:
        if name not in self._indexes:
            record, shell = self._saved[name]
            self._indexes[name] = index_of(shell, record.source)
        return self._indexes[name]


def _counterpart(code: CodeType, reference: Reference, index: Index) -> CodeType | None:
    """What this Python made of the source that another one made ``code`` of."""
    namesakes = index.tree.get(reference.qualname, [])
    alike = [one for one in namesakes if _outline(one) == _outline(code)]
    return alike[0] if len(alike) == 1 else None


def _outline(code: CodeType) -> tuple[object, ...]:
    arguments = code.co_argcount, code.co_posonlyargcount, code.co_kwonlyargcount
    names = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
    return code.co_firstlineno, arguments, names, frozenset(code.co_freevars)


def _keep(record: Record, shell: ModuleType) -> None:
    """Remember what the module was made of, and show its lines in tracebacks."""
    source = Source(shell)
    if record.source is not None and source.bytes != record.source:
        lines, file = lines_of(record.source), file_of(shell)
        linecache.cache[file] = len(record.source), None, lines, file
    source.bytes = record.source
    _sources[shell] = source


def shells_by_name(
    records: Iterable[Record], shells: Iterable[ModuleType]
) -> Mapping[str, ModuleType]:
    """What stands in `sys.modules`."""
    return {
        name: shell for record, shell in zip(records, shells, strict=True) for name in record.names
    }
