def f(): raise ValueError("original")
try:
    f()
except ValueError as error:
    stripped = error.with_traceback(None)
    print(stripped.__traceback__)
    error.add_note("first note")
    error.add_note("second\nnote")
    print(error.__notes__)
    try:
        error.add_note(1)
    except TypeError as wrong:
        print(wrong)
    kept = error
def g(): raise kept
g()
