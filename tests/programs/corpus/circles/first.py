print("first starts")
from . import second
name = "first"
def use(): return second.name, second.use()
