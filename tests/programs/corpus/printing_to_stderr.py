import sys
print("out")
print("err", file=sys.stderr)
sys.stdout.write("written\n")
sys.stderr.write("written too\n")
print("a", "b", sep="-", end="!\n", flush=True)
class W:
    def write(self, s): sys.stdout.write(s.upper())
print("through a Python file", 1, file=W())
sys.displayhook(5)
sys.displayhook(None)
sys.excepthook(ValueError, ValueError("shown"), None)
