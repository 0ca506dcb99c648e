"""One test of each outcome, a hang and a crash among them. Run by the harness, not by pytest."""

import os
import time
import unittest


def documented() -> None:
    """
    >>> 1 + 1
    2
    """


def wrongly_documented() -> None:
    """
    >>> 1 + 1
    3
    """


class Outcomes(unittest.TestCase):
    def test_a_pass(self):
        self.assertEqual(1, 1)

    def test_b_fail(self):
        self.assertEqual(1, 2)

    def test_c_error(self):
        raise KeyError("not an assertion")

    def test_d_skip(self):
        self.skipTest("no reason")

    @unittest.expectedFailure
    def test_e_expected(self):
        self.assertEqual(1, 2)

    @unittest.expectedFailure
    def test_f_unexpected(self):
        self.assertEqual(1, 1)

    def test_g_subtests(self):
        for number in range(3):
            with self.subTest(number=number):
                self.assertNotEqual(number, 1)

    def test_h_hang(self):
        time.sleep(1000)

    def test_i_crash(self):
        os._exit(3)

    def test_j_after(self):
        with self.assertRaises(ZeroDivisionError):
            1 / 0  # noqa: B018


class NoClass(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        raise ValueError("no class")

    def test_never(self):
        raise AssertionError("is run although its class could not be set up")


def load_tests(loader, tests, pattern):
    import doctest

    tests.addTest(doctest.DocTestSuite())
    return tests
