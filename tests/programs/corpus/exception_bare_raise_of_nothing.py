# A `raise` alone where nothing is being handled: the error is a new one, with a place.
import sys
import traceback


def alone():
    raise


def finally_after():
    try:
        raise
    finally:
        print("finally")


def again():
    try:
        raise
    except RuntimeError:
        raise


def inside():
    try:
        1 / 0
    except ZeroDivisionError:
        helper()


def helper():
    raise


def thrown():
    try:
        yield 1
    except ValueError:
        yield 2
        raise


for function in (alone, finally_after, again, inside):
    try:
        function()
    except Exception:
        traceback.print_exc(file=sys.stdout)

generator = thrown()
next(generator)
generator.throw(ValueError("thrown"))
try:
    next(generator)
except ValueError:
    traceback.print_exc(file=sys.stdout)

raise
