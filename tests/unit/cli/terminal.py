"""Running `stillframe` on a terminal."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def on_a_terminal(command: list[str], cwd: Path, columns: int, status: int = 0, **env: str) -> str:
    """What `stillframe COMMAND` writes on a terminal of that width; it must end with `status`."""
    import pty

    master, slave = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "stillframe", *command],
        cwd=cwd,
        env={**os.environ, "TERM": "xterm-256color", "COLUMNS": str(columns), **env},
        stdin=slave,
        stdout=slave,
        stderr=slave,
    )
    os.close(slave)
    written = b""
    while True:
        try:
            part = os.read(master, 65536)
        except OSError:
            break  # Linux's word for the end
        if not part:
            break
        written += part
    os.close(master)
    assert process.wait(timeout=60) == status
    return written.decode().replace("\r\n", "\n")
