"""One test for each way in which the mutation control breaks one. All pass, until broken."""

import contextlib
import unittest
import warnings


def documented() -> None:
    """
    >>> for number in range(2): print(number)
    0
    1
    """


class Asserts(unittest.TestCase):
    def test_opposite(self):
        self.assertEqual([1, 2], list({1: 0, 2: 0}))

    def test_in_a_loop(self):
        for number in range(3):
            self.assertTrue(number >= 0)

    def test_statement(self):
        assert 1 in (1, 2)

    def test_raises(self):
        with self.assertRaises(ZeroDivisionError):
            1 / 0  # noqa: B018

    def test_raises_called(self):
        self.assertRaises(ValueError, int, "x")

    def test_warns(self):
        with self.assertWarns(UserWarning):
            warnings.warn("look", stacklevel=1)

    def test_in_a_generator(self):
        def counting():
            yield 1

        for number in counting():
            self.assertIs(number, 1)

    def test_caught_too_widely(self):
        # A broken assertion that the test itself swallows: a mutant that CPython lets pass too.
        with contextlib.suppress(AssertionError):
            self.assertEqual(1, 1)

    def test_asserts_nothing(self):
        pass


def load_tests(loader, tests, pattern):
    import doctest

    tests.addTest(doctest.DocTestSuite())
    return tests
