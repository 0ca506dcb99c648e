class AppError(Exception):
    code = 1
    def __init__(self, message, *, detail=None):
        super().__init__(message)
        self.detail = detail
    def __str__(self): return f"[{self.code}] {super().__str__()} ({self.detail})"
class Special(AppError): code = 2
try:
    raise Special("oops", detail="d")
except AppError as error:
    print(error, repr(error), error.args, type(error).__mro__[1].__name__)
raise Special("final", detail=[1])
