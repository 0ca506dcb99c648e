def producer():
    for line in "a,1\nb,2".splitlines(): yield line
import csv, io
for row in csv.reader(producer()): print(row)
def lines():
    received = []
    while len(received) < 2: received.append((yield))
    return received
def driver():
    r = yield from lines()
    print(r)
d = driver()
next(d)
for x in map(d.send, "ab"):
    try: print(x)
    except StopIteration: pass
