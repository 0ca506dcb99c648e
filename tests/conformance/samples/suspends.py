"""A test file whose frames use, after each suspension, all that they held before."""

import types
import unittest


@types.coroutine
def pause(value):
    return (yield value)


class Suspends(unittest.TestCase):
    def test_locals(self):
        def generator(a):
            b = yield a
            c = yield a + b
            return a, b, c

        it = generator(1)
        self.assertEqual([next(it), it.send(2)], [1, 3])
        with self.assertRaises(StopIteration) as caught:
            it.send(3)
        self.assertEqual(caught.exception.value, (1, 2, 3))

    def test_loop(self):
        def generator():
            for letter in "abc":
                yield letter + letter

        self.assertEqual(list(generator()), ["aa", "bb", "cc"])

    def test_expression(self):
        def generator():
            yield [1, (yield 2), 3]

        it = generator()
        self.assertEqual([next(it), next(it)], [2, [1, None, 3]])

    def test_delegate(self):
        def inner():
            yield 1
            yield 2

        def generator():
            yield from inner()

        self.assertEqual(list(generator()), [1, 2])

    def test_cell(self):
        def generator():
            kept = object()

            def get():
                return kept

            yield get()
            yield kept

        first, second = generator()
        self.assertIs(first, second)

    def test_handled(self):
        def generator():
            try:
                raise KeyError("handled")
            except KeyError:
                yield
                raise

        it = generator()
        next(it)
        self.assertRaises(KeyError, next, it)

    def test_coroutine(self):
        async def coroutine(value):
            return value, await pause("paused")

        it = coroutine(1)
        self.assertEqual(it.send(None), "paused")
        with self.assertRaises(StopIteration) as caught:
            it.send(2)
        self.assertEqual(caught.exception.value, (1, 2))

    def test_async_generator(self):
        async def generator(value):
            yield value
            await pause(value)
            yield value

        async def collect():
            return [value async for value in generator(7)]

        it = collect()
        self.assertEqual(it.send(None), 7)
        with self.assertRaises(StopIteration) as caught:
            it.send(None)
        self.assertEqual(caught.exception.value, [7, 7])
