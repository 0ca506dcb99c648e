"""Which variables are live: may be read before they are bound again."""

from stillframe.bytecode.code import Code
from stillframe.bytecode.flow import successors

_READS = frozenset(("LOAD_FAST", "LOAD_FAST_CHECK", "LOAD_FAST_AND_CLEAR", "DELETE_FAST"))


def live(code: Code) -> list[int]:
    """The fast locals that are live before each instruction, as bits. Cells always are."""
    cells = sum(1 << slot for slot in {*code.cells, *code.frees})
    before = [cells] * len(code.instructions)
    changed = True
    while changed:
        changed = False
        for index in reversed(range(len(before))):
            found = _before(code, index, before) | cells
            changed |= found != before[index]
            before[index] = found
    return before


def live_after(code: Code, index: int, before: list[int]) -> int:
    """Those that are live behind an instruction, or where it raises."""
    handler = code.handler_at[index]
    found = before[handler.target] if handler is not None else 0
    for target in successors(code, index):
        found |= before[target]
    return found


def _before(code: Code, index: int, before: list[int]) -> int:
    instruction, handler = code.instructions[index], code.handler_at[index]
    found = live_after(code, index, before)
    if instruction.op == "STORE_FAST" and isinstance(instruction.arg, int):
        found &= ~(1 << instruction.arg)
        if handler is not None:  # it may raise before: a finalizer does, of what it replaces
            found |= before[handler.target]
    elif instruction.op in _READS and isinstance(instruction.arg, int):
        found |= 1 << instruction.arg
    return found


__all__ = ["live", "live_after"]
