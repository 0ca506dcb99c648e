x = 10
def f(y):
    return eval("x + y"), eval("y", {"y": "g"}), eval("x", {"x": 1}, {"x": 2}), eval("[y for _ in range(1)]", {"y": y})
print(f(5))
print(eval(compile("x * 2", "e", "eval")), eval("  1 + 1"), eval(b"2 + 2"))
print(eval("(lambda: x)()"), eval("__name__", {"__name__": "q"}))
for source in ("1 +", "x = 1", "", "undefined", "1 / 0"):
    try:
        eval(source)
    except Exception as error:
        print(type(error).__name__, error if not isinstance(error, SyntaxError) else error.msg)
def nested():
    local = 1
    try:
        return eval("(lambda: local)()")
    except NameError as error:
        return str(error)
print(nested())
class Map(dict):
    def __missing__(self, k): return f"<{k}>"
print(eval("a + b", {}, Map(a="A")))
single = compile("x\n", "s", "single")
exec(single)
exec(compile("1; 'two'; None", "s", "single"))
import ast
print(eval(compile(ast.Expression(ast.Constant(7, lineno=1, col_offset=0)), "a", "eval")))
def future(): return compile("x: undefined", "c", "exec", dont_inherit=True)
exec(future(), {}) if 0 else print("compiled")
