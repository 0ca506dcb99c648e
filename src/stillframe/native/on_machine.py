"""The same for the machine's own generators: reading them, and making them suspended ones.

Their frames are plain data, and in each slot stands what stands in CPython's. So what is frozen
on the machine thaws as a native object, and what another Python froze thaws on the machine.
"""

from dataclasses import replace
from itertools import pairwise
from types import AsyncGeneratorType, CellType, CoroutineType, FunctionType, GeneratorType
from typing import Any

from stillframe.bytecode import suspension_at
from stillframe.errors import NotSaveable
from stillframe.machine.async_generators import ASend, AsyncGenerator, AThrow
from stillframe.machine.call import builtins_of
from stillframe.machine.coroutines import Coroutine, CoroutineWrapper
from stillframe.machine.foreign import POLICY
from stillframe.machine.frame import NULL, RUNNING, SUSPENDED, Frame
from stillframe.machine.generators import AwaitableGenerator, Generator, GeneratorBase
from stillframe.machine.ops.suspend import new_generator
from stillframe.machine.translation import translate
from stillframe.native.awaitables import STEPS, THROWING, WRAPPERS
from stillframe.native.lift import KINDS, Suspended, describe
from stillframe.native.site import Pattern, Site, site_of


def read(obj: GeneratorBase) -> Suspended:
    """Read one; it isn't changed. Raises NotSaveable if it is running."""
    code, frame = obj.code, obj.frame
    if obj.state is RUNNING:
        raise NotSaveable(f"{describe(obj)}: it is running")
    if frame is None:
        return Suspended(code, None, None, obj.name, obj.__qualname__, [], [], None)
    site = site_of(code, frame.code.instructions[frame.lasti].offset)
    function = frame.function
    if function is None:
        function = FunctionType(code, frame.globals, None, None, _cells(len(code.co_freevars)))
    return Suspended(
        code,
        site,
        function,
        obj.name,
        obj.__qualname__,
        frame.fast[:],
        _with_bound_methods(frame),
        frame.handled,
    )


def _with_bound_methods(frame: Frame) -> list[Any]:
    """The value stack, where a method that is about to be called is bound to its object.

    Methods of ours are functions, which stand beside their object; CPython's own object that takes
    its place has methods of its own, which a bound one leads to.
    """
    stack = frame.stack[:]
    for index, (function, owner) in enumerate(pairwise(frame.stack)):
        if type(function) is FunctionType and issubclass(type(owner), _OURS):
            name = function.__name__
            if getattr(type(owner), name, None) is function:
                pair = [NULL, getattr(owner, name)]
                stack[index : index + 2] = pair if frame.code.version < (3, 13) else pair[::-1]
    return stack


_OURS = (GeneratorBase, ASend, AThrow, CoroutineWrapper)


def make(site: Site, globals: dict[str, Any]) -> GeneratorBase:
    """One that `fill` puts to a site. Until then it counts as one that never began."""
    code = site.code
    function = FunctionType(code, globals, None, None, _cells(len(code.co_freevars)))
    translation = translate(code)
    names = builtins_of(function)
    fast = [NULL] * site.slots
    return new_generator(Frame(translation, fast, globals, names, POLICY, function, None))


def fill(obj: GeneratorBase, site: Site, pattern: Pattern, values: list[Any]) -> None:
    """Put what `make` made where the saved object stood; ``values`` as for a native one."""
    frame = obj.frame
    assert frame is not None
    given = iter(values)
    frame.handled = next(given) if pattern.handled else None
    for slot in sorted(pattern.bound):
        frame.fast[slot] = next(given)
    places = range(len(site.shape))
    frame.stack[:] = [NULL if place in pattern.nulls else next(given) for place in reversed(places)]
    frame.stack.reverse()
    frame.lasti = suspension_at(frame.code, site.offset)
    obj.state = SUSPENDED
    values.clear()
    if isinstance(obj, AsyncGenerator):
        obj.hook()
        obj.running_async = site.delegating


def enter(
    obj: GeneratorBase, site: Site, pattern: Pattern, values: list[Any], yielded: Any
) -> None:
    """The same, but its next ``send`` gives ``yielded``, and doesn't move it."""
    fill(obj, site, pattern, values)
    kind: type = type(obj)

    def send(self: Any, value: Any, /) -> Any:
        _set_class(self, kind)
        return yielded

    members: dict[str, Any] = {"__slots__": (), "send": send}
    _set_class(obj, type(kind.__name__, (kind,), members))


def _set_class(obj: object, kind: type) -> None:
    vars(object)["__class__"].__set__(obj, kind)  # theirs says that they are CPython's


def awaitable_of(generator: AsyncGenerator, how: str) -> Any:
    """What drives an async generator which is, or is going to be, at an `await`."""
    generator.hook()
    made: ASend | AThrow
    if how == "asend":
        made = ASend(generator, None)
    else:
        made = AThrow(generator, None if how == "aclose" else (GeneratorExit(),))
        generator.closed = how == "aclose"
    made.state = SUSPENDED
    return made


def _cells(count: int) -> tuple[CellType, ...] | None:
    return tuple(CellType() for _ in range(count)) if count else None


for _kind, _native in (
    (Generator, GeneratorType),
    (AwaitableGenerator, GeneratorType),
    (Coroutine, CoroutineType),
    (AsyncGenerator, AsyncGeneratorType),
):
    KINDS[_kind] = replace(KINDS[_native], read=read)
STEPS.add(ASend)
WRAPPERS.add(CoroutineWrapper)
THROWING.add(AThrow)
