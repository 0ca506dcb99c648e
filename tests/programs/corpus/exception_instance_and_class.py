class E(Exception):
    def __init__(self, *a):
        print("init", a)
        super().__init__(*a)
try:
    raise E
except E as e:
    print(e.args)
try:
    raise E(1, 2)
except E as e:
    print(e.args, e)
class NeedsArg(Exception):
    def __init__(self, x): pass
try:
    raise NeedsArg
except TypeError as e:
    print(e)
try:
    raise ValueError from E
except ValueError as e:
    print(repr(e.__cause__))
e = ValueError("same")
for i in range(2):
    try:
        raise e
    except ValueError as x:
        n, tb = 0, x.__traceback__
        while tb: n, tb = n + 1, tb.tb_next
        print(n)
