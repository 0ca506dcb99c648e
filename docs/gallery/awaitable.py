"""A coroutine, an awaitable of one's own, and who drives them by hand: no event loop yet."""


class Ask:
    def __init__(self, text):
        self.text = text

    def __await__(self):
        answer = yield self.text
        return answer


async def greet():
    name = await Ask("who are you?")
    return f"hello, {name}"


async def visit():
    greeting = await greet()
    print(greeting)


visiting = visit()
print(visiting.send(None))
try:
    visiting.send("Ada")
except StopIteration:
    print("the visit is over")
