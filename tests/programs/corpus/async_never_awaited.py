import gc
async def forgotten(): pass
forgotten()
c = forgotten()
del c
def f():
    forgotten()
    return "f done"
print(f())
async def main():
    forgotten()
    x = forgotten()
    x.close()
try:
    main().send(None)
except StopIteration:
    print("main done")
gc.collect()
