import sys, traceback
def a(): b()
def b(): c()
def c():
    raise ValueError("c")
try:
    a()
except ValueError as error:
    tb = error.__traceback__
    for frame, lineno in traceback.walk_tb(tb):
        print(frame.f_code.co_name, lineno, frame.f_lineno)
    summary = traceback.extract_tb(tb)
    print([(s.name, s.lineno, s.line) for s in summary])
    last = tb
    while last.tb_next: last = last.tb_next
    print(last.tb_frame.f_locals, last.tb_lineno, type(last).__name__, type(last.tb_frame).__name__)
    print(sys.exc_info()[2] is tb)
    te = traceback.TracebackException.from_exception(error)
    print("".join(te.format()))
