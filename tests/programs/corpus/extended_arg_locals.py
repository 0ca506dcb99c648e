n = 300
lines = [f"    v{i} = {i}" for i in range(n)]
source = "def f():\n" + "\n".join(lines) + f"\n    total = {' + '.join(f'v{i}' for i in range(n))}\n    del v299\n    try: v299\n    except UnboundLocalError as e: print(e)\n    return total, v0, v256, v298, len(locals())\n"
exec(source)
print(f())
source = "def g():\n" + "\n".join(lines) + "\n    def h():\n        nonlocal v299\n        v299 += " + " + ".join(f"v{i}" for i in range(n)) + "\n        return v299\n    return h(), v299\n"
exec(source)
print(g())
