"""CPython's own generators, coroutines and async generators, read and built in plain Python.

General layout:

    site        what a code object says about one place of suspension
    lift        a suspended native object -> what its frame holds
    variant     a code object whose frames begin in the middle
    lower       what a frame holds -> a suspended native object
    stack       the frames of an object, for people to read
    printing    how they are printed
    fork        an independent copy
    owned       what nobody but a frame holds
"""

from stillframe.native.fork import fork
from stillframe.native.lift import KINDS, Suspended, read
from stillframe.native.lower import fill, make
from stillframe.native.site import Site, site_of

__all__ = ["KINDS", "Site", "Suspended", "fill", "fork", "make", "read", "site_of"]
