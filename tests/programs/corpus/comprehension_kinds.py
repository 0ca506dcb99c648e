print([x * 2 for x in range(3)], {x % 2 for x in range(4)}, {x: x * x for x in range(3)}, list(x for x in "ab"))
print([(x, y) for x in range(3) if x for y in range(x) if (x + y) % 2], [[y for y in range(x)] for x in range(3)])
print([a + b for a, b in [(1, 2), (3, 4)]], [h for h, *t in ["abc", "d"]], {k: v for k, v in zip("ab", [1, 2])})
print([x if x else "zero" for x in range(2)], [lambda: x for x in range(2)][0](), [[]  for _ in ()], [x for x in range(5) if x if x > 2])
