"""Exceptions in flight: nested handlers, finally on every path, chains, groups, with-blocks."""

import contextlib
import sys
import traceback


class Refused(Exception):
    pass


class Guard:
    def __init__(self, name, swallow=False):
        self.name, self.swallow = name, swallow

    def __enter__(self):
        print("enter", self.name)
        return self

    def __exit__(self, kind, error, tb):
        print("exit", self.name, repr(error))
        return self.swallow


def paths(kind):
    for n in range(3):
        try:
            with Guard(f"{kind}-{n}", swallow=kind == "swallowed"):
                if kind == "return":
                    return "returned"
                if kind == "continue" and n == 0:
                    continue
                if kind in ("raise", "swallowed"):
                    raise Refused(kind)
                if kind == "break":
                    break
        except Refused as error:
            print("caught", error, error.__context__)
        finally:
            print("finally", n, repr(sys.exception()))
    else:
        print("loop ended by itself")
    return "end"


def deeper(n):
    try:
        if n == 0:
            raise ZeroDivisionError("at the bottom")
        deeper(n - 1)
    except ArithmeticError as error:
        if n % 2:
            raise ValueError(n) from error
        raise
    except ValueError:
        try:
            raise LookupError(n)
        except LookupError:
            if n == 4:
                raise
            print("handled", repr(sys.exception()), "inside", repr(sys.exception().__context__))
        raise


for kind in ("return", "continue", "raise", "swallowed", "break"):
    print(kind, "->", paths(kind))
for depth in range(4):
    try:
        deeper(depth)
    except Exception as error:
        print(depth, "->", repr(error))
try:
    deeper(6)
except LookupError as error:
    link = error
    while link:
        frames = traceback.extract_tb(link.__traceback__)
        print(repr(link), len(frames), frames[-1].name)
        link = link.__cause__ or link.__context__
with contextlib.suppress(KeyError):
    {}["missing"]
    print("never")
try:
    errors = []
    for n in range(4):
        try:
            [10, 5, "x", 1][n] / (n - 1)
        except Exception as error:
            errors.append(error)
    raise ExceptionGroup("several", errors)
except* ZeroDivisionError as group:
    print("division", len(group.exceptions))
except* TypeError as group:
    print("type", len(group.exceptions))
print("after", sys.exception())
