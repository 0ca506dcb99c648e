depth = 80
print(eval("(" * depth + "1" + ")" * depth), eval("[" * 50 + "]" * 50).__len__())
print(eval("+".join(["1"] * 1000)), eval("-" * 90 + "1"), eval("1 if 0 else " * 80 + "2"))
x = 5
print("neg" if x < 0 else "zero" if x == 0 else "small" if x < 10 else "big", [1 if i % 2 else -1 for i in range(4)])
f = lambda n: n and f(n - 1) + 1
print(f(50), ((((1 + 2) * 3) - 4) / 5) ** 2 // 1, not not x, (x, (x, (x, (x,)))), {1: {2: {3: [4, {5}]}}})
print(eval("lambda: " * 30 + "7")(), eval("f(" * 5 + "3" + ")" * 5), "a" if x else 1 / 0)
