def helper(): raise
def outer():
    try:
        1 / 0
    except ZeroDivisionError:
        helper()
try:
    helper()
except RuntimeError as error:
    print(error)
try:
    outer()
except ZeroDivisionError as error:
    tb, names = error.__traceback__, []
    while tb:
        names.append((tb.tb_frame.f_code.co_name, tb.tb_lineno))
        tb = tb.tb_next
    print(names)
outer()
