import shapes.deep.leaf
try:
    shapes.deep.leaf.beyond()
except ImportError as error:
    print(error)
try:
    from . import x
except ImportError as error:
    print(type(error).__name__, error)
try:
    exec("from .square import area", {"__package__": "shapes", "__name__": "shapes.x"})
    print("with a package")
    exec("from . import nothing", {"__package__": "shapes", "__name__": "shapes.x"})
except ImportError as error:
    print(error)
try:
    exec("from . import x", {"__package__": 5})
except TypeError as error:
    print(error)
