# status: 1
"""A few dozen instructions, and an exception that nobody catches."""


def steps(n):
    try:
        print("step", n)
        if n == 2:
            raise KeyError("no step 2")
        return n
    finally:
        print("leaving", n)


try:
    done = [steps(n) for n in range(4)]
except KeyError as error:
    print("caught", error)
    raise SystemError("stopped") from error
