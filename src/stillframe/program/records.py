"""What the file says of its program and of each save, and how that is written in its rows."""

import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal, final

Status = Literal["running", "stopped", "finished", "interrupted"]

PROGRAM_COLUMNS = (
    "argv, script, module, folder, python, stillframe, created, status, exit_status, process"
)
# Arguments and paths may be no UTF-8: bytes that are called text keep them as they are.
PROGRAM_VALUES = "?, CAST(? AS TEXT), CAST(? AS TEXT), CAST(? AS TEXT), ?, ?, ?, ?, ?, ?"
SAVE_COLUMNS = "number, time, reason, size, stored"


@final
@dataclass(frozen=True, slots=True)
class Program:
    """What is run. ``interrupted`` is one whose process ended without a word."""

    argv: tuple[str, ...]
    script: str | None
    module: str | None
    folder: str
    python: str
    stillframe: str
    created: datetime
    status: Status = "running"
    exit_status: int | None = None
    process: int | None = None

    def values(self) -> tuple[object, ...]:
        """For PROGRAM_VALUES."""
        paths = (self.script, self.module, self.folder)
        return (
            json.dumps(self.argv),
            *[None if path is None else os.fsencode(path) for path in paths],
            self.python,
            self.stillframe,
            written(self.created),
            self.status,
            self.exit_status,
            self.process,
        )


@final
@dataclass(frozen=True, slots=True)
class SaveInfo:
    """A save: ``size`` is the state's in bytes, ``stored`` what it takes in the file."""

    number: int
    time: datetime
    reason: str
    size: int
    stored: int


def read_program(row: tuple[Any, ...]) -> Program:
    """From PROGRAM_COLUMNS; ValueError or TypeError if they make no sense."""
    argv, script, module, folder, python, version, created, *rest = row
    arguments, start = tuple(json.loads(argv)), datetime.fromisoformat(created)
    return Program(arguments, script, module, folder, python, version, start, *rest)


def read_save(row: tuple[Any, ...]) -> SaveInfo:
    """From SAVE_COLUMNS; ValueError or TypeError if they make no sense."""
    number, time, reason, size, stored = row
    return SaveInfo(number, datetime.fromisoformat(time), reason, size, stored)


def now() -> datetime:
    """To the millisecond, as it is written."""
    time = datetime.now(UTC)
    return time.replace(microsecond=time.microsecond // 1000 * 1000)


def written(time: datetime) -> str:
    """ISO 8601, in UTC."""
    return time.astimezone(UTC).isoformat(timespec="milliseconds")
