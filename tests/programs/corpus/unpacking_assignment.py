a, b = 1, 2
a, b = b, a
[c, (d, e)] = [3, "fg"]
x = y = z = []
first, *middle, last = range(5)
*init, end = "abc"
(one,) = [1]
[*whole] = {"k": 1}
print(a, b, c, d, e, x is y is z, first, middle, last, init, end, one, whole)
i = 0
i, l = 1, [0, 0]
i, l[i] = 0, "set"
print(l)
class T: pass
t = T()
t.a, t.b, *t.rest = 1, 2, 3
print(vars(t))
d = {}
d["x"], (d["y"], *d["z"]) = 1, (2, 3)
print(d)
for k, *v in [(1, 2, 3), "ab"]: print(k, v)
() = []
[] = ()
*a, = ()
print(a)
