"""Kinds of the standard library that pickle refuses, though enough of them can be seen.

Each module here teaches some, by `reduces`. It is imported when the first such object is met, so
that nobody pays for a library that he doesn't use.
"""

from importlib import import_module

from stillframe.snapshot.kinds import Reduce, reducer_of

# By module and name of a type: which module here teaches it.
_TAUGHT_IN = {
    "_csv.Dialect": "tables",
    "_csv.reader": "tables",
    "_csv.writer": "tables",
    "_struct.Struct": "structs",
    "_struct.unpack_iterator": "structs",
    "bz2.BZ2File": "compressed",
    "decimal.ContextManager": "decimals",
    "gzip.GzipFile": "compressed",
    "lzma.LZMAFile": "compressed",
    "re.Match": "matches",
}


def library_reducer_of(kind: type) -> Reduce | None:
    """What reduces objects of a type of the standard library, if one of these modules does."""
    for one in kind.__mro__:
        module = _TAUGHT_IN.get(f"{one.__module__}.{one.__qualname__}")
        if module is not None:
            import_module(f"{__name__}.{module}")
            return reducer_of(kind)
    return None
