"""Functions, classes, modules, and other objects: what is made of them instead of the real thing.

Each function here takes the place of those that it names, with the same arguments.
"""

import types
from functools import partial
from typing import Any

from stillframe.watch.inert.found import Found, Origin, stands_for
from stillframe.watch.inert.standins import (
    TEXT,
    Class,
    Global,
    StandIn,
    Text,
    metaclass,
    named,
    text_of,
    texts,
)

_FUNCTIONS = "stillframe.snapshot.functions"
_CLASSES = "stillframe.snapshot.classes"
_PICKLING = "stillframe.program.pickling"
_CONTENTS = "stillframe.program.contents"
_CLOUD = "cloudpickle.cloudpickle"

_FUNCTION, _MODULE, _METHOD = texts("function"), texts("module"), texts("method")


@stands_for(_PICKLING, "own_function")
def _own_function(found: Found, key: bytes, *_: Any) -> Text:
    return _FUNCTION.of(found.codes.code(key).qualname)


@stands_for(_FUNCTIONS, "_make_function")
def _function(found: Found, origin: Origin, closure: Any) -> Text:
    return _FUNCTION.of(origin.code.qualname)


@stands_for(_FUNCTIONS, "_set_function")
@stands_for(_CLASSES, "set_class")
@stands_for(_CLOUD, "_class_setstate", "_function_setstate")
@stands_for(_CONTENTS, "_set_kind")
def _ignored(found: Found, obj: Any, state: Any) -> None:
    pass


@stands_for(_CLASSES, "make_class")
def _class(found: Found, kind: Any, name: str, bases: Any, names: dict[str, Any]) -> Any:
    qualname, module = names.get("__qualname__", name), names.get("__module__", "")
    return named(str(qualname), str(module), metaclass(text_of(kind)))


@stands_for(_CLOUD, "_make_skeleton_class")
def _cloud_class(found: Found, kind: Any, name: str, *_: Any) -> Any:
    return named(name, "", metaclass(text_of(kind)))


@stands_for(_CLOUD, "_make_skeleton_enum")
def _cloud_enum(found: Found, bases: Any, name: str, qualname: str, *_: Any) -> Any:
    return named(qualname, "", Class)


@stands_for("stillframe.snapshot.hidden", "type_in")
def _type_in(found: Found, module: str, name: str) -> Any:
    if module == "types":
        return _builtin_type(found, name)
    return named(name, module, Class)


@stands_for(_CLOUD, "_builtin_type")
def _builtin_type(found: Found, name: str) -> Any:
    """A type of C's, by its name in `types`."""
    if name == "MethodType":
        return named("method", makes=partial(_method, found))
    return named(getattr(vars(types).get(name), "__name__", name), "builtins", Class)


@stands_for(_CLASSES, "from_library")
def _from_library(found: Found, module: str, name: str) -> Any:
    return named(name, module)


@stands_for("stillframe.program.libraries", "held_by")
def _held_by(found: Found, module: str, name: str, kind: str) -> Any:
    return named(name, module)


@stands_for(_CLASSES, "make_member")
def _member(found: Found, base: Any, kind: Any, *given: Any) -> Any:
    kind.telling = TEXT
    return kind(*given)


@stands_for(_CLASSES, "set_member")
def _set_member(found: Found, member: StandIn, state: dict[str, Any]) -> None:
    member.text = f"{type(member).__name__}.{state.get('_name_')}"


@stands_for(_CLOUD, "subimport", "dynamic_subimport")
def _module(found: Found, name: str, *_: Any) -> Text:
    return _MODULE.of(name)


@stands_for("builtins", "getattr")
def _attribute(found: Found, owner: Any, name: str, *_: Any) -> Any:
    if isinstance(owner, Global):
        return named(f"{owner.__qualname__}.{name}", owner.__module__)
    if type(owner) is _MODULE:
        return named(name, owner.shown_text())
    return _METHOD.of(f"{type(owner).__name__}.{name}", owner)


@stands_for("types", "MethodType")
def _method(found: Found, function: Any, owner: Any) -> Text:
    return _METHOD.of(text_of(function), function, owner)


