"""A class whose __iter__ is a generator function: in for, yield from, comprehensions, natively."""


class Tree:
    def __init__(self, value, left=None, right=None):
        self.value, self.left, self.right = value, left, right

    def __iter__(self):
        if self.left:
            yield from self.left
        yield self.value
        for value in self.right or ():
            yield value


tree = Tree(4, Tree(2, Tree(1), Tree(3)), Tree(5))
for value in tree:
    print(value)
print([value for value in tree], {value for value in tree}, sum(value for value in tree))
print(list(tree), max(tree), [*tree], 3 in tree)
first, *others = tree
print(first, others, type(iter(tree)).__name__)


class Meta(type):
    def __iter__(cls):
        yield cls.__name__


class Named(metaclass=Meta):
    pass


class Derived(Tree):
    pass


class NotIterable(Tree):
    __iter__ = None


class Static:
    @staticmethod
    def __iter__():
        yield "static"


class Plain:
    def __iter__(self):
        return iter("p")


for iterable in (Named, Derived("d"), NotIterable("n"), Named(), Static(), Plain()):
    try:
        for value in iterable:
            print(value)
    except TypeError as error:
        print(error)


class Raises:
    def __iter__(self):
        try:
            yield 1
            raise KeyError("in the middle")
        finally:
            print("closed")


for value in Raises():
    break
print("left")


def both():
    yield from Raises()


for value in both():
    print(value)


import sys


class Caller:
    def __iter__(self):
        print("called by", sys._getframe(1).f_code.co_name, sys._getframe(1).f_lineno)
        return iter(())


def calls():
    for _ in Caller():
        pass


calls()
