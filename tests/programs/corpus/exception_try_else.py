def f(x):
    try:
        r = 10 / x
    except ZeroDivisionError:
        print("except")
    except (TypeError, ValueError) as e:
        print(type(e).__name__)
    else:
        print("else", r)
        return "from else"
    finally:
        print("finally")
    return "end"
print(f(1), f(0), f("a"))
def g():
    try: pass
    except ValueError: print("never")
    else: raise ValueError("else is not covered")
g()
