def echo():
    received = None
    while True:
        received = yield received
        print("got", received)
        if received == "stop": return "stopped"
g = echo()
try:
    g.send("too early")
except TypeError as error:
    print(error)
print(g.send(None), g.send(1), g.send([2]), next(g))
try:
    g.send("stop")
except StopIteration as stop:
    print(stop.value)
try:
    g.send(None)
except StopIteration as stop:
    print("finished", stop.value)
try:
    g.send(1)
except StopIteration as stop:
    print("finished", stop.value)
for bad in (lambda: g.send(), lambda: g.send(1, 2)):
    try:
        bad()
    except TypeError as error:
        print(str(error).split("(")[0] in ("generator.send", "Generator.send") or error)
