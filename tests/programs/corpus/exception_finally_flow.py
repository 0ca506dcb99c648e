def returns():
    try:
        return "try"
    finally:
        print("finally")
def overridden():
    try:
        return "try"
    finally:
        return "finally"
def swallowed():
    try:
        1 / 0
    finally:
        return "swallowed"
def breaks():
    for i in range(3):
        try:
            return "lost"
        finally:
            break
    return "broke", i
def continues():
    seen = []
    for i in range(3):
        try:
            seen.append(i)
            1 / (i - 1)
        except ZeroDivisionError:
            seen.append("zero")
            continue
        finally:
            seen.append("f")
        seen.append("end")
    return seen
def nested():
    try:
        try:
            raise ValueError("inner")
        finally:
            print("inner finally")
    except ValueError as error:
        return str(error)
    finally:
        print("outer finally")
def raises_in_finally():
    try:
        raise KeyError("first")
    finally:
        raise ValueError("second")
print(returns(), overridden(), swallowed(), breaks(), continues(), nested())
raises_in_finally()
