class Loud:
    def __eq__(self, o): print("eq", o); return o == 3
class Seq:
    def __len__(self): print("len"); return 2
    def __getitem__(self, i):
        print("get", i)
        if i > 1: raise IndexError
        return i
from collections.abc import Sequence, Mapping
Sequence.register(Seq)
match Loud():
    case 1: print("1")
    case 2 | 3: print("2 or 3")
match Seq():
    case [a, b, c]: print("three")
    case [0, 2]: print("zero two")
    case [a, b]: print(a, b)
class Map:
    def get(self, key, default=None): print("get", key); return default if key != "k" else "v"
    def keys(self): return ["k"]
    def __getitem__(self, k): return self.get(k)
Mapping.register(Map)
match Map():
    case {"x": 1}: print("x")
    case {"k": "v", **rest}: print("k", rest)
