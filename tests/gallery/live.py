"""The gallery as live pages: each program's run, and the page of the docs that links into them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from markdown_it import MarkdownIt

from gallery.moments import moment
from gallery.shown import DOCS, LIVE, PAGE, PROGRAMS
from stillframe.watch import page
from stillframe.watch.trace import Trace

SHELL = """\
<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Gallery · stillframe</title>
<style>
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.5 system-ui, sans-serif }
img { max-width: 100%; border: 1px solid #8886; border-radius: 6px }
pre { padding: 1rem; overflow: auto; background: #8881; border-radius: 6px }
</style>
"""


def record(program: Path) -> Trace:
    """The run of a program, by the command; `CalledProcessError` if it doesn't end well."""
    with TemporaryDirectory() as folder:
        written = Path(folder, "run.json")
        command = [sys.executable, "-m", "stillframe", "watch", "--json", "-o", str(written)]
        started = [*command, program.name]
        subprocess.run(started, cwd=program.parent, check=True, capture_output=True, timeout=60)
        return Trace(json.loads(written.read_text(encoding="utf-8")))


def build(folder: Path) -> dict[str, Trace]:
    """Write all pages into a folder, and ``index.html``, which leads to them; the runs, by name."""
    traces = {program.stem: record(program) for program in PROGRAMS}
    for name, trace in traces.items():
        page.write(trace, folder / f"{name}.html")
    (folder / "index.html").write_text(index(traces), encoding="utf-8")
    return traces


def index(traces: Mapping[str, Trace]) -> str:
    """The gallery's page as HTML; what its links name by an event has the step of these runs."""

    def led(target: str) -> str:
        live = LIVE.fullmatch(target)
        if live is not None:
            name, named = live.groups()
            return f"{name}.html" + (f"#step={moment(traces[name], named)}" if named else "")
        return target if "://" in target else os.path.relpath(target, "gallery").replace("\\", "/")

    tokens = MarkdownIt("commonmark").parse(PAGE.read_text(encoding="utf-8"))
    for token in (inner for outer in tokens for inner in outer.children or ()):
        for attribute in {"href", "src"} & token.attrs.keys():
            token.attrs[attribute] = led(str(token.attrs[attribute]))
    renderer = MarkdownIt("commonmark")
    return SHELL + str(renderer.renderer.render(tokens, renderer.options, {}))


def main() -> None:
    folder = DOCS / "gallery"
    for name, trace in build(folder).items():
        print(f"docs/gallery/{name}.html: {trace.steps} steps")
    print("open docs/gallery/index.html")
