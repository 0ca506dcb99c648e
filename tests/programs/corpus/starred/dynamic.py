def __getattr__(name):
    if name.startswith("_"): raise AttributeError(name)
    print("module getattr", name)
    return name.upper()
def __dir__(): return ["one", "two"]
