"""Every code object of the standard library decodes, and its analysis agrees with CPython.

Our stack depth before each native instruction is CPython's own; so its maximum over a code
object is ``co_stacksize``, except that the compiler also counts code that nothing reaches.
"""

import os
import sys
import sysconfig
import warnings
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from stillframe.bytecode import Code, analyse, decode
from unit.bytecode.listing import codes

PARTS = 16
# The smallest stack that a code object asks for.
SMALLEST = 1 if sys.version_info >= (3, 13) else 0


def sources() -> Iterator[tuple[str, bytes]]:
    """Name and text of every module; in Pyodide the library is an archive."""
    root = Path(sysconfig.get_path("stdlib"))
    if (root / "os.py").exists():
        for folder, folders, files in os.walk(root):
            folders[:] = sorted(set(folders) - {"site-packages", "__pycache__"})
            for file in sorted(files):
                if file.endswith(".py"):
                    path = Path(folder, file)
                    yield str(path.relative_to(root)), path.read_bytes()
        return
    (archive,) = [entry for entry in sys.path if entry.endswith(".zip")]
    with zipfile.ZipFile(archive) as library:
        for name in sorted(library.namelist()):
            if name.endswith(".py"):
                yield name, library.read(name)


def depth(code: Code) -> tuple[int, bool]:
    """The greatest depth before a native instruction, and whether all code is reached."""
    stacks = analyse(code)
    greatest = 0
    offset = -1
    for instruction, stack in zip(code.instructions, stacks, strict=True):
        if stack is not None and instruction.offset != offset:
            greatest = max(greatest, len(stack))
        offset = instruction.offset
    return max(greatest, SMALLEST), None not in stacks


@pytest.mark.parametrize("part", range(PARTS))
def test_standard_library(part: int) -> None:
    count = exact = 0
    for number, (name, text) in enumerate(sources()):
        if number % PARTS != part:
            continue
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                module = compile(text, name, "exec")
        except (SyntaxError, ValueError):
            continue  # test data that isn't meant to compile
        for code in codes(module):
            greatest, all_reached = depth(decode(code))
            where = f"{name}: {code.co_qualname}"
            assert greatest <= code.co_stacksize, where
            if all_reached:
                assert greatest == max(code.co_stacksize, SMALLEST), where
                exact += 1
            count += 1
    assert count > 100
    assert exact > 0.95 * count
