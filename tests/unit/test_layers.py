"""A package imports only packages above it: the order of the layout, enforced."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "stillframe"

# Top to bottom. What stands here may not be there yet; what is there must stand here.
LAYERS = [
    "errors",
    "short",
    "bytecode",
    "machine",
    "native",
    "snapshot",
    "loop",
    "program",
    "watch",
    "cli",
    "__main__",
]
FILES = sorted(path for path in SOURCE.rglob("*.py") if path != SOURCE / "__init__.py")


def layer(path: Path) -> str:
    return path.relative_to(SOURCE).with_suffix("").parts[0]


def imported_layers(tree: ast.AST, package: str) -> Iterator[tuple[int, str]]:
    """The line and the layer of every import of ours, those inside functions too."""
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                modules = [alias.name for alias in names]
            case ast.ImportFrom(level=0, module=str(module), names=names):
                modules = [f"{module}.{alias.name}" for alias in names]
            case ast.ImportFrom(level=int(level), module=module, names=names):
                base = ".".join(package.split(".")[: -level + 1 or None])
                modules = [f"{base}.{module + '.' if module else ''}{a.name}" for a in names]
            case _:
                continue
        for module in modules:
            first, _, rest = module.partition(".")
            if first == "stillframe" and rest:
                yield node.lineno, rest.partition(".")[0]


def offences(text: str, here: str, package: str) -> list[str]:
    return [
        f"line {line}: {here} imports {there}"
        for line, there in imported_layers(ast.parse(text), package)
        if there in LAYERS and LAYERS.index(there) > LAYERS.index(here)
    ]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_imports_point_upwards(path: Path) -> None:
    assert layer(path) in LAYERS, f"{layer(path)} has no place in the layout"
    parts = path.relative_to(SOURCE.parent).with_suffix("").parts
    package = ".".join(parts[:-1])
    assert offences(path.read_text(encoding="utf-8"), layer(path), package) == []


@pytest.mark.parametrize(
    "line",
    [
        "from stillframe.machine import Machine",
        "import stillframe.machine.frame",
        "from stillframe import machine",
        "def f():\n    from ..machine import frame",
    ],
)
def test_an_import_downwards_is_found(line: str) -> None:
    assert len(offences(line, "bytecode", "stillframe.bytecode")) == 1
    assert offences(line, "cli", "stillframe.cli") == []


def test_there_is_something_to_look_at() -> None:
    assert {"bytecode", "machine", "cli"} <= {layer(path) for path in FILES}
