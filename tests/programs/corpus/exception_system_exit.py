import sys
for arg in (None, 0, 3, "text", (1, 2)):
    try:
        sys.exit(arg)
    except SystemExit as error:
        print(repr(error), error.code)
try:
    raise KeyboardInterrupt
except BaseException as error:
    print(repr(error))
try:
    exit_in = [sys.exit("inside") for _ in range(1)]
finally:
    print("finally before exit")
