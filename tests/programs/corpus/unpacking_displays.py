a, d = [1, 2], {"x": 1}
print([*a, 3, *a], (*a, *"bc"), {*a, *a}, {**d, "y": 2, **{"x": 3}}, *a, [*range(3)], (*(),), {**{}})
print([0, *a] + [*d], {"k": 1, **d}, [*a, *[*a]])
def f(*a, **k): return a, k
print(f(*a, *a, **d, **{"z": 1}), f(*a, 9, x=1), f(*d, **d))
def ret():
    return 1, *a
def gen():
    yield 0, *a
    x = yield *a, 5
print(ret(), list(gen()))
for x in 1, *a: print(x, end=" ")
print()
t = *a, 4
print(t, a[:], d[*a] if 0 else "")
class G:
    def __getitem__(self, k): return k
print(G()[*a], G()[1, *a, ::2])
for source in ("[*1]", "{**1}", "{**[1]}", "{*1}", "(*None,)", "f(*1)"):
    try:
        eval(source)
    except TypeError as error:
        print(error)
