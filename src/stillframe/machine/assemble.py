"""From canonical instructions to a host function that runs them.

Each operation's meaning is written once, as a template of Python statements (``ops``). A
block is a run of instructions with their templates filled in; what they push and pop between
them stays in local variables of the block and reaches the frame's value stack only where the
frame could be looked at: before it is switched away from, at the end of the block, and where
the range of an exception handler begins.

Every line of the block belongs to one instruction (``disguise.Mark``), so the place in the
host's traceback tells which instruction raised, at no cost while nothing does.
"""

import builtins
from collections.abc import Callable, Sequence
from types import CodeType, FunctionType
from typing import TYPE_CHECKING, Any, NamedTuple

from stillframe.bytecode import OPERATIONS, Code, Instruction, Operand, Operation
from stillframe.machine.disguise import Mark, disguised
from stillframe.machine.frame import Block
from stillframe.machine.stopping import STOP, stop

if TYPE_CHECKING:
    from stillframe.machine.translation import Translation

BLOCK_FILE = "<stillframe block>"

Emitter = Callable[["Assembler", Instruction], None]

# Filled by the modules of ``ops``; an operation is in one or the other.
TEMPLATES: dict[str, str] = {}
EMITTERS: dict[str, Emitter] = {}
HELPERS: dict[str, Any] = {"STOP": STOP, "stop": stop}


def namespace(code: Code) -> dict[str, Any]:
    """The globals of a code object's blocks: helpers, and its constants as K0, K1 ..."""
    names = HELPERS.copy()
    # C code that imports looks here for the builtins of the function that is running.
    names["__builtins__"] = builtins
    for i, value in enumerate(code.constants):
        names[f"K{i}"] = value
    return names


class Shape(NamedTuple):
    """The effect of an operation, seen by a template: what stays, goes and comes."""

    kept: tuple[Operand, ...]
    consumed: tuple[Operand, ...]
    produced: tuple[Operand, ...]


def _shape(operation: Operation) -> Shape:
    same = 0
    for before, after in zip(operation.inputs, operation.outputs, strict=False):
        if before != after:
            break
        same += 1
    return Shape(operation.inputs[:same], operation.inputs[same:], operation.outputs[same:])


_SHAPES = {name: _shape(operation) for name, operation in OPERATIONS.items()}


