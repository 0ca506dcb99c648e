import contextlib
def fail(*a): raise ValueError("first")
def fail2(*a): raise TypeError("second")
try:
    with contextlib.ExitStack() as s:
        s.push(fail2)
        s.push(fail)
        raise KeyError("body")
except TypeError as error:
    chain = []
    while error:
        chain.append(repr(error))
        error = error.__context__
    print(chain)
