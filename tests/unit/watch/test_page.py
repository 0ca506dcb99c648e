"""The page as a file: one, whole, with nothing to load, whatever the program is called or says."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from stillframe import Machine
from stillframe.watch import page
from stillframe.watch.packing import unpack
from stillframe.watch.recorder import Recorder
from stillframe.watch.running import record
from stillframe.watch.trace import Trace

MODULES = sorted(Path(page.__file__).parent.glob("*.js"))


def counted() -> str:
    said = "</script><script>alert(1)</script>"
    return said + str(sum(range(3)))


def traced(program: Callable[[], Any], name: str = "program") -> Trace:
    traces: list[Trace] = []
    recorder = Recorder(wants=lambda code: code is program.__code__)
    record(Machine(program), recorder, name, ended=traces.append)
    return traces[0]


class Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: dict[str, str] = {}
        self.title = ""
        self._open = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._open = tag if tag == "title" else str(dict(attrs).get("type"))

    def handle_data(self, data: str) -> None:
        if self._open == "title":
            self.title += data
        elif self.tags and self.tags[-1][0] == "script":
            self.scripts[self._open] = self.scripts.get(self._open, "") + data


def elements(text: str) -> Elements:
    parser = Elements()
    parser.feed(text)
    return parser


def test_the_trace_in_it_reads_back() -> None:
    trace = traced(counted)
    packed = elements(page.html(trace)).scripts["text/plain"]
    assert unpack(packed).data == trace.data


def test_nothing_in_a_program_ends_the_script() -> None:
    tags = [tag for tag, _ in elements(page.html(traced(counted))).tags]
    assert tags.count("script") == 3
    assert "alert(1)" not in page.html(traced(counted))


def test_a_name_is_text() -> None:
    parsed = elements(page.html(traced(counted, name="<u>$title&</title>")))
    assert parsed.title.startswith("<u>$title&</title>")
    assert not [tag for tag, _ in parsed.tags if tag == "u"]


def test_nothing_is_loaded() -> None:
    text = page.html(traced(counted))
    for tag, attributes in elements(text).tags:
        assert "src" not in attributes, tag
        assert tag != "link"
    for module in [*MODULES, MODULES[0].with_name("style.css")]:
        found = re.findall(r"(?:https?:)?//[\w.]+\.\w+|@import|url\(|fetch\(", module.read_text())
        assert [one for one in found if "www.w3.org" not in one] == [], module.name
    assert "default-src 'none'" in text


def test_write(tmp_path: Path) -> None:
    trace = traced(counted)
    page.write(trace, tmp_path / "run.html")
    assert (tmp_path / "run.html").read_bytes().decode("utf-8") == page.html(trace)


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.name)
def test_modules_import_what_is_there(module: Path) -> None:
    imported = re.findall(r'from "([^"]+)"', module.read_text("utf-8"))
    assert set(imported) <= {f"page/{one.stem}" for one in MODULES}
