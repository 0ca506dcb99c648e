class Proxy:
    def __mro_entries__(self, bases):
        print("mro_entries", len(bases))
        return (dict,)
class C(Proxy()): pass
print(C.__bases__, C.__orig_bases__[0].__class__.__name__)
import types
print(types.resolve_bases((Proxy(), int)))
D = types.new_class("D", (Proxy(),), {}, lambda ns: ns.update(x=1))
print(D.x, D.__mro__)
