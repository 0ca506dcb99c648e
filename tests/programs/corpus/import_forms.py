import shapes
import shapes.square, shapes.round as r
import shapes.deep.leaf
import shapes.deep.leaf as leaf
from shapes import circle as c, sq
from shapes.deep import (
    deep_area,
    leaf as other_leaf,
)
print(shapes.__name__, r.__name__, c(2), sq.area(3), deep_area(4), leaf is other_leaf, leaf.renamed is c)
import os.path, collections.abc as cabc
from os import path
print(os.path is path, cabc.__name__)
