def f():
    import shapes.lazy_sub as lazy
    from math import pi as p
    import shapes
    return lazy.value, p > 3, shapes.__name__, sorted(locals())
print(f(), "shapes" in globals())
class C:
    from math import floor
    import math as m
print(C.floor(2.5) if not hasattr(C.floor, "__get__") else "", C.m.ceil(1.2))
