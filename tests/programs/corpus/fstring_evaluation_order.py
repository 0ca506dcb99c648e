log = []
def n(v):
    log.append(v)
    return v
f"{n(1)} {n(2):{n(3)}} {n('x')!r:{n('>')}{n(5)}}"
print(log)
def boom(): raise ValueError("in f-string")
f"before {n(1)} {boom():>{n(10)}}"
