import asyncio, contextvars
var = contextvars.ContextVar("var", default="default")
async def child():
    print("child sees", var.get())
    var.set("child")
async def main():
    loop = asyncio.get_running_loop()
    fut = loop.create_future()
    loop.call_soon(print, "soon")
    loop.call_later(0.001, fut.set_result, "later")
    print(await fut)
    var.set("main")
    await asyncio.create_task(child())
    print("main sees", var.get())
    await child()
    print("then", var.get())
    print(await loop.run_in_executor(None, lambda: "executor"), await asyncio.to_thread(sum, [1, 2]))
    t = asyncio.current_task()
    print(t.get_coro().__name__, len(asyncio.all_tasks()), t.get_stack()[-1].f_code.co_name)
    f = asyncio.Future()
    f.add_done_callback(lambda f: print("callback", f.result()))
    f.set_result(1)
    await asyncio.sleep(0)
    try:
        asyncio.run(child())
    except RuntimeError as e:
        print(e)
asyncio.run(main())
print(var.get())
loop = asyncio.new_event_loop()
async def last(): return "run_until_complete"
print(loop.run_until_complete(last()))
loop.close()
