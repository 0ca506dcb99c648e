"""Imports: the program's own modules are entered, library ones run natively."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from stillframe.machine import policy
from unit.machine.guests import files_entered, machine_of


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    folder = tmp_path / "guest_package"
    folder.mkdir()
    (folder / "__init__.py").write_text("from . import inner\nname = __name__\n")
    (folder / "inner.py").write_text("import colorsys\nvalue = [x for x in (1, 2)]\n")
    (tmp_path / "guest_broken.py").write_text("def f():\n    1/0\n\nf()\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    yield folder
    for name in [name for name in sys.modules if name.startswith("guest_")]:
        del sys.modules[name]


def test_the_programs_own_modules_are_entered(package: Path) -> None:
    sys.modules.pop("colorsys", None)
    machine, namespace = machine_of("import guest_package.inner as inner\nfrom colorsys import *")
    seen = files_entered(machine)
    assert {str(package / "__init__.py"), str(package / "inner.py")} <= seen
    assert not [name for name in seen if name.endswith("colorsys.py")]
    assert namespace["inner"].value == [1, 2]
    assert namespace["inner"] is sys.modules["guest_package.inner"]
    assert "rgb_to_hsv" in namespace


def test_a_library_is_entered_when_it_is_asked_for(package: Path) -> None:
    sys.modules.pop("colorsys", None)
    machine, _ = machine_of("import guest_package", enter=policy.everything())
    assert [name for name in files_entered(machine) if name.endswith("colorsys.py")]


def test_an_import_that_fails(package: Path) -> None:
    machine, _ = machine_of("import guest_broken\n", filename="guest.py")
    with pytest.raises(ZeroDivisionError) as caught:
        machine.run()
    assert "guest_broken" not in sys.modules
    entries = []
    traceback = caught.value.__traceback__
    while traceback is not None:
        entries.append(
            (os.path.basename(traceback.tb_frame.f_code.co_filename), traceback.tb_lineno)
        )
        traceback = traceback.tb_next
    assert entries[-3:] == [("guest.py", 1), ("guest_broken.py", 4), ("guest_broken.py", 2)]
    assert not [name for name, _ in entries if "importlib" in name]


@pytest.mark.parametrize(
    "statement",
    [
        "import guest_nothing",
        "import guest_package.nothing",
        "from guest_package import nothing",
        "from guest_package.inner import nothing",
        "import guest_package.inner.value",
    ],
)
def test_import_errors(package: Path, statement: str) -> None:
    machine, _ = machine_of(statement)
    with pytest.raises(ImportError) as expected:
        exec(compile(statement, "<guest>", "exec"), {"__name__": "guest"})
    with pytest.raises(ImportError) as found:
        machine.run()
    assert type(found.value) is type(expected.value)
    assert str(found.value) == str(expected.value)
    assert (found.value.name, found.value.path) == (expected.value.name, expected.value.path)


def test_a_relative_import_without_a_package() -> None:
    machine, _ = machine_of("from . import x")
    with (
        pytest.warns(ImportWarning, match="can't resolve package"),
        pytest.raises(ImportError, match="attempted relative import with no known parent package"),
    ):
        machine.run()
