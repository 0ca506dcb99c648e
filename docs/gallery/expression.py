"""Suspended in the midst of an expression: what is half done stays on the generator's own stack."""


def bill(price):
    return ["lamps", price * (yield "how many?") + (yield "shipping?")]


asking = bill(25)
print(next(asking))
print(asking.send(3))
try:
    asking.send(9)
except StopIteration as end:
    print(end.value)
