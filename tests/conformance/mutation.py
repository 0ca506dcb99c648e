"""Break the assertions of a test file, so that its tests must fail.

A machine that loses exceptions "passes" every test. The control: in a copy of the test file each
test's first assertion is turned into its opposite, and each doctest's first expected output into
something else; a test that fails so on CPython and passes on the machine has not been run truly.
"""

import ast
import doctest
import unittest
from typing import Any, TypeGuard

_PAIRS = (
    ("assertEqual", "assertNotEqual"),
    ("assertTrue", "assertFalse"),
    ("assertIs", "assertIsNot"),
    ("assertIsNone", "assertIsNotNone"),
    ("assertIn", "assertNotIn"),
    ("assertIsInstance", "assertNotIsInstance"),
    ("assertLess", "assertGreaterEqual"),
    ("assertGreater", "assertLessEqual"),
    ("assertRegex", "assertNotRegex"),
)
OPPOSITES = (
    dict(_PAIRS)
    | {second: first for first, second in _PAIRS}
    | {
        "assertListEqual": "assertNotEqual",
        "assertTupleEqual": "assertNotEqual",
        "assertDictEqual": "assertNotEqual",
        "assertSetEqual": "assertNotEqual",
    }
)
EXPECTING = ("assertRaises", "assertRaisesRegex", "assertWarns", "assertWarnsRegex")


class _Negate(ast.NodeTransformer):
    """Breaks the first assertion of one test; functions and classes inside it are left alone."""

    def __init__(self) -> None:
        self.done = False

    def visit(self, node: ast.AST) -> Any:
        nested = isinstance(
            node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda
        )
        return node if self.done or nested else super().visit(node)

    def visit_Assert(self, node: ast.Assert) -> ast.AST:
        self.done = True
        node.test = ast.copy_location(ast.UnaryOp(ast.Not(), node.test), node.test)
        return ast.fix_missing_locations(node)

    def visit_Call(self, node: ast.Call) -> ast.AST:
        match node.func:
            case ast.Attribute(ast.Name("self"), method) if method in OPPOSITES:
                node.func.attr = OPPOSITES[method]
                self.done = True
            case ast.Attribute(ast.Name("self"), method) if method in EXPECTING and node.args:
                # Nothing raises or warns with this class, which is made anew for each assertion.
                never = ast.parse("type('Never', (Warning,), {})", mode="eval").body
                node.args[0] = ast.copy_location(never, node.args[0])
                ast.fix_missing_locations(node)
                self.done = True
            case _:
                return self.generic_visit(node)
        return node


def break_source(tree: ast.Module) -> set[str]:
    """Break one assertion in each test method of `tree`; return their qualified names."""
    broken = set()

    def is_test(node: ast.stmt) -> TypeGuard[ast.FunctionDef | ast.AsyncFunctionDef]:
        function = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        return function and node.name.startswith("test")

    def visit(body: list[ast.stmt], prefix: str) -> None:
        for node in body:
            if isinstance(node, ast.ClassDef):
                visit(node.body, f"{prefix}{node.name}.")
            elif is_test(node) and prefix:
                negate = _Negate()
                node.body = [negate.visit(statement) for statement in node.body]
                if negate.done:
                    broken.add(prefix + node.name)

    visit(tree.body, "")
    return broken


def break_doctest(test: doctest.DocTest) -> bool:
    """Change the first expected output of `test`; False if it expects none."""
    for example in test.examples:
        if example.want and not example.exc_msg:
            example.want = "something that isn't printed\n"
            return True
    return False


def is_broken(test: unittest.TestCase, broken: set[str]) -> bool:
    """Is `test` one of those that `break_source` broke, or a doctest that could be broken now?"""
    if isinstance(test, doctest.DocTestCase):
        return break_doctest(test._dt_test)  # type: ignore[attr-defined]
    method = getattr(test, test._testMethodName, None)
    while hasattr(method, "__wrapped__"):
        method = method.__wrapped__
    code = getattr(method, "__code__", None)
    return code is not None and code.co_qualname in broken
