def gen(n):
    for i in range(n):
        print("yielded", i)
        yield i
for source in ("a, b = gen(3)", "a, b = gen(1)", "a, *b, c = gen(1)", "a, b = 1", "a, b = None", "a, *b = 5", "a, b = 'abc'", "a, b, c = {1: 2}",
               "(a, b), c = [1, 2]", "() = [1]", "a, b = [1, 2, 3]", "a, = ()", "a, b, *c = [1]", "*a, b = ()"):
    try:
        exec(source)
    except Exception as error:
        print(source, "|", type(error).__name__, error)
class Bad:
    def __iter__(self): raise KeyError("iter")
a, b = Bad()
