"""Fingerprints of code, and references to code of importable modules."""

from __future__ import annotations

import gc
import importlib
import itertools
import os
import subprocess
import sys
import textwrap
import types
from collections.abc import Callable, Iterator
from pathlib import Path
from types import CodeType, ModuleType

import pytest

from stillframe.errors import CodeChanged, SnapshotError
from stillframe.snapshot import identity
from stillframe.snapshot.identity import (
    ASPECTS,
    HERE,
    Reference,
    aspects,
    fingerprint,
    refer,
    resolve,
)

SOURCE = Path(__file__).parents[3] / "src"
NUMBERS = itertools.count()


def compiled(text: str, name: str = "f") -> CodeType:
    """The code object of the first thing called ``name`` in ``text``."""
    stack = [compile(textwrap.dedent(text), "some.py", "exec", dont_inherit=True)]
    while stack:
        code = stack.pop()
        if code.co_name == name:
            return code
        stack += [one for one in code.co_consts if isinstance(one, CodeType)]
    raise LookupError(name)


def differing(before: str, after: str) -> set[str]:
    pairs = zip(ASPECTS, aspects(compiled(before)), aspects(compiled(after)), strict=True)
    return {name for name, one, other in pairs if one != other}


class Written:
    """A module in a file, which can be written again and imported again."""

    def __init__(self, folder: Path) -> None:
        self.name = f"written_{os.getpid()}_{next(NUMBERS)}"
        self.path = folder / f"{self.name}.py"

    def load(self, text: str) -> ModuleType:
        self.forget()
        self.path.write_text(textwrap.dedent(text), encoding="utf-8")
        importlib.invalidate_caches()
        return importlib.import_module(self.name)

    def forget(self) -> None:
        sys.modules.pop(self.name, None)

    def refer(self, code: CodeType) -> Reference:
        reference = refer(code, self.name)
        assert reference is not None
        return reference


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Written]:
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)  # edits come within one second
    module = Written(tmp_path)
    yield module
    module.forget()
    identity._indexes.pop(module.name, None)


# Fingerprints


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1", "1.0"),
        ("1", "True"),
        ("0", "False"),
        ("0.0", "-0.0"),
        ("0j", "-0j"),
        ("'a'", "b'a'"),
        ("None", "..."),
        ("(1, 2)", "(1, 2.0)"),
        ("((1,), 2)", "((1, 2),)"),
        ("x in {1, 2}", "x in {1, 2.0}"),
        ("-1", "255"),
        ("10 ** 30", "10 ** 30 + 1"),
        ("x[1:2]", "x[1:3]"),
    ],
)
def test_constants_are_told_apart(one: str, other: str) -> None:
    text = "def f(x):\n    return {}\n"
    assert fingerprint(compiled(text.format(one))) != fingerprint(compiled(text.format(other)))


def test_a_big_constant() -> None:
    assert len(fingerprint(compiled(f"def f(): return {'0x' + 'f' * 9000}"))) == 16


def test_a_constant_that_no_compiler_writes() -> None:
    code = compiled("def f(): return 1")
    one, other = (code.replace(co_consts=(object(),)) for _ in range(2))
    assert fingerprint(one) == fingerprint(other) != fingerprint(code)


MOVED = """\
def f(x):
    class C:
        y = 12
        def m(self):
            self.a, self.b, self.c = x, 300, {1, 2}
    return [lambda: x, C]
"""


@pytest.mark.parametrize("lines", [1, 10, 255, 300, 70000])
def test_a_place_in_the_file_does_not_count(lines: int) -> None:
    before, after = compiled(MOVED), compiled("\n" * lines + MOVED)
    assert before.co_firstlineno != after.co_firstlineno
    assert fingerprint(before) == fingerprint(after)
    assert fingerprint(before) == fingerprint(before.replace(co_filename="elsewhere.py"))


def test_a_class_body_still_counts() -> None:
    assert differing(MOVED, MOVED.replace("y = 12", "y = 13")) == {"nested code"}
    assert differing(MOVED, MOVED.replace("y = 12", "z = 12")) == {"nested code"}


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("def f(x): return 1000", "def f(x): return 1001", {"constants"}),
        ("def f(x): return 3", "def f(x): return 4", {"constants"}),
        ("def f(x): return x.a", "def f(x): return x.b", {"names"}),
        ("def f(x): return x + 1", "def f(x): return x - 1", {"instructions"}),
        ("def f(x): y = x", "def f(x): z = x", {"local variables"}),
        ("def f(x): return lambda: 1", "def f(x): return lambda: 2", {"nested code"}),
        ("def f(x): pass", "def f(z): pass", {"arguments", "local variables"}),
        ("def f(x, y): pass", "def f(x, /, y): pass", {"arguments"}),
        ("class A:\n def f(x): pass", "class B:\n def f(x): pass", {"name"}),
    ],
)
def test_aspects_say_what_differs(before: str, after: str, expected: set[str]) -> None:
    assert differing(before, after) == expected
    assert fingerprint(compiled(before)) != fingerprint(compiled(after))


