import importlib, importlib.util, sys
s = importlib.import_module("shapes.square")
print(s.area(2), importlib.import_module(".deep", "shapes").__name__)
print(importlib.reload(s) is s, importlib.util.find_spec("shapes.lazy_sub").name, importlib.util.find_spec("zzz"))
spec = importlib.util.spec_from_loader("virtual", loader=None)
v = importlib.util.module_from_spec(spec)
exec("x = __name__", v.__dict__)
print(v.x)
class Finder:
    @staticmethod
    def find_spec(name, path=None, target=None):
        if name.startswith("found_"):
            return importlib.util.spec_from_loader(name, Finder)
    @staticmethod
    def create_module(spec): return None
    @staticmethod
    def exec_module(module):
        print("exec", module.__name__)
        module.value = module.__name__[6:]
sys.meta_path.append(Finder)
try:
    import found_treasure
    print(found_treasure.value)
finally:
    sys.meta_path.remove(Finder)
    del sys.modules["found_treasure"]
