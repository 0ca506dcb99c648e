log = []
class L:
    def __init__(self, n): self.n = n
    def __setitem__(self, k, v): log.append((self.n, k, v))
    def __setattr__(self, k, v):
        if k == "n": self.__dict__[k] = v
        else: log.append((self.n, k, v))
def l(n):
    log.append(n)
    return L(n)
def it():
    log.append("it")
    yield 1
    log.append("it2")
    yield 2
l("a")[0], l("b").x = it()
print(log)
log.clear()
l("c")[l("k").n] = l("d").y = 5
print(log)
log.clear()
l("e")[0:1], *l("f").z = [1, 2, 3]
print(log)
