"""A walk through a tree: each generator delegates to the one for the branch below."""


class Tree:
    def __init__(self, value, left=None, right=None):
        self.value = value
        self.left = left
        self.right = right


def walk(tree):
    if tree is None:
        return 0
    before = yield from walk(tree.left)
    yield tree.value
    after = yield from walk(tree.right)
    return before + 1 + after


tree = Tree(4, Tree(2, Tree(1), Tree(3)), Tree(6, Tree(5)))
for value in walk(tree):
    print(value)
