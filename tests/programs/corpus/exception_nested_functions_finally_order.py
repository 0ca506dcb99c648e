log = []
def a():
    try:
        b()
    except KeyError:
        log.append("a except")
    else:
        log.append("a else")
    finally:
        log.append("a finally")
def b():
    try:
        c()
    except ValueError:
        log.append("b except")
    finally:
        log.append("b finally")
def c():
    try:
        raise KeyError
    finally:
        log.append("c finally")
        try:
            raise ValueError
        except ValueError:
            log.append("c inner")
a()
print(log)
