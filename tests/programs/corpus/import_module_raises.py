import sys, traceback
try:
    import broken.raises
except ZeroDivisionError:
    print([f.name for f in traceback.extract_tb(sys.exc_info()[2]) if "importlib" not in f.filename])
print("broken" in sys.modules, "broken.raises" in sys.modules)
try:
    import broken.syntax
except SyntaxError as error:
    print(error.msg, error.lineno)
try:
    import broken.leaves
except SystemExit as error:
    print(error)
import broken.raises
