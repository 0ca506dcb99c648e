def counter(start=0):
    count = start
    def up(by=1):
        nonlocal count
        count += by
        return count
    def get(): return count
    def reset():
        nonlocal count
        count = start
    return up, get, reset


up, get, reset = counter(5)
print(up(), up(10), get(), reset(), get())
print(up.__closure__[0].cell_contents, up.__code__.co_freevars, counter.__code__.co_cellvars)
