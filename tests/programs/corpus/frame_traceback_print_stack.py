import sys, traceback
def a(): b()
def b():
    traceback.print_stack(limit=3, file=sys.stdout)
    print([f.name for f in traceback.extract_stack(limit=2)])
    print(traceback.format_stack(limit=1))
a()
def gen():
    traceback.print_stack(limit=2, file=sys.stdout)
    yield
def drive(): list(gen())
drive()
class C:
    traceback.print_stack(limit=2, file=sys.stdout)
