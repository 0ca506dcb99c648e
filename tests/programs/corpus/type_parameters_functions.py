# requires: 3.12
def first[T](xs: list[T]) -> T: return xs[0]
def bound[T: int, *Ts, **P](x: T) -> T: return x
def constrained[T: (int, str)](x: T): return x
print(first([1]), first.__type_params__, bound.__type_params__, bound.__annotations__)
T = constrained.__type_params__[0]
print(T.__constraints__, T.__bound__, bound.__type_params__[0].__bound__, T.__name__, T.__module__)
print(first.__qualname__, bound.__type_params__[0].__infer_variance__)
def lazy[T: undefined_name](): pass
try:
    lazy.__type_params__[0].__bound__
except NameError as error:
    print(error)
async def co[T](x: T): return x
def gen[T](x: T):
    yield x
print(list(gen(1)))
def deco(f):
    print("deco", f.__name__, f.__type_params__)
    return f
@deco
def d[T](x=5, *, k=6): return x, k, T
print(d())
