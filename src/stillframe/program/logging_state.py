"""A row of the table: how a program has set up `logging`.

Loggers are saved by name wherever they stand; here is what they are set to. Handlers go by value:
their locks are new ones, and a stream that is a standard one is the new process's.
"""

from __future__ import annotations

import sys
from typing import Any

from stillframe.program.process import row

_NOT_SAVED = frozenset(("name", "parent", "manager", "_cache", "root"))


def _save() -> Any:
    logging = sys.modules["logging"]
    manager: Any = logging.Logger.manager
    loggers = [logging.root] + [
        one for one in manager.loggerDict.values() if isinstance(one, logging.Logger)
    ]
    settings = {
        one.name: {name: value for name, value in vars(one).items() if name not in _NOT_SAVED}
        for one in loggers
    }
    return {
        "class": manager.loggerClass or logging._loggerClass,
        "kinds": {one.name: type(one) for one in loggers[1:]},
        "settings": settings,
        "disabled": manager.disable,
        "levels": dict(logging._levelToName),
        "factory": logging.getLogRecordFactory(),
        "warnings": logging._warnings_showwarning is not None,
        "raises": logging.raiseExceptions,
    }


def _load(state: dict[str, Any]) -> None:
    import logging

    for number, name in state["levels"].items():
        logging.addLevelName(number, name)
    for name, settings in state["settings"].items():
        if name == "root":
            logger: Any = logging.root
        else:
            logging.setLoggerClass(state["kinds"][name])
            logger = logging.getLogger(name)
        vars(logger).update(settings)
        for handler in logger.handlers:
            _announce(handler)
    logging.setLoggerClass(state["class"])
    logging.setLogRecordFactory(state["factory"])
    logging.captureWarnings(state["warnings"])
    logging.raiseExceptions = state["raises"]
    logging.disable(state["disabled"])  # forgets what loggers have cached


def _announce(handler: Any) -> None:
    """What the constructor of a handler does besides: logging flushes and closes it at the end."""
    import logging

    held: dict[str, Any] = vars(logging)
    if not any(ref() is handler for ref in held["_handlerList"]):
        held["_addHandlerRef"](handler)
    if handler.name:
        handler.set_name(handler.name)


row(
    "logging",
    "of all loggers: level, handlers, filters, propagation; names of levels, classes, disable()",
    _save,
    _load,
    module="logging",
)
