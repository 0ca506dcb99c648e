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


class SnapshotError(StillframeError):
    """What cannot be saved or loaded: the base."""


class NotSaveable(SnapshotError):
    """A value that a snapshot refuses; the message names the path that leads to it."""


class DamagedSnapshot(SnapshotError):
    """A snapshot that is cut short, or whose bytes are not those that were written."""


class ForeignSnapshot(SnapshotError):
    """Not a snapshot of ours, or of a later format, or of a Python that cannot be taken over."""


class BadSignature(SnapshotError):
    """A snapshot whose signature is missing or is not the key's."""


class CodeChanged(SnapshotError):
    """The code that a snapshot refers to is gone, or is no longer what it was."""


class SurroundingsChanged(SnapshotError):
    """Something outside that a saved program needs, a file or a folder, is gone or changed."""


class StoreError(StillframeError):
    """The file of a saved program can't be read or written: the base."""


class StoreInUse(StoreError):
    """Another process runs the program of this file."""


class ForeignStore(StoreError):
    """Not the file of a saved program, or one of a later format."""


class DamagedStore(StoreError):
    """The file of a saved program, but its bytes are not those that were written."""


class NothingToShow(StillframeError):
    """No frame stands in what is to be looked at: a program that has ended, a closed generator."""
