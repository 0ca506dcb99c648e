class NoExit:
    def __enter__(self): pass
class NoEnter:
    def __exit__(self, *a): pass
class OnInstance: pass
o = OnInstance()
o.__enter__ = o.__exit__ = lambda *a: None
class AsyncOnly:
    async def __aenter__(self): pass
    async def __aexit__(self, *a): pass
for manager in (NoExit(), NoEnter(), o, 1, AsyncOnly()):
    try:
        with manager: print("body")
    except Exception as error:
        print(type(error).__name__, error)
