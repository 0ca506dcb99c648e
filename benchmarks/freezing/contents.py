"""What a subject holds, without its frames: what a program that does without them would keep.

A dict of the local variables, and under "stack" the iterators that it runs through. Of a chain of
frames a list of such dicts, since nested ones are soon too deep for pickle.
"""

from stillframe.machine.frame import NULL
from stillframe.native import read
from stillframe.native.fork import frame_of


def contents(subject):
    if isinstance(subject, list):
        return [contents(one) for one in subject]
    found = []
    current = subject
    while current is not None:
        state = read(current)
        frame = {
            name: value
            for name, value in zip(state.site.names, state.fast, strict=True)
            if value is not NULL
        }
        operands = [value for value in state.stack if value is not NULL]
        current = frame_of(operands.pop()) if state.site.delegating else None
        if operands:
            frame["stack"] = operands
        found.append(frame)
    return found[0] if len(found) == 1 else found
