import contextlib
@contextlib.contextmanager
def manager():
    yield
@contextlib.contextmanager
def replaces():
    try:
        yield
    except Exception as error:
        raise RuntimeError("replaced") from error
def body():
    with manager():
        with replaces():
            raise ValueError("inner")
body()
