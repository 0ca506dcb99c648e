"""Giving a program our event loop where it asks asyncio for one."""

import sys
import warnings
from collections.abc import Callable, Sequence
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType
from typing import Any, final


def use_our_loop(make: Callable[[], Any] | None = None) -> None:
    """From now on `asyncio.run` and `asyncio.new_event_loop` make an `EventLoop`.

    Or what ``make`` gives, which is called each time.

    asyncio is not imported for that, but followed by our loop when the program imports it. A
    program that sets a policy of its own, or names a loop's class, gets what it names.
    """
    if "asyncio" in sys.modules:
        _set_policy(make)
    else:
        sys.meta_path.insert(0, _OnImport(make))


@final
class _OnImport:
    """Stands on `sys.meta_path` until asyncio is imported; nothing of it is left then."""

    def __init__(self, make: Callable[[], Any] | None) -> None:
        self._make = make

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name != "asyncio":
            return None
        sys.meta_path.remove(self)
        spec = PathFinder.find_spec(name, path, target)
        loader: Any = spec and spec.loader
        if loader is None:
            return None

        def exec_module(module: ModuleType) -> None:
            del loader.exec_module  # what follows is the loader's own again
            loader.exec_module(module)
            _set_policy(self._make)

        loader.exec_module = exec_module
        return spec


def _set_policy(make: Callable[[], Any] | None) -> None:
    import asyncio

    import stillframe.loop  # the machine hears of what it runs of asyncio before it does

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        usual = asyncio.DefaultEventLoopPolicy
    # It passes for asyncio's own: one that the program hasn't set.
    # Looked up when a loop is made: it may have been our loop that imported asyncio.
    factory = staticmethod(make or (lambda: stillframe.loop.EventLoop()))
    names = {"__module__": usual.__module__, "__doc__": usual.__doc__}
    policy = type(usual.__name__, (usual,), {"_loop_factory": factory, **names})()
    if sys.version_info >= (3, 14):  # the public way is deprecated; asyncio itself goes this one
        asyncio.events._set_event_loop_policy(policy)  # type: ignore[attr-defined]
    else:
        asyncio.set_event_loop_policy(policy)
