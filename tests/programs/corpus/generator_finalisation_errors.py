def ignores():
    try:
        yield 1
    except GeneratorExit:
        yield 2
def raises():
    try:
        yield 1
    finally:
        raise ValueError("while being deleted")
for f in (ignores, raises):
    x = f()
    next(x)
    del x
    print("deleted", f.__name__)
