print("%s %r %d %5.2f %x %%" % ("a", "b", 3, 2.5, 255), "%(k)s %(n)03d" % {"k": 1, "n": 7}, "%s" % (1,), "%s" % [1], "%*d" % (5, 1))
for a, b in (("%s %s", (1,)), ("%d", "x"), ("%s", (1, 2)), ("%(a)s", (1,)), ("%(a)s", {}), ("%z", 1)):
    try:
        a % b
    except Exception as error:
        print(type(error).__name__, error)
print("{0} {1!r:>5} {k[a]} {o.real} {}".replace("{}", "").format(1, "b", k={"a": 2}, o=3), "{:{}}".format(1, 5))
