class Box:
    def __class_getitem__(cls, item): return f"{cls.__name__}[{item}]"
print(Box[int], Box[1, 2], Box[:])
class Sub(Box): pass
print(Sub["x"])
try:
    int[1]
except TypeError as error:
    print(error)
print(list[int], dict[str, int], type(list[int]).__name__)
try:
    Box()[0]
except TypeError as error:
    print(error)
