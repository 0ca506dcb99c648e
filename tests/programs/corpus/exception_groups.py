import traceback
try:
    raise ExceptionGroup("eg", [ValueError(1), KeyError("k"), ExceptionGroup("inner", [ValueError(2), OSError("os")])])
except* ValueError as group:
    print("values", group.exceptions, group.message)
except* (KeyError, OSError) as group:
    print("others", repr(group))
try:
    try:
        raise ExceptionGroup("part", [ValueError("v"), TypeError("t")])
    except* ValueError:
        print("value part")
except ExceptionGroup as rest:
    print("rest", repr(rest))
try:
    raise ValueError("naked")
except* ValueError as group:
    print("wrapped", repr(group))
try:
    try:
        raise KeyError("unmatched naked")
    except* ValueError: pass
except KeyError as error:
    print("as it was", repr(error))
try: pass
except* ValueError: print("no")
else: print("else")
finally: print("finally")
