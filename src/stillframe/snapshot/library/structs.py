"""Formats of the struct module, and the iterators that unpack by them."""

import struct
from collections import deque
from gc import get_referents
from itertools import islice
from operator import length_hint
from typing import TYPE_CHECKING, Any

from stillframe.snapshot.library import knows

if TYPE_CHECKING:
    from stillframe.snapshot.pickler import Freezer


@knows(struct.Struct)
def _reduce_struct(one: Any, freezer: "Freezer") -> Any:
    return struct.Struct, (one.format,)


@knows(type(struct.iter_unpack("b", b"")))
def _reduce_unpacking(iterator: Any, freezer: "Freezer") -> Any:
    match get_referents(iterator):
        case [_, structure, held]:
            return unpack_rest, (structure, held, length_hint(iterator))
    return unpack_rest, (struct.Struct("b"), b"", 0)  # at its end it lets go of them


def unpack_rest(structure: struct.Struct, held: Any, left: int) -> Any:
    """An iterator over what a buffer holds, before its last ``left`` items."""
    iterator = structure.iter_unpack(held)
    deque(islice(iterator, length_hint(iterator) - left), 0)
    return iterator


__all__ = ["unpack_rest"]
