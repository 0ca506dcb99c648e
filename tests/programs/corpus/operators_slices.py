l = list(range(10))
print(l[2:5], l[:3], l[7:], l[:], l[::2], l[::-1], l[-3:], l[5:2], l[100:], l[1:8:3], "hello"[1:3], (1, 2, 3)[::-1])
m = l[:]
m[2:4] = "ab"; m[::2] = [0] * 5; del m[1:3], m[-1]
print(m)
m[len(m):] = [99]; m[:0] = [-1]
print(m)
class S:
    def __getitem__(self, k): return k
s = S()
print(s[1], s[1:2], s[1:2:3], s[:], s[..., 1], s[1:2, 3], s[::], s[None:], s[()], s[(1, 2)], s["k":"v"])
a, b = 1, 3
print(l[a:b], s[a:b], s[a:b:a], s[a + 1:], l[-a:None], l[slice(a, b)])
for f in (lambda: l["a":], lambda: l[::0], lambda: l[1.5], lambda: 5[1:2], lambda: {}[1:2], lambda: l.__setitem__(slice(0, 4, 2), [1])):
    try: f()
    except Exception as e: print(type(e).__name__, e)
x = [1, 2, 3]
x[1:2] *= 2
print(x)
