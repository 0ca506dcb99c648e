print([y := x * 2 for x in range(3)], y)
def f():
    if any((found := n) > 2 for n in range(5)):
        return found
    def g(): return total
    [total := t for t in range(3)]
    return g()
print(f())
print([last := i for i in range(3) if (j := i)], last, j)
while chunk := [1, 2, 3][:0]: pass
print(chunk, (a := 1, b := 2), (lambda: (z := 3))())
def h():
    global gg
    return [gg := k for k in "xyz"]
print(h(), gg)
