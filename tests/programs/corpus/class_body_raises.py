def make():
    class C:
        x = 1
        y = x / 0
    return C
make()
