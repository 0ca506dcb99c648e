count = 0
def up():
    global count, fresh
    count += 1
    fresh = count * 2
up(); up()
print(count, fresh)


def outer():
    count = "local"
    def inner():
        global count
        count = "set by inner"
    inner()
    return count
print(outer(), count)


class C:
    global in_class
    in_class = "global from class body"
print(in_class, hasattr(C, "in_class"))
def remove():
    global fresh
    del fresh
remove()
try:
    remove()
except NameError as error:
    print(error)
