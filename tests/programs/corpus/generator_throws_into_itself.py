def g():
    try:
        x.throw(ValueError("self"))
    except ValueError as error:
        print(error)
    yield 1
x = g()
print(next(x))
def a():
    try:
        yield "a"
        print("a resumed")
        try:
            next(b_)
        except ValueError as error:
            print("a:", error)
        yield "a2"
    finally:
        print("a done")
def b():
    yield "b"
    print("b resumes a", next(a_))
    yield "b2"
a_, b_ = a(), b()
print(next(a_), next(b_), next(b_))
