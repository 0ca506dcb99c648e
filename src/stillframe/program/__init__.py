"""A whole program: run, saved, resumed.

General layout:

    frames      the machine's frames and generators in a snapshot
    store       the file of a saved program
    records     what the file says of the program and of each save
    schema      its tables
    parts       a state, cut and compressed for the file
    lock        one process at a time runs the program of a file
    faults      what SQLite's errors mean, and what to do
"""
