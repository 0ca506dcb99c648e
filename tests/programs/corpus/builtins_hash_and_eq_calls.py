class K:
    def __init__(self, v): self.v = v
    def __hash__(self): print("hash", self.v); return 1
    def __eq__(self, o): print("eq", self.v, o.v); return self.v == o.v
d = {K(1): "a"}
print(d[K(1)], K(2) in d, len({K(1), K(2)}))
d[K(2)] = "b"
print([k.v for k in d], K(2) in [K(1), K(2)], [K(1)].index(K(1)), (K(1),) == (K(1),), [K(5)].count(K(5)))
class Bad:
    def __hash__(self): raise ValueError("hash fails")
try: {Bad(): 1}
except ValueError as e: print(e)
try: d[Bad()]
except ValueError as e: print(e)
{**d, Bad(): 1}
