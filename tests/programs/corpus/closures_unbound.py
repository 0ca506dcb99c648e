def later():
    def use(): return value
    try:
        use()
    except NameError as error:
        print(type(error).__name__, error, error.name)
    value = 1
    return use()
print(later())


def local():
    try:
        print(thing)
    except UnboundLocalError as error:
        print(error, error.name)
    thing = 1
local()


def missing(): return undefined_name
try:
    missing()
except NameError as error:
    print(type(error).__name__, error, error.name)
missing()
