"""Suspended objects as bytes.

General layout:

    format      the container: header, sections, checksum, signature
    identity    which code object this is, and whether it changed
    codes       the code objects of a snapshot: written, and found again
    origin      a frame's code, globals and place, in a form that pickles
    reducers    how CPython's own generators are pickled
    functions   functions by value, and what belongs to them
    standard    exceptions, and what else pickle refuses
    descriptors numbers of file descriptors, and broken ones
    taught      types that pickle doesn't know, and `register`
    namespace   globals by value
    pickler     the pickler of `freeze`, the unpickler of `thaw`
    copying     `fork`
    enable      `enable_pickle`
    explain     the path to what can't be saved
    api         `freeze` and `thaw`
"""