def test_equal_code_objects_of_other_names_differ() -> None:
    code = compiled("def f(): pass")
    other = code.replace(co_qualname="g.f")
    assert fingerprint(code) != fingerprint(other)


def test_what_is_remembered_goes_with_the_code() -> None:
    code = compiled("def f(): pass")
    fingerprint(code)
    key = id(code)
    assert key in identity._digests.entries
    del code
    gc.collect()
    assert key not in identity._digests.entries


PROCESS = """
from stillframe.snapshot.identity import fingerprint
text = '''
def f(x):
    class C:
        def m(self):
            self.one = self.two = self.three = self.four = 1
    return x in {"a", "b", "c", "d", 1, 2.0, None, (1, "e")}
'''
print(fingerprint(compile(text, "p.py", "exec")).hex())
"""


def test_processes_agree() -> None:
    answers = {
        subprocess.run(
            [sys.executable, "-c", PROCESS],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(SOURCE)},
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        ).stdout
        for seed in ("0", "1", "77")
    }
    assert len(answers) == 1


# References

KINDS = """\
import contextlib, functools

def bare(function):
    return lambda *args: function(*args)

class Holder:
    def __init__(self, function):
        self.hidden = function

def plain():
    yield 1

def outer():
    def inner():
        yield 2
    return inner

@bare
def decorated():
    yield 3

@Holder
def held():
    yield 4

@contextlib.contextmanager
def manager():
    yield 5

@functools.lru_cache
def cached(): return 6

part = functools.partial(lambda x: x, 7)
pair = [lambda: 8, lambda: 9]
series = (x for x in [10])

class Class:
    def method(self): yield 11
    @staticmethod
    def static(): yield 12
    @classmethod
    def of_class(cls): yield 13
    @property
    def prop(self): return 14
    @functools.cached_property
    def lazy(self): return 15
    class Inner:
        async def deep(self): yield 16
"""

LIVE: dict[str, Callable[[ModuleType], CodeType]] = {
    "plain": lambda m: m.plain.__code__,
    "nested": lambda m: m.outer().__code__,
    "decorated": lambda m: m.decorated.__closure__[0].cell_contents.__code__,
    "decorator's": lambda m: m.decorated.__code__,
    "contextmanager": lambda m: m.manager.__wrapped__.__code__,
    "lru_cache": lambda m: m.cached.__wrapped__.__code__,
    "partial": lambda m: m.part.func.__code__,
    "method": lambda m: m.Class.method.__code__,
    "static": lambda m: m.Class.static.__code__,
    "classmethod": lambda m: m.Class.of_class.__func__.__code__,
    "property": lambda m: m.Class.prop.fget.__code__,
    "cached_property": lambda m: m.Class.lazy.func.__code__,
    "deep": lambda m: m.Class.Inner.deep.__code__,
}
HIDDEN: dict[str, Callable[[ModuleType], CodeType]] = {
    "held": lambda m: m.held.hidden.__code__,
    "lambda in a list": lambda m: m.pair[0].__code__,
    "second lambda": lambda m: m.pair[1].__code__,
    "generator expression": lambda m: m.series.gi_code,
}


@pytest.mark.parametrize("kind", LIVE)
def test_live_code_is_found_itself(written: Written, kind: str) -> None:
    module = written.load(KINDS)
    code = LIVE[kind](module)
    reference = written.refer(code)
    assert (reference.module, reference.qualname) == (written.name, code.co_qualname)
    assert resolve(reference) is code


@pytest.mark.parametrize("kind", [*LIVE, *HIDDEN])
def test_code_is_found_in_another_life_of_the_module(written: Written, kind: str) -> None:
    find = {**LIVE, **HIDDEN}[kind]
    before = find(written.load(KINDS))
    reference = written.refer(before)
    now = find(written.load("# moved\n" * 5 + KINDS))
    found = resolve(reference)
    assert found is not before
    assert fingerprint(found) == fingerprint(now) == fingerprint(before)
    assert found.co_firstlineno == now.co_firstlineno == before.co_firstlineno + 5
    assert (found is now) == (kind in LIVE)


def test_the_module_is_imported(written: Written) -> None:
    reference = written.refer(written.load(KINDS).plain.__code__)
    written.forget()
    assert resolve(reference) is sys.modules[written.name].plain.__code__


def test_twins_are_told_apart_by_their_lines(written: Written) -> None:
    module = written.load("""\
        pair = [lambda: 1, lambda: 1]
        other = lambda: 2
        third = lambda: 1
    """)
    codes = [f.__code__ for f in (*module.pair, module.other, module.third)]
    references = [written.refer(code) for code in codes]
    # The compiler of 3.12 makes one code object of equal lambdas in a line.
    distinct = list({id(code): code for code in codes})
    assert [reference.ordinal for reference in references] == [
        distinct.index(id(code)) for code in codes
    ]
    for code, reference in zip(codes, references, strict=True):
        assert list(resolve(reference).co_positions()) == list(code.co_positions())