class Assembler:
    """Writes one block. ``virtual`` is the top of the value stack, as Python expressions."""

    def __init__(self, code: Code, start: int, limit: int) -> None:
        self.code = code
        self.limit = limit
        self.start = start
        self.index = start
        self.lines: list[str] = []
        self.where: list[int] = []
        self.virtual: list[str] = []
        self.base = 0  # height of the frame's own stack, relative to that at entry
        self.bound: set[int] = set()  # fast locals known to be bound
        self.nullable: set[str] = set()  # block locals that may hold NULL
        self.uses: set[str] = set()
        self.loops = False
        self.ended = False

    # -- writing

    def emit(self, line: str) -> None:
        """One statement of the current instruction."""
        self.lines.append(line)
        self.where.append(self.index)

    def use(self, name: str) -> str:
        """Make sure that a local of the block holds that attribute of the frame."""
        self.uses.add(name)
        return name

    def go(self, target: int) -> None:
        """Leave for another instruction of the same frame, unconditionally."""
        self.flush()
        if target <= self.index and self.limit > 1:
            self.emit(f"if STOP: return stop(frame, {self.index}, {target})")
        if target == self.start and self.base == 0 and self.limit > 1:
            self.loops = True
            self.emit("continue")
        else:
            self.emit(f"return {target}")
        self.ended = True

    def branch(self, condition: str, target: int) -> None:
        """Leave for another instruction of the same frame if `condition` holds."""
        instructions = self.code.instructions
        if self.limit > 1:  # a jump to a jump goes where that one goes
            while instructions[target].op in ("JUMP", "JUMP_BACKWARD"):
                following = instructions[target].arg
                assert isinstance(following, int)
                if following == target:
                    break
                target = following
        if target <= self.index and self.limit > 1:
            stopping = self.leaving(f"return stop(frame, {self.index}, {target})")
            self.emit(f"if STOP and {condition}: {stopping}")
        if target == self.start and self.base == 0 and not self.virtual and self.limit > 1:
            self.loops = True
            self.emit(f"if {condition}: continue")
        else:
            self.emit(f"if {condition}: {self.leaving(f'return {target}')}")

    # -- the value stack

    def temporary(self, offset: int = 0, avoid: Sequence[str] = ()) -> str:
        """A name for what will stand `offset` above the top."""
        return self.name(self.base + len(self.virtual) + offset, avoid)

    def name(self, position: int, avoid: Sequence[str] = ()) -> str:
        """A free name for a value at that height of the stack."""
        name = f"s{position}" if position >= 0 else f"m{-position}"
        while name in self.virtual or name in avoid:
            name += "_"
        self.nullable.discard(name)
        return name

    def push(self, text: str) -> None:
        self.virtual.append(text)

    def pop(self) -> str:
        """Take the top off; an expression for it."""
        return self.virtual.pop() if self.virtual else self.pull()

    def pull(self) -> str:
        """Take one slot from the frame's own stack, below the virtual part."""
        self.base -= 1
        name = self.name(self.base)
        self.emit(f"{name} = stack.pop()")
        self.nullable.add(name)
        return name

    def peek(self, depth: int) -> str:
        """An expression for what stands `depth` below the top (0), which stays there."""
        if depth < len(self.virtual):
            return self.virtual[-1 - depth]
        return f"stack[{len(self.virtual) - depth - 1}]"

    def flushing(self) -> str | None:
        """The statement that writes the virtual part to the frame's stack."""
        if not self.virtual:
            return None
        if len(self.virtual) == 1:
            return f"stack.append({self.virtual[0]})"
        return f"stack += {', '.join(self.virtual)}"

    def flush(self) -> None:
        """Write the virtual part to the frame's stack."""
        statement = self.flushing()
        if statement:
            self.emit(statement)
            self.base += len(self.virtual)
            self.virtual.clear()

    def empty(self) -> None:
        """Write the virtual part to the frame's stack, to go on in this block without it."""
        written = self.virtual.copy()
        self.flush()
        self.forget(written)

    def leaving(self, statement: str) -> str:
        """Statements for one line: flush, and leave the block by `statement`."""
        flushing = self.flushing()
        return f"{flushing}; {statement}" if flushing else statement

    def spill(self, text: str, avoid: Sequence[str] = ()) -> None:
        """Keep virtual entries that read `text` from seeing it change."""
        if text in self.virtual:
            name = self.temporary(avoid=avoid)
            self.emit(f"{name} = {text}")
            self.virtual[:] = [name if entry == text else entry for entry in self.virtual]

    def forget(self, texts: Sequence[str]) -> None:
        """Drop the block's references to values that it is done with: the program may watch."""
        stale = dict.fromkeys(
            text for text in texts if is_temporary(text) and text not in self.virtual
        )
        if stale:
            self.emit(f"{' = '.join(stale)} = None")

    def take(self, operands: Sequence[Operand], arg: object) -> dict[str, str]:
        """Pop the operands; expressions by name, comma-joined for several."""
        taken: dict[str, str] = {}
        for operand in reversed(operands):
            if operand.count is None:
                taken[operand.name] = self.pop()
            else:
                values = [self.pop() for _ in range(operand.size(arg))]
                taken[operand.name] = ", ".join(reversed(values))
        return taken

    # -- instructions

    def fill(self, template: str, instruction: Instruction) -> None:
        """Write an operation's template with its operands filled in."""
        shape = _SHAPES[instruction.op]
        arg = instruction.arg
        fields = self.take(shape.consumed, arg)
        used = [text for field in fields.values() for text in field.split(", ")]
        depth = 0
        for operand in reversed(shape.kept):
            if operand.count is None:
                fields[operand.name] = self.peek(depth)
            depth += operand.size(arg)
        avoid = tuple(fields.values()) if "\n" in template else ()
        results = []
        for i, operand in enumerate(shape.produced):
            results.append(self.temporary(i, avoid))
            fields[operand.name] = results[-1]
        for line in template.splitlines():
            self.emit(line.format(arg=arg, index=self.index, **fields))
        self.virtual += results
        self.forget([text for text in used if text not in results])

    def instruction(self, index: int) -> None:
        """Write one instruction."""
        self.index = index
        instruction = self.code.instructions[index]
        handler = self.code.handler_at[index]
        if handler is not None and index > 0 and self.code.handler_at[index - 1] is not handler:
            self.empty()
        emitter = EMITTERS.get(instruction.op)
        if emitter is not None:
            emitter(self, instruction)
        else:
            self.fill(TEMPLATES[instruction.op], instruction)

    def source(self, name: str) -> tuple[str, list[int]]:
        """The block as source text, and the instruction of each of its lines."""
        prelude = [f"{short} = frame.{short}" for short in sorted(self.uses)]
        head = [f"def {name}(frame, fast, stack):", *(f" {line}" for line in prelude)]
        indent = " "
        if self.loops:
            head.append(" while True:")
            indent = "  "
        where = [self.start] * len(head) + self.where
        return "\n".join([*head, *(indent + line for line in self.lines)]), where


def is_temporary(text: str) -> bool:
    """Whether an expression is a local variable of the block, to be forgotten after use."""
    return text[:1] in ("s", "m") and text.isidentifier()


def assemble(translation: "Translation", start: int, limit: int) -> Block:
    """The host function that runs `translation` from instruction `start` on.

    It ends where control leaves for good, or after `limit` instructions. Costs some 10 to 20
    microseconds an instruction, once.
    """
    assembler = Assembler(translation.code, start, limit)
    following = start
    for _ in range(limit):
        assembler.instruction(following)
        if assembler.ended:
            break
        following = assembler.index + 1
    else:
        assembler.flush()
        assembler.emit(f"return {following}")
    source, where = assembler.source(f"block_{start}_{limit}")
    return _function(source, where, translation)


def _function(source: str, where: list[int], translation: "Translation") -> Block:
    """The block as a function, which passes for one of the guest's (``disguise``)."""
    module = compile(source, BLOCK_FILE, "exec", dont_inherit=True, optimize=0)
    code = next(c for c in module.co_consts if isinstance(c, CodeType))
    units: list[int] = []
    for start, end, line in code.co_lines():
        units += [where[(line or 1) - 1]] * ((end - start) // 2)
    positions = translation.code.positions
    lines = [positions[index][0] for index in units]
    code = disguised(code, translation.native, lines, Mark(units))
    return FunctionType(code, translation.namespace)
