for x in range(3):
    if x == 5: break
else:
    print("no break")
for x in range(3):
    if x == 1: break
else:
    print("not shown")
n = 0
while n < 5:
    n += 1
    if n == 2: continue
    if n == 4: break
    print(n)
else:
    print("not shown")
while n: n -= 1
else: print("while else", n)
for x in []: pass
else: print("empty")
for i in range(2):
    for j in range(2):
        if j: break
        print(i, j)
    else: continue
    print("inner broke")
for d["k"] in range(2) if (d := {}) is not None else (): pass
print(d)
for a, (b, *c) in [(1, (2, 3, 4))]: print(a, b, c)