def test_the_module_body_and_a_class_body(written: Written) -> None:
    written.load(KINDS)
    tree = compile(KINDS, "any.py", "exec", dont_inherit=True)
    body = next(c for c in tree.co_consts if isinstance(c, CodeType) and c.co_name == "Class")
    assert fingerprint(resolve(written.refer(tree))) == fingerprint(tree)
    assert fingerprint(resolve(written.refer(body))) == fingerprint(body)


def test_redefinitions(written: Written) -> None:
    text = "def f(): yield 1\nfirst = f\ndef f(): yield 2\n"
    module = written.load(text)
    one, two = written.refer(module.first.__code__), written.refer(module.f.__code__)
    assert (one.ordinal, two.ordinal) == (0, 1)
    module = written.load(text)
    assert resolve(one) is module.first.__code__
    assert resolve(two) is module.f.__code__


def test_code_that_came_after_the_index(written: Written) -> None:
    module = written.load("x = 1")
    written.refer(compile("x = 1", "any.py", "exec", dont_inherit=True))
    exec("def late(): yield 1", vars(module))
    assert resolve(written.refer(module.late.__code__)) is module.late.__code__


def test_a_reload_is_noticed(written: Written) -> None:
    module = written.load("def f(): yield 1\n")
    before = module.f.__code__
    written.refer(before)
    written.path.write_text("def f(): yield 2\n", encoding="utf-8")
    importlib.reload(module)
    assert refer(before, written.name) is None
    assert resolve(written.refer(module.f.__code__)) is module.f.__code__


def test_code_that_no_other_process_would_find(
    written: Written, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = compiled("def f(): pass")
    made = types.ModuleType("made_by_hand")
    made.f = types.FunctionType(code, vars(made))  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "made_by_hand", made)
    written.load(KINDS)
    assert refer(code, "__main__") is None
    assert refer(code, "not_imported_at_all") is None
    assert refer(code, "made_by_hand") is None
    assert refer(code, written.name) is None
    assert refer(code, written.name) is None  # the second answer is remembered


def test_a_module_without_source() -> None:
    code = compiled("def f(): pass")
    assert refer(code, "itertools") is None
    assert refer(code, "sys") is None


def test_the_standard_library() -> None:
    for module, function in (("os", os.walk), ("textwrap", textwrap.dedent)):
        reference = refer(function.__code__, module)
        assert reference is not None
        assert resolve(reference) is function.__code__


# Changes


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("yield 3000", "yield 3001", "constants"),
        ("yield 3", "yield 4", "constants"),
        ("yield x.one", "yield x.two", "names"),
        ("yield x; y = 1", "yield x; z = 1", "local variables"),
        ("yield (lambda: 1)", "yield (lambda: 2)", "nested code"),
    ],
)
def test_changed_code(written: Written, before: str, after: str, expected: str) -> None:
    text = "def f(x):\n    {}\n"
    reference = written.refer(written.load(text.format(before)).f.__code__)
    written.load("\n\n" + text.format(after))
    with pytest.raises(CodeChanged) as caught:
        resolve(reference)
    assert str(caught.value) == (
        f"f of module {written.name} changed since it was saved, "
        f"at {written.path}:3: what differs: {expected}"
    )
    assert isinstance(caught.value, SnapshotError)


def test_a_changed_default_is_no_change_of_the_code(written: Written) -> None:
    reference = written.refer(written.load("def f(x=1): yield x").f.__code__)
    module = written.load("def f(x=2): yield x")
    assert resolve(reference) is module.f.__code__


def test_the_nearest_namesake_is_compared(written: Written) -> None:
    text = "pair = [lambda: g(1000), lambda x, y: (x, y, {})]\n"
    reference = written.refer(written.load(text.format(2000)).pair[1].__code__)
    written.load(text.format(3000))
    with pytest.raises(CodeChanged, match=r"what differs: constants$"):
        resolve(reference)


def test_a_function_that_is_gone(written: Written) -> None:
    reference = written.refer(written.load(KINDS).plain.__code__)
    written.load("def renamed(): yield 1")
    with pytest.raises(CodeChanged) as caught:
        resolve(reference)
    assert str(caught.value) == (
        f"plain of module {written.name} is gone: {written.path} has nothing of that name any more"
    )


def test_a_module_that_is_gone_or_broken(written: Written) -> None:
    reference = written.refer(written.load(KINDS).plain.__code__)
    with pytest.raises(ZeroDivisionError):
        written.load("1 / 0")
    with pytest.raises(CodeChanged, match="cannot be imported: ZeroDivisionError"):
        resolve(reference)
    written.path.unlink()
    importlib.invalidate_caches()
    with pytest.raises(CodeChanged, match="cannot be imported: ModuleNotFoundError"):
        resolve(reference)


@pytest.mark.parametrize("name", ["", ".", "..os", "a b", "\0"])
def test_a_damaged_module_name(name: str) -> None:
    with pytest.raises(CodeChanged, match="cannot be imported"):
        resolve(Reference(HERE, name, "f", 0, b"", ()))
