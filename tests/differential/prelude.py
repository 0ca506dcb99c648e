# mypy: ignore-errors
"""What every random program begins with; it is read as text."""

import types

fuel = 120


def tick():
    global fuel
    fuel -= 1
    if fuel < 0:
        raise SystemExit("out of fuel")


def attempt(what, *args):
    try:
        print("did", what(*args))
    except Exception as error:
        print(type(error).__name__, error, repr(error.__context__), repr(error.__cause__))


class Manager:
    def __init__(self, name, suppress=False):
        self.name, self.suppress = name, suppress

    def __enter__(self):
        print("enter", self.name)
        return self.name

    def __exit__(self, kind, value, traceback):
        print("exit", self.name, kind and kind.__name__, value)
        return self.suppress

    async def __aenter__(self):
        await trap(self.name)
        return self.__enter__()

    async def __aexit__(self, *exception):
        await trap(-self.name)
        return self.__exit__(*exception)


@types.coroutine
def trap(value):
    return (yield value)


async def count(n):
    for i in range(n):
        await trap(i)
        yield i


def drive(coroutine, throw_at=None):
    for turn in range(12):
        try:
            if turn == throw_at:
                print("threw", coroutine.throw(ValueError("thrown")))
            else:
                print("trapped", coroutine.send(turn if turn else None))
        except StopIteration as stop:
            print("returned", stop.value)
            break
        except Exception as error:
            print("failed", type(error).__name__, error, repr(error.__context__))
            break
    else:
        attempt(coroutine.close)
