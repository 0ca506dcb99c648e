from starred import dynamic
print(dynamic.anything, dir(dynamic))
from starred.dynamic import other
print(other)
try:
    from starred.dynamic import _no
except ImportError as error:
    print(str(error).split(" (/")[0])
