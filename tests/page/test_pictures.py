"""The gallery's pictures can be taken anew."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from gallery.pictures import take
from gallery.shown import pictures

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("browser", ["chromium"], indirect=True)
def test_a_picture(browser: Any, tmp_path: Path) -> None:
    pytest.importorskip("PIL", reason="needs the package pillow")
    (shown,) = (one for one in pictures() if one.program == "tree")
    (taken,) = take(browser, [shown], tmp_path)
    assert taken == tmp_path / "tree.png"
    # That it looks as it did can't be asked for, as fonts differ; that it's no blank page can.
    assert 0.5 < taken.stat().st_size / shown.file.stat().st_size < 2
