"""Files of gzip, bz2 and lzma.

What is read is decompressed again up to where it stood. What is written by gzip is flushed in full:
what follows such a place doesn't refer to what came before, so another compressor can go on there.
"""

import bz2
import gzip
import io
import lzma
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from stillframe.errors import NotSaveable
from stillframe.snapshot.kinds import has_parts
from stillframe.snapshot.library import knows

if TYPE_CHECKING:
    from stillframe.snapshot.pickler import Freezer


@has_parts(gzip.GzipFile, bz2.BZ2File, lzma.LZMAFile)
def _parts(file: Any) -> Iterator[tuple[str, Any]]:
    if not file.closed:
        yield "reads", file.fileobj if isinstance(file, gzip.GzipFile) else file._fp


@knows(gzip.GzipFile)
def _reduce_gzip(file: Any, freezer: "Freezer") -> Any:
    if file.closed:
        return make_closed, (gzip.GzipFile, file.name)
    if file.writable():
        return _reduce_written(file)
    return make_gzip, (file.fileobj, file.myfileobj is not None, file.name, file.tell())


def make_gzip(inner: Any, owns: bool, name: str, position: int) -> gzip.GzipFile:
    """A file that reads from another one; ``owns``: and closes it."""
    inner.seek(0)
    file: Any = gzip.GzipFile(name, "rb", fileobj=inner)
    if owns:
        file.myfileobj = inner
    file.seek(position)
    return file  # type: ignore[no-any-return]


def _reduce_written(file: Any) -> Any:
    if file.myfileobj is None:
        raise NotSaveable(
            "a GzipFile that writes into a file which others may write into cannot be saved; open "
            "it by its path, or close it before"
        )
    file.flush(zlib.Z_FULL_FLUSH)
    so_far = {name: getattr(file, name) for name in _SO_FAR}
    return make_written, (file.fileobj, file.name, _level(file.fileobj), so_far)


_SO_FAR = "crc", "size", "offset"


def _level(inner: Any) -> int:
    """How hard it compresses. The header tells that of the hardest and the fastest only."""
    with open(inner.name, "rb") as file:
        header = file.read(10)
    return {b"\x02": 9, b"\x04": 1}.get(header[8:9], 6)


def make_written(inner: Any, name: str, level: int, so_far: dict[str, int]) -> gzip.GzipFile:
    """A file that goes on writing into another one, behind a full flush."""
    file: Any = gzip.GzipFile(name, "wb", level, io.BytesIO())  # there the header goes
    file.fileobj = file.myfileobj = inner
    vars(file).update(so_far)
    return file  # type: ignore[no-any-return]


@knows(bz2.BZ2File, lzma.LZMAFile)
def _reduce_other(file: Any, freezer: "Freezer") -> Any:
    if file.closed:
        return make_closed, (type(file),)
    if not file.readable():
        raise NotSaveable(
            f"a {type(file).__qualname__} that is written cannot be saved: what it has compressed "
            "is hidden in C; close it before, and append to it afterwards"
        )
    options = dict(file._buffer.raw._decomp_args)
    return make_other, (type(file), file._fp, file._closefp, options, file.tell())


def make_other(
    kind: Any, inner: Any, owns: bool, options: dict[str, Any], position: int
) -> bz2.BZ2File | lzma.LZMAFile:
    """The same for bz2 and lzma."""
    inner.seek(0)
    file = kind(inner, **options)
    file._closefp = owns
    file.seek(position)
    return file  # type: ignore[no-any-return]


def make_closed(kind: Any, *names: str) -> Any:
    """A file that was closed."""
    file = kind(*names or (io.BytesIO(),), "rb", **({"fileobj": io.BytesIO()} if names else {}))
    file.close()
    return file


__all__ = ["make_closed", "make_gzip", "make_other", "make_written"]
