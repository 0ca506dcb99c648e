"""A small package, for the programs that import."""
print("shapes runs", __name__, __package__)
from .round import circle
from . import square as sq
__all__ = ["circle", "sq", "lazy_sub"]
_private = 1
public_but_not_in_all = 2
