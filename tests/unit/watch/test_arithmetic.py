"""Floats as what was computed: the texts come back, and most of them needn't be written."""

from __future__ import annotations

from stillframe.watch import arithmetic
from stillframe.watch.packing import pack, unpack
from stillframe.watch.trace import Trace
from unit.watch.recorded import of_text

DECAY = """
x, y = 0.7, 3
for turn in range(200):
    x = x * 3.7 - x * x * 3.7
    y += x / 7 + turn
"""

EDGES = """
def apply(one, other):
    yield one + other
    yield one - other
    yield one * other
    yield one / other

class Odd(float):
    def __add__(self, other):
        return 12.5

numbers = [0.0, -0.0, 1e-5, 1.5e-7, 5e-324, 1e16, 1.7e308]
numbers += [float("inf"), float("nan"), 2**60, 3, True]
for one in numbers:
    for other in numbers:
        try:
            found = list(apply(float(one), other)) + [-one, one ** 2, one // 3.5, Odd(1) + one]
            one += 0.25
            one /= 3.0
            text = "1.5" + "2.5"
        except ArithmeticError:
            pass
"""


def written(trace: Trace) -> list[tuple[str, arithmetic.Text]]:
    """Of each float: its text, and what is written for it."""
    texts = trace.data["values"]["text"]
    both = zip(texts, arithmetic.write(trace), strict=True)
    return [(text, form) for text, form in both if "." in text and text[0] in "-0123456789"]


def test_a_loop_s_floats_are_written_as_operations() -> None:
    trace = of_text(DECAY)
    forms = [form for _, form in written(trace)]
    assert sum(isinstance(one, str) for one in forms) < 6
    assert {one[0] for one in forms if not isinstance(one, str)} == {"+", "-", "*", "/"}
    assert len({str(one) for one in forms}) < len(forms) / 5
    assert unpack(pack(trace)).data == trace.data


def test_what_is_read_is_what_was_written() -> None:
    trace = of_text(EDGES)
    texts = trace.data["values"]["text"]
    forms = arithmetic.write(trace)
    assert any(not isinstance(one, str) for one in forms)
    assert arithmetic.read(forms) == texts
    for text, form in zip(texts, forms, strict=True):
        assert isinstance(form, str) or not text.endswith(("inf", "nan"))


def test_few_floats_aren_t_looked_for() -> None:
    trace = of_text("x = 0.5\nx = x + 0.25\nfor turn in range(300): pass")
    assert arithmetic.write(trace) == trace.data["values"]["text"]
