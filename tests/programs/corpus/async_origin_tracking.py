import sys, inspect
async def f(): pass
def make(): return f()
sys.set_coroutine_origin_tracking_depth(2)
try:
    c = make()
    print([(line, name) for _, line, name in c.cr_origin])
    c.close()
    make()
finally:
    sys.set_coroutine_origin_tracking_depth(0)
c = f()
print(c.cr_origin)
c.close()
