import namespaced.only
print(namespaced.only.where, namespaced.__file__ if hasattr(namespaced, "__file__") else None)
import __main__
__main__.injected = 1
print(injected)
from __main__ import injected as again
print(again)
