l = [1, 2, 3]
for x in l:
    if x < 3: l.append(x + 10)
    if len(l) > 6: break
print(l)
d = {1: 1}
try:
    for k in d: d[k + 1] = 1
except RuntimeError as error:
    print(error)
it = iter([1, 2, 3, 4])
for x in it: print(x, next(it, None))
for x in iter(lambda s=[3]: s.append(s.pop() - 1) or s[0], 0): print("sentinel", x)
for i, c in enumerate(reversed("ab")): print(i, c)
