def pair():
    value = []
    return (lambda x: value.append(x)), (lambda: value), value


add, get, value = pair()
add(1)
print(get(), value, add.__closure__[0] is get.__closure__[0])
add2, get2, _ = pair()
add2(9)
print(get(), get2(), add.__closure__[0] == get2.__closure__[0])
