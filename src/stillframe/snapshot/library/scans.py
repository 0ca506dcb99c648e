"""Entries of directories, as `os.scandir` gives them: looked for again where they were."""

import errno
import os
from typing import TYPE_CHECKING, Any, final

from stillframe.errors import NotSaveable
from stillframe.snapshot.library import knows

if TYPE_CHECKING:
    from stillframe.snapshot.pickler import Freezer


@final
class Scan:
    """One directory, scanned once for all its entries in a snapshot."""

    def __init__(self, path: Any) -> None:
        self.path = path
        self._found: dict[Any, Any] | None = None

    def __reduce__(self) -> Any:
        return Scan, (self.path,)

    def entry(self, name: Any) -> Any:
        if self._found is None:
            try:
                with os.scandir(self.path) as entries:
                    self._found = {one.name: one for one in entries}
            except OSError:
                self._found = {}
        return self._found.get(name) or GoneEntry(self.path, name)


@final
class GoneEntry:
    """In the place of an `os.DirEntry` whose file is gone by now, which can't be made."""

    def __init__(self, folder: Any, name: Any) -> None:
        self.folder = folder
        self.name = name
        self.path = os.path.join(folder, name)

    def is_dir(self, *, follow_symlinks: bool = True) -> bool:
        return False

    def is_file(self, *, follow_symlinks: bool = True) -> bool:
        return False

    def is_symlink(self) -> bool:
        return False

    def is_junction(self) -> bool:
        return False

    def stat(self, *, follow_symlinks: bool = True) -> os.stat_result:
        return os.stat(self.path, follow_symlinks=follow_symlinks)

    def inode(self) -> int:
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), self.path)

    def __fspath__(self) -> Any:
        return self.path

    def __repr__(self) -> str:
        return f"<DirEntry {self.name!r}>"


@knows(os.DirEntry)
def _reduce_entry(entry: Any, freezer: "Freezer") -> Any:
    folder = os.path.dirname(entry.path)
    if not folder:
        raise NotSaveable("an entry of a directory that was scanned by its descriptor")
    scans: dict[Any, Scan] = freezer.once(dict)
    scan = scans.setdefault(folder, Scan(folder))
    return entry_of, (scan, entry.name)


def entry_of(scan: Scan, name: Any) -> Any:
    return scan.entry(name)


__all__ = ["GoneEntry", "Scan", "entry_of"]
