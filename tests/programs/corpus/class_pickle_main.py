import copy, pickle
class P:
    def __init__(self, x): self.x = x
    def __eq__(self, o): return self.x == o.x
class WithState:
    def __getstate__(self): return {"s": 1}
    def __setstate__(self, s): self.restored = s
class Reduces:
    def __reduce__(self): return (P, (9,))
def top(): return "top"
p = pickle.loads(pickle.dumps(P([1])))
print(p.x, p == P([1]), type(p) is P)
print(pickle.loads(pickle.dumps(WithState())).restored, pickle.loads(pickle.dumps(Reduces())).x)
print(pickle.loads(pickle.dumps(top))(), copy.deepcopy(P([P(1)])).x[0].x)
try:
    pickle.dumps(lambda: 1)
except Exception as error:
    print(type(error).__name__)
class Outer:
    class Inner: pass
print(type(pickle.loads(pickle.dumps(Outer.Inner()))).__qualname__)
