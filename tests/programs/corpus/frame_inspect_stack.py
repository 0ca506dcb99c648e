import inspect
def a(): return b()
def b():
    records = []
    for r in inspect.stack():
        records.append((r.function, r.lineno, r.code_context[0].strip() if r.code_context else None))
        if r.function == "<module>": break
    return records
for record in a(): print(record)
def c():
    f = inspect.currentframe()
    info = inspect.getframeinfo(f)
    args = inspect.getargvalues(f)
    return info.function, info.lineno, args.args, inspect.getouterframes(f)[1].function
print(c())
def caller(): return inspect.stack()[1].function
print(caller(), (lambda: caller())())
