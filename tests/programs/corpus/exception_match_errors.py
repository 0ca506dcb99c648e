for source in ("1", "'x'", "(ValueError, 1)", "[ValueError]", "None", "((ValueError,),)"):
    try:
        try:
            raise ValueError("v")
        except eval(source):
            print("matched", source)
    except Exception as error:
        print(type(error).__name__, error, repr(error.__context__))
class Odd(type):
    def __instancecheck__(cls, x): print("instancecheck"); return True
    def __subclasscheck__(cls, x): print("subclasscheck"); return True
class E(Exception, metaclass=Odd): pass
try:
    try:
        raise ValueError("not matched by hooks")
    except E:
        print("no")
except ValueError as error:
    print(error)
def boom(): raise LookupError("in except expression")
try:
    raise ValueError
except boom():
    pass
