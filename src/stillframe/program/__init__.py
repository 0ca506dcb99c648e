"""A whole program: run, saved, resumed.

General layout:

    frames      the machine's frames and generators in a snapshot
    modules     the program's own modules, and shells of them
    sources     the code of own modules, and whether it changed
    libraries   what the modules of libraries hold, by place
    contents    what own modules hold, in the order in which it is put back
    pickling    the pickler and unpickler of programs
    manifest    what a snapshot says of its program before anything is made
    snapshot    a program as bytes
    session     a program that runs: the machine, from one safe point to the next
    requests    what asks for a save: signals, a clock, the program
    in_the_way  which call keeps the machine from stopping
    inside      what the program itself may ask for: checkpoint, resumed, on_resume
    sleeping    time.sleep, which can be stopped and goes on
    loops       our event loop, where a program asks asyncio for one
    state       what a save holds beside modules and the process
    summary     what a person wants to know of a stopped program
    saver       writing a program down
    store       the file of a saved program
    opening     finding the file, connecting to it
    records     what the file says of the program and of each save
    schema      its tables
    recognise   what a file is, by its first bytes
    parts       a state, cut and compressed for the file
    lock        one process at a time runs the program of a file
    faults      what SQLite's errors mean, and what to do
"""
