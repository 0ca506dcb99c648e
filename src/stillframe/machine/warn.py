"""Warnings about a line of the guest's."""

import sys
import warnings
from typing import Any

# The file and line of a warning whose stack level is beyond the stack (setup_context).
NOWHERE = ("<sys>", 0) if sys.version_info >= (3, 13) else ("sys", 1)


def warn_at(at: Any, message: Any, category: type[Warning], source: Any) -> None:
    """Warn about the line that a frame stands at; None: about nobody's."""
    if at is None:
        namespace, (filename, line) = sys.__dict__, NOWHERE
    else:
        namespace, filename, line = at.f_globals, at.f_code.co_filename, at.f_lineno
    registry = namespace.setdefault("__warningregistry__", {})
    module = namespace.get("__name__", "<string>")
    warnings.warn_explicit(message, category, filename, line or 0, module, registry, None, source)
