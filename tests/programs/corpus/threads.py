import threading, queue
log = []
local = threading.local()
def work(n, q):
    local.v = n
    for i in range(3): q.put((n, i * local.v))
def gen():
    yield threading.current_thread().name
q = queue.Queue()
ts = [threading.Thread(target=work, args=(i, q), name=f"t{i}") for i in range(3)]
for t in ts: t.start()
for t in ts: t.join()
print(sorted(q.get() for _ in range(9)), hasattr(local, "v"))
class T(threading.Thread):
    def run(self):
        try: 1 / 0
        except ZeroDivisionError as e: log.append(repr(e))
        log.append(next(gen()) == self.name)
t = T(); t.start(); t.join()
print(log)
lock = threading.Lock()
total = 0
def add():
    global total
    for _ in range(100):
        with lock: total += 1
ts = [threading.Thread(target=add) for _ in range(3)]
[t.start() for t in ts]; [t.join() for t in ts]
print(total)
from concurrent.futures import ThreadPoolExecutor
with ThreadPoolExecutor(2) as ex: print(list(ex.map(lambda x: x * x, range(4))))
def fails(): raise ValueError("in thread")
with ThreadPoolExecutor(1) as ex:
    try: ex.submit(fails).result()
    except ValueError as e: print(repr(e))
