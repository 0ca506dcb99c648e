"""Which call keeps the machine from stopping."""

import sys

from stillframe.machine.tracebacks import is_block, is_ours


def in_the_way(thread: int) -> str:
    """What a thread's machine is doing: the guest's line, and the native function that it calls.

    Looks from another thread, and changes nothing: a block has the guest's own lines.
    """
    native = host = sys._current_frames().get(thread)
    while host is not None and not is_block(host.f_code):
        if is_ours(native.f_code):  # type: ignore[union-attr]
            native = host.f_back
        host = host.f_back
    if host is None or native is None:
        return "native code runs, which none of the program's own functions has called"
    code = host.f_code
    said = f"{code.co_qualname}() at {code.co_filename}:{host.f_lineno} waits for a native call"
    if native is not host and not is_ours(native.f_code):
        code = native.f_code
        said += f", which is in {code.co_qualname}() at {code.co_filename}:{native.f_lineno}"
    return said
