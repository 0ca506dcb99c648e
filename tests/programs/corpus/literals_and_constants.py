print(0x1F, 0b101, 0o17, 1_000, 1e3, 1.5e-3, 2j, "a\tb\x41\u00e9", r"\n", b"\x00a", rb"\d", "con" "cat", """multi
line""", True, None, ..., Ellipsis, (), [], {}, (1,), 10 ** 20, -0.0, 1e400, float("nan"), frozenset({1}))
def f():
    return {"a": 1, "b": [1, 2, (3, 4)]}, {1, 2}, (1, "x", None, (2,)), [1, 2, 3], 1 in {1, 2, 3}, "x" in ("x", "y")
print(f(), f()[0] is f()[0], f()[3] is f()[3])
def g(): return {**{"a": 1}, "b": 2, 3: 4}, {1: 1, 2: 2, **{}}
print(g(), __debug__, NotImplemented)
def big(): return [1, 2, 3, 4, 5, 6, 7, 8], {"k1": 1, "k2": 2, "k3": 3, "k4": 4}, {1, 2, 3, 4}, (1, [2], 3)
print(big(), big()[0] is not big()[0])
