"""The programs that are measured.

Each module has ``main(n)``, which does the work and returns a small result; ``SIZES``, an ``n``
for each purpose ("full" for CPython and the machine, 5 to 50 ms on CPython; "small" for engines
that are hundreds of times slower; "tiny" for a smoke test); and ``RESULTS``, what ``main`` must
return for each of them. They keep to syntax and library calls that Python 3.8 and x-python know.
"""

# In the order of the table: first what one instruction, one resume and one call cost, then
# programs that mix them.
PROGRAMS = (
    "nested_loop",
    "generator_drive",
    "fib",
    "queens",
    "scheduler",
    "nbody",
    "toml",
)
