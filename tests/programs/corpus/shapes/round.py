print("round runs", __name__)
from .square import area as square_area


def circle(r): return 3 * square_area(r)
