"""Run a program one instruction at a time, and look at its frames in between.

Run this one with Python itself: it drives the machine from outside.
"""

from stillframe import Machine


def fibonacci():
    a, b = 0, 1
    while True:
        yield a + b
        a, b = b, a + b


def program():
    numbers = fibonacci()
    return next(numbers) + next(numbers)


machine = Machine(program)
print(f"{'frames':24} {'next instruction':20} value stack")
while not machine.finished:
    frame = machine.frame
    names = " < ".join(each.code.name for each in machine.frames())
    instruction = frame.code.instructions[frame.pc]
    print(f"{names:24} {instruction.op:20} {frame.stack}")
    machine.step()

print("result:", machine.result)
