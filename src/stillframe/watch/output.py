"""What a program writes to its standard streams, heard on the way."""

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any


@contextmanager
def heard(
    hear: Callable[[str, str], None], before: Callable[[], None] = lambda: None
) -> Iterator[None]:
    """For the time of a run: ``hear`` is told the stream ("stdout", "stderr") and the text.

    ``before`` is called before the text is written.
    """
    with ExitStack() as stack:
        for name in ("stdout", "stderr"):
            stream = getattr(sys, name)
            if hasattr(stream, "write") and hasattr(stream, "__dict__"):
                stack.enter_context(_heard(stream, name, hear, before))
        yield


@contextmanager
def _heard(
    stream: Any, name: str, hear: Callable[[str, str], None], before: Callable[[], None]
) -> Iterator[None]:
    """The stream stays the one that it is: what the program looks up in it comes by us."""
    write = stream.write

    def heard_write(text: str, /) -> Any:
        before()
        written = write(text)
        hear(name, text)
        return written

    own = vars(stream).get("write")
    stream.write = heard_write
    try:
        yield
    finally:
        if own is None:
            del stream.write
        else:
            stream.write = own
