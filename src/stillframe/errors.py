"""Every exception that stillframe raises of its own.

A program that runs on the machine never sees one of them: its exceptions are its own, and pass
untouched.
"""

from __future__ import annotations


class StillframeError(Exception):
    """The base of every exception here."""


class UnsupportedPython(StillframeError):
    """This Python, or the one that made the input, is not among those that are supported."""


class DecodeError(StillframeError):
    """A code object holds what its Python's compiler does not write."""


class InternalError(StillframeError):
    """A fault of stillframe itself, never of the program that it runs."""