@stands_for("builtins", "iter")
def _iterator(found: Found, *given: Any) -> Any:
    over = type(given[0]).__name__ if len(given) == 1 else "callable"
    return named(f"{over}_iterator", "builtins", Class)(*given)


@stands_for("stillframe.native.iterators", "make_iterator")
def _make_iterator(found: Found, make: Any, given: tuple[Any, ...], state: Any = None) -> Any:
    return make(*given)


@stands_for("logging", "getLogger")
def _logger(found: Found, name: str = "root") -> Text:
    return _LOGGER.of(name)


@stands_for("re", "_compile")
def _pattern(found: Found, pattern: Any, flags: int = 0) -> Text:
    return _PATTERN.of(repr(pattern))


@stands_for(_FUNCTIONS, "_make_cached")
@stands_for("stillframe.program.by_value", "cached")
def _cached_function(found: Found, function: Any, *_: Any) -> Text:
    return _CACHED.of(text_of(function), function)


@stands_for("stillframe.snapshot.files", "load")
def _file(found: Found, state: Any) -> StandIn:
    """An open file: one of the process's own by its name; else name, mode, position, options; or
    its class and what it is a layer on."""
    if type(state) is not tuple:
        return _TEXT_FILE(state)
    what, mode, *rest = state
    if isinstance(what, Global):
        made: StandIn = what(mode, *rest)
        return made
    return (_BINARY_FILE if "b" in mode else _TEXT_FILE)(what, mode, *rest)


# What other functions make is called so, and shown by what they are given.
_CALLED = {
    ("stillframe.native.iterators", "backwards"): "_deque_reverse_iterator",
    ("stillframe.native.iterators", "chained"): "chain",
    ("stillframe.native.iterators", "forwards"): "_deque_iterator",
    ("stillframe.native.iterators", "pairs"): "pairwise",
    ("stillframe.snapshot.library.compressed", "make_gzip"): "GzipFile",
    ("stillframe.snapshot.library.compressed", "make_written"): "GzipFile",
    ("stillframe.snapshot.library.databases", "connect"): "Connection",
    ("stillframe.snapshot.library.databases", "make_cursor"): "Cursor",
    ("stillframe.snapshot.library.databases", "make_row"): "Row",
    ("stillframe.snapshot.library.decimals", "make_manager"): "ContextManager",
    ("stillframe.snapshot.library.entropy", "make_system"): "SystemRandom",
    ("stillframe.snapshot.library.matches", "find_again"): "Match",
    ("stillframe.snapshot.library.scans", "entry_of"): "DirEntry",
    ("stillframe.snapshot.library.structs", "unpack_rest"): "unpack_iterator",
    ("stillframe.snapshot.library.tables", "make_dialect"): "Dialect",
    ("stillframe.snapshot.library.tables", "make_reader"): "reader",
    ("stillframe.snapshot.library.tables", "make_writer"): "writer",
    ("stillframe.snapshot.taught", "_load_lock"): "lock",
    ("stillframe.snapshot.taught", "_load_rlock"): "RLock",
}


def _called(kind: type[StandIn], found: Found, *given: Any) -> StandIn:
    return kind(*given)


for _maker, _type in _CALLED.items():
    stands_for(*_maker)(partial(_called, named(_type, "", Class)))

_LOGGER, _PATTERN, _CACHED = map(texts, ("Logger", "Pattern", "_lru_cache_wrapper"))
_TEXT_FILE, _BINARY_FILE = named("TextIOWrapper", "io", Class), named("BufferedIOBase", "io", Class)


# A program's modules


@stands_for(_PICKLING, "anchored")
def _anchored(found: Found, kind: str, where: Any) -> Any:
    if kind == "namespace":
        return found.namespaces.setdefault(where, {})
    if kind == "library":
        module, name, what = where
        return texts(what).of(f"{module}.{name}")
    return texts(kind).of(str(where))


@stands_for(_CONTENTS, "_emptied", "_namespace")
def _contents(found: Found, namespace: dict[str, Any]) -> dict[str, Any]:
    return namespace


@stands_for(_CONTENTS, "_cached")
def _cached(found: Found, spec: Any) -> None:
    return None


@stands_for(_CONTENTS, "_others")
def _others(found: Found, parts: Any, others: dict[str, Any]) -> dict[str, Any]:
    return others
