"""The changes that a step makes where the effect of its instruction doesn't say it all.

A list of numbers: a kind, its arguments, the next kind, and so on, done in that order. They are
done to the *current frame*, the innermost of the chain, or to the one that they name, behind the
instruction's own effect.
"""

from collections.abc import Iterator

REPLACE = 0  # the instruction's own effect is left out: what follows is all there is
CUT = 1  # depth: the stack is cut to that depth
PUSH = 2  # value: onto the stack
SLOT = 3  # slot, value: into the slot
ENTER = 4  # frame, whether native code called it: it comes into the chain, and is current
LEAVE = 5  # whether it stays, suspended: the current frame goes out of the chain
HANDLED = 6  # value: the exception that the frame handles from now on, 0 for none
RAISING = 7  # value: the frame goes on by raising this exception
NATIVE = 8  # native code, in the midst of the current frame's instruction, goes on
AT = 9  # instruction: the current frame stands there, as when it started that one
BOUND = 10  # frame, slot, value: into the slot of that frame, in the chain or suspended

ARGUMENTS = (0, 1, 1, 2, 2, 1, 1, 1, 0, 1, 3)
"""How many arguments each kind has."""


def each(numbers: list[int]) -> Iterator[tuple[int, list[int]]]:
    """The changes of a step: kind, and arguments."""
    place = 0
    while place < len(numbers):
        kind = numbers[place]
        after = place + 1 + ARGUMENTS[kind]
        yield kind, numbers[place + 1 : after]
        place = after
