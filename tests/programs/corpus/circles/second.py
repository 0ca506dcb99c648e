print("second starts")
from . import first
import circles.first as again
print(hasattr(first, "name"), again is first)
name = "second"
def use(): return first.name
