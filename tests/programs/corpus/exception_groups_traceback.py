def leaf(n): raise ValueError(n)
def collect():
    errors = []
    for n in range(2):
        try:
            leaf(n)
        except ValueError as error:
            errors.append(error)
    raise ExceptionGroup("collected", [*errors, ExceptionGroup("nested", [KeyError("k")])])
collect()
