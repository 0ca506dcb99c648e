def f(n): yield from f(n + 1)
try:
    list(f(0))
except RecursionError as error:
    print(str(error)[:32])
def chain(n):
    it = iter([1])
    for _ in range(n): it = (x for x in it)
    return it
print(list(chain(50)))
