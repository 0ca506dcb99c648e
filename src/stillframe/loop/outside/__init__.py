"""The world outside of a program: what of it is opened again, and what comes back broken.

A program that goes on in another process finds its connections, pipes and child processes as
after a cut of the network; its own ways to deal with that do the rest.

General layout:

    sockets      sockets: listening again, at the same address, or broken
    files        file objects on pipes and sockets
    transports   asyncio's transports on sockets and on pipes
    tls          TLS on these transports
    processes    child processes, asyncio's and `subprocess`'s
    executors    pools of threads and processes
    watched      what the selector of a loop watches
    around       what a loop has to do with the world outside
"""
