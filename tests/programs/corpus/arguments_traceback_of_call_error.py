def inner(a, b): return a + b
def outer(): return inner(1)
outer()
