"""Suspended objects as bytes.

General layout:

    format      the container: header, sections, checksum, signature
    identity    which code object this is, and whether it changed
    origin      a frame's code, globals and place, in a form that pickles
    reducers    how CPython's own generators are pickled
    taught      types that pickle doesn't know, and `register`
    pickler     the pickler of `freeze`
    copying     `fork`
    enable      `enable_pickle`
    explain     the path to what can't be saved
    api         `freeze` and `thaw`
"""
