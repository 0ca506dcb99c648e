import functools
for call in (
    lambda: len(), lambda: len(1, 2), lambda: int("x", 3, 4), lambda: [].append(), lambda: "".join(1),
    lambda: dict(1), lambda: sorted([1, "a"]), lambda: range(), lambda: isinstance(1), lambda: max(),
    lambda: next(1), lambda: iter(1), lambda: ord("ab"), lambda: (1)(), lambda: "a"(), lambda: None(),
    lambda: functools.partial(), lambda: object().x, lambda: (1).real(), lambda: sum(["a"]),
    lambda: print(sep=1), lambda: open(b"\0"), lambda: getattr(1), lambda: chr(-1),
):
    try:
        call()
    except Exception as error:
        print(type(error).__name__, error)
