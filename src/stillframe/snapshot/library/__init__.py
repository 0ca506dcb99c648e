"""Kinds of the standard library that pickle refuses, though enough of them can be seen.

Each module here knows some. It is imported when the first such object is met, so that nobody pays
for a library that he doesn't use.
"""

from collections.abc import Callable
from importlib import import_module

from stillframe.snapshot.kinds import Reduce, tells_otherwise
from stillframe.snapshot.taught import is_taught

# By module and name of a type: which module here knows it.
_KNOWN_IN = {
    "_csv.Dialect": "tables",
    "_csv.reader": "tables",
    "_csv.writer": "tables",
    "_struct.Struct": "structs",
    "_struct.unpack_iterator": "structs",
    "bz2.BZ2File": "compressed",
    "decimal.ContextManager": "decimals",
    "gzip.GzipFile": "compressed",
    "lzma.LZMAFile": "compressed",
    "nt.DirEntry": "scans",
    "posix.DirEntry": "scans",
    "random.SystemRandom": "entropy",
    "re.Match": "matches",
    "sqlite3.Connection": "databases",
    "sqlite3.Cursor": "databases",
    "sqlite3.Row": "databases",
}

_known: dict[type, Reduce] = {}


def knows(*kinds: type) -> Callable[[Reduce], Reduce]:
    """Decorates the function that reduces objects of these types and their subclasses.

    Other than with `kinds.reduces`, what a user teaches comes first.
    """

    def register(function: Reduce) -> Reduce:
        _known.update(dict.fromkeys(kinds, function))
        return function

    return register


def library_reducer_of(kind: type) -> Reduce | None:
    """What reduces objects of a type of the standard library, if one of these modules does.

    Not of a class that says itself how it is reduced, or was taught.
    """
    if is_taught(kind):
        return None
    for one in kind.__mro__:
        module = _KNOWN_IN.get(f"{one.__module__}.{one.__qualname__}")
        if module is not None:
            if tells_otherwise(kind, one):
                return None
            import_module(f"{__name__}.{module}")
            return _known[one]
    return None
