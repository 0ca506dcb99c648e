"""A snapshot's objects as data that nothing runs in.

General layout:

    reading    the unpickler that imports nothing
    standins   what stands for a class, a function, an object
    found      what is come across: code, frames, tasks, loops; the table of makers
    frames     what is made of frames, code and cells
    objects    what is made of functions, classes, modules and others
    loops      what is made of tasks, futures and loops
"""
