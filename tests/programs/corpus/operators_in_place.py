a = 5
a += 1; a -= 2; a *= 3; a /= 2; a //= 1; a **= 2; a %= 7
print(a)
i = 12
i <<= 2; i >>= 1; i &= 15; i |= 1; i ^= 3
print(i)
l = m = [1]
l += [2]; l *= 2
print(l is m, l)
t = ([],)
try:
    t[0] += [1]
except TypeError as error:
    print(error, t)
class C: x = 1
c = C()
c.x += 1
print(c.x, C.x)
d = {"k": [1]}
d["k"] += [2]; d["k"][0] -= 1
s = {1}; s |= {2}; s &= {2}; d |= {"z": 0}
print(d, s)
def f():
    x += 1
try: f()
except UnboundLocalError as error: print(error)
n = 0
def idx():
    global n
    n += 1
    return 0
q = [10]
q[idx()] += idx()
print(q, n)
def g():
    v = [0, 0]
    v[0], v[1:] = 1, [2, 3]
    v[-1] **= 2
    v[:1] += [9]
    return v
print(g())
