from ..square import area as deep_area
from . import leaf
