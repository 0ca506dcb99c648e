"""Files of gzip, bz2 and lzma that are read: decompressed again up to where they stood."""

import bz2
import gzip
import io
import lzma
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from stillframe.errors import NotSaveable
from stillframe.snapshot.kinds import has_parts, reduces

if TYPE_CHECKING:
    from stillframe.snapshot.pickler import Freezer


@has_parts(gzip.GzipFile, bz2.BZ2File, lzma.LZMAFile)
def _parts(file: Any) -> Iterator[tuple[str, Any]]:
    if not file.closed:
        yield "reads", file.fileobj if isinstance(file, gzip.GzipFile) else file._fp


@reduces(gzip.GzipFile)
def _reduce_gzip(file: Any, freezer: "Freezer") -> Any:
    if file.closed:
        return make_closed, (gzip.GzipFile, file.name)
    _check(file)
    return make_gzip, (file.fileobj, file.myfileobj is not None, file.name, file.tell())


def make_gzip(inner: Any, owns: bool, name: str, position: int) -> gzip.GzipFile:
    """A file that reads from another one; ``owns``: and closes it."""
    inner.seek(0)
    file: Any = gzip.GzipFile(name, "rb", fileobj=inner)
    if owns:
        file.myfileobj = inner
    file.seek(position)
    return file  # type: ignore[no-any-return]


@reduces(bz2.BZ2File, lzma.LZMAFile)
def _reduce_other(file: Any, freezer: "Freezer") -> Any:
    if file.closed:
        return make_closed, (type(file),)
    _check(file)
    raw = file._buffer.raw
    options = {
        name: raw._decomp_args[name] for name in ("format", "filters") if name in raw._decomp_args
    }
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


def _check(file: Any) -> None:
    if not file.readable():
        raise NotSaveable(
            f"a {type(file).__qualname__} that is written cannot be saved: what it has compressed "
            "is hidden in C; close it before, and append to it afterwards"
        )


__all__ = ["make_closed", "make_gzip", "make_other"]
