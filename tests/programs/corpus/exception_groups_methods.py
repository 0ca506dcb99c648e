eg = ExceptionGroup("m", [ValueError(1), ExceptionGroup("n", [TypeError(2), ValueError(3)])])
print(eg.split(ValueError), eg.subgroup(lambda e: isinstance(e, TypeError)), eg.derive([OSError()]))
class Mine(ExceptionGroup):
    def derive(self, excs): return Mine("derived", excs)
try:
    raise Mine("mine", [ValueError(1), KeyError(2)])
except* ValueError as g:
    print(type(g).__name__, g)
except* KeyError as g:
    print(type(g).__name__, g.message)
for source in ("ExceptionGroup('x', [])", "ExceptionGroup('x', [1])", "ExceptionGroup('x', [KeyboardInterrupt()])", "ExceptionGroup(1, [ValueError()])"):
    try:
        eval(source)
    except Exception as error:
        print(type(error).__name__, error)
print(repr(BaseExceptionGroup("b", [KeyboardInterrupt()])), type(BaseExceptionGroup("b", [ValueError()])).__name__)
try:
    try:
        raise ValueError
    except* ExceptionGroup: pass
except TypeError as error:
    print(error)
try:
    try:
        raise ValueError
    except* 5: pass
except TypeError as error:
    print(error)
