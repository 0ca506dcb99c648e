class R:
    def __init__(self, n): self.n = n
    def __lt__(self, o): print("lt"); return self.n < o.n
    def __eq__(self, o): print("eq"); return NotImplemented
    def __gt__(self, o): print("gt"); return "truthy"


a, b = R(1), R(2)
print(a < b, a > b, a == b, a != b, a < b < R(3), b > a > R(0))
try:
    a <= b
except TypeError as error:
    print(error)
try:
    hash(a)
except TypeError as error:
    print(error)


class Chain:
    def __lt__(self, o): return []
print(Chain() < Chain() < 1 / 1, 1 < 2 < 3 > 2 == 2 != 5, 1 in [1] in [[1]], not 1 == 2)
