"""What stands between a coroutine and the frame that it awaits: objects of C's without a frame.

An `asend()` shows its async generator and the value that is sent, an `athrow()` its async
generator and what it throws, an `aclose()` its async generator alone; a coroutine's `__await__()`
shows the coroutine. None shows how far it is, but where a frame is suspended in one of them, it
has been started.
"""

from gc import get_referents
from typing import Any, Literal


async def _asynchronous() -> Any:
    yield


async def _coroutine() -> None:
    pass


def _types() -> tuple[type, type, type]:
    generator, coroutine = _asynchronous(), _coroutine()
    kinds = type(generator.asend(None)), type(coroutine.__await__()), type(generator.aclose())
    coroutine.close()
    return kinds


def _quietly() -> tuple[type, type, type]:
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what is made here is never awaited
        return _types()


_asend, _wrapper, _athrow = _quietly()


class _Source:
    """Gives `anext` what is to be awaited."""

    def __init__(self, awaitable: Any) -> None:
        self.awaitable = awaitable

    def __anext__(self) -> Any:
        return self.awaitable


def anext_of(awaitable: Any, default: Any) -> Any:
    """What `anext(..., default)` gives: it hands everything on to what it awaits."""
    source: Any = _Source(awaitable)
    return anext(source, default)


def inside(anext_awaitable: Any) -> tuple[Any, Any]:
    """What it awaits, and the default."""
    awaitable, default = get_referents(anext_awaitable)[-2:]
    return awaitable, default


ANEXTS = {type(anext_of(None, None))}
STEPS = {_asend}
WRAPPERS = {_wrapper}
THROWING = {_athrow}  # an `athrow()` or `aclose()`

How = Literal["asend", "athrow", "aclose"]


def driver(awaitable: Any, generator: Any) -> tuple[How, tuple[Any, ...]]:
    """Which method of an async generator gave one of STEPS or THROWING, called with what."""
    known = generator, type(awaitable)
    shown = [one for one in get_referents(awaitable) if not any(one is each for each in known)]
    if type(awaitable) in STEPS:
        return "asend", tuple(shown[:1]) or (None,)
    thrown = [one for one in shown if type(one) is tuple]
    return ("athrow", thrown[0]) if thrown else ("aclose", ())
