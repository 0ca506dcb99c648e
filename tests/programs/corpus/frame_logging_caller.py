import logging, sys
class Handler(logging.Handler):
    def emit(self, record): print(record.funcName, record.lineno, record.module, record.levelname, record.getMessage(), bool(record.exc_info))
log = logging.Logger("t")
log.addHandler(Handler())
def f():
    log.warning("in f %s", 1)
    log.info("stacklevel", stacklevel=2)
    try:
        1 / 0
    except ZeroDivisionError:
        log.exception("with exc")
def g(): f()
g()
log.error("module")
class C:
    def m(self): log.debug("method")
C().m()
[log.info("comprehension") for _ in range(1)]
