"""The page: a trace in one HTML file that shows it, with nothing else to load.

The modules beside this file are what the page is made of, as they stand here: they go into an
import map, each as a ``data:`` address, so a browser finds ``page/reader`` without a server or a
build.
"""

import base64
import html as entities
import json
from importlib.resources import files
from os import PathLike
from string import Template

from stillframe.watch.packing import pack
from stillframe.watch.trace import Trace


def html(trace: Trace) -> str:
    """The page as text. Some 200 kB, and the trace as `pack` makes it."""
    here = files(__name__)
    modules = {
        f"page/{one.name.removesuffix('.js')}": _address(one.name, one.read_text("utf-8"))
        for one in sorted(here.iterdir(), key=lambda one: one.name)
        if one.name.endswith(".js")
    }
    return Template(here.joinpath("page.html").read_text("utf-8")).substitute(
        title=entities.escape(trace.data["program"]),
        style=here.joinpath("style.css").read_text("utf-8"),
        modules=json.dumps({"imports": modules}),
        trace=pack(trace),
    )


def write(trace: Trace, path: str | PathLike[str]) -> None:
    """Write the page into a file."""
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        file.write(html(trace))


def _address(name: str, module: str) -> str:
    """A module as an address, under its own name in the browser's tools."""
    text = f"{module}//# sourceURL=stillframe/{name}\n"
    return f"data:text/javascript;base64,{base64.b64encode(text.encode()).decode('ascii')}"


__all__ = ["html", "write"]
