def f(x):
    assert x, f"x was {x!r}"
    return x
print(f(1), __debug__)
try:
    f(0)
except AssertionError as error:
    print(error, error.args)
try:
    assert not [1], ("tuple", 1)
except AssertionError as error:
    print(error.args)
AssertionError = ValueError
assert False, "the real AssertionError, whatever the name says"
