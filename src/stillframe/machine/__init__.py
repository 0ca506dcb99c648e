"""The machine: runs frames that are plain data. Knows no snapshots and no loop."""

from stillframe.machine import policy
from stillframe.machine.frame import NULL, Frame, State
from stillframe.machine.machine import Machine

__all__ = ["NULL", "Frame", "Machine", "State", "policy"]
