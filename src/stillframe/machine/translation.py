"""What the machine knows about a code object: canonical code, and functions that run it.

``block(pc)`` is a host function that runs from that instruction to the end of its block;
``step(pc)`` one that runs that instruction alone. Both come from the same templates
(``ops``), are assembled when first asked for, and go by the same protocol: they return the
index of the next instruction, or a negative number after putting the frame to go on with
into ``frame.switch``.
"""

from types import CodeType
from typing import Any, final

from stillframe.bytecode import Code, decode
from stillframe.machine.assemble import assemble, namespace
from stillframe.machine.frame import (
    CO_OPTIMIZED,
    CO_VARARGS,
    CO_VARKEYWORDS,
    NULL,
    RAISE,
    THROW,
    Block,
    Frame,
)
from stillframe.machine.raising import reraise

# Longest run of instructions in one block: bounds the cost of assembling code that runs once.
BLOCK_LIMIT = 80


@final
class Translation:
    """A code object made ready to run."""

    __slots__ = (
        "argcount",
        "blocks",
        "carriers",
        "cell_slots",
        "code",
        "namespace",
        "native",
        "plain",
        "sends",
        "shims",
        "steps",
        "unbound",
    )

    def __init__(self, native: CodeType) -> None:
        self.native = native
        self.code: Code = decode(native)
        self.namespace = namespace(self.code)
        self.blocks: dict[int, Block] = {RAISE: raise_thrown, THROW: throw_in}
        self.steps = self.blocks.copy()
        self.shims: dict[int, tuple[dict[str, Any], Any]] = {}
        self.carriers: dict[int, CodeType] = {}
        self.cell_slots = frozenset(self.code.cells) | frozenset(self.code.frees)
        self.sends = _sends(self.code)
        # A call that binds `argcount` positional arguments and nothing else needs no more
        # than the unbound rest of the slots.
        self.argcount = self.code.argcount
        self.plain = (
            not self.code.kwonlyargcount
            and self.code.flags & (CO_VARARGS | CO_VARKEYWORDS | CO_OPTIMIZED) == CO_OPTIMIZED
        )
        self.unbound = [NULL] * (len(self.code.slots) - self.argcount)

    def block(self, pc: int, globals: dict[str, Any]) -> Block:
        """The block that begins at `pc`, assembled when first asked for.

        `globals` are the guest's: what C asks of its caller's module is answered from them.
        """
        self.namespace["__name__"] = globals.get("__name__")
        block = self.blocks[pc] = assemble(self, pc, BLOCK_LIMIT)
        return block

    def step(self, pc: int, globals: dict[str, Any]) -> Block:
        """The block of the instruction at `pc` alone."""
        self.namespace["__name__"] = globals.get("__name__")
        block = self.steps.get(pc)
        if block is None:
            block = self.steps[pc] = assemble(self, pc, 1)
        return block


def _sends(code: Code) -> dict[int, int]:
    """For each YIELD_VALUE that passes on what a SEND gave, that SEND."""
    found = {}
    instructions = code.instructions
    for index, instruction in enumerate(instructions):
        if instruction.op == "SEND":
            following = index + 1
            while instructions[following].op != "YIELD_VALUE":
                following += 1
            found[following] = index
    return found


def raise_thrown(frame: Frame, fast: list[Any], stack: list[Any]) -> int:
    """The pseudo block at THROW: go on by raising what was thrown into the frame."""
    error, frame.thrown = frame.thrown, None
    assert error is not None
    raise error


def throw_in(frame: Frame, fast: list[Any], stack: list[Any]) -> int:
    """The pseudo block at THROW: its context is what the generator itself handles, if anything.

    (_PyErr_ChainStackItem in Python/errors.c.)
    """
    error, frame.thrown = frame.thrown, None
    assert error is not None
    if frame.handled is None:
        reraise(error)
    raise error


def let_go() -> None:
    """Forget the namespaces of programs that have ended: what they hold goes when they do.

    Else it would go with our modules, when nothing of the interpreter is left to print with.
    """
    for translation in _translations.values():
        translation.shims.clear()


_translations: dict[int, Translation] = {}
_LIMIT = 20_000


def translate(native: CodeType) -> Translation:
    """The translation of a code object, made once.

    The table keeps its code objects alive, so an id stands for one code object as long as it
    is there. Programs that make code without end (exec in a loop) empty it now and then.
    """
    known = _translations.get(id(native))
    if known is None:
        if len(_translations) >= _LIMIT:
            _translations.clear()
        known = _translations[id(native)] = Translation(native)
    return known
