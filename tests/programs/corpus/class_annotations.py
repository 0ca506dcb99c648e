# below: 3.14
x: int = 1
y: "str"
print(__annotations__)


class C:
    a: int
    b: str = "b"
    c: "Forward"
    (d): int = 4
    for name in range(1):
        e: name = 5
print(C.__annotations__, hasattr(C, "a"), C.b)


def f(a: int, *args: str, b: "quoted" = 1, **kw: dict) -> list: 
    local: undefined_at_runtime = 1
    other: undefined_at_runtime
    return local
print(f.__annotations__, f(1))


class D(C): pass
print(D.__annotations__ is C.__annotations__ or D.__annotations__)
obj = C()
obj.attr: print("evaluated") or int = 3
print(obj.attr)
lst = [0]
lst[0]: print("also") = 7
print(lst)
