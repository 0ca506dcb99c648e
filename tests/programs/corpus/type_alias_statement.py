# requires: 3.12
type Pair[T] = tuple[T, T]
type Rec = list[Rec] | int
type Lazy = undefined_thing
print(Pair, Pair.__value__, Pair[int], Pair.__type_params__, Rec.__value__, type(Rec).__name__, Rec.__module__)
try:
    Lazy.__value__
except NameError as error:
    print(error)
class C:
    x = int
    type Alias = x
    y = str
    type A2[T] = dict[T, y]
print(C.Alias.__value__, C.A2.__value__)
def f(q):
    type Local = q
    return Local
print(f(5).__value__)
type = 3
print(type)
