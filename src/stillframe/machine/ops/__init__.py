"""What each operation does, by family. Importing this fills the assembler's tables."""

from stillframe.machine.ops import calls, control, names, operators, stack, suspend, typing

__all__ = ["calls", "control", "names", "operators", "stack", "suspend", "typing"]
