"""Rows of the table: what modules of the standard library keep for a program."""

from __future__ import annotations

import sys
from contextlib import suppress
from contextvars import ContextVar, copy_context
from typing import Any

from stillframe.program.process import UNCHANGED, row


def _module(name: str) -> Any:
    return sys.modules[name]


# random: the generator behind its functions.


def _save_random() -> Any:
    return _module("random").getstate()


def _load_random(state: Any) -> None:
    import random

    random.setstate(state)


row("random", "the generator behind its functions", _save_random, _load_random, module="random")


# decimal: the context of the main thread, and the ones that others are made from.

_TEMPLATES = ("DefaultContext", "BasicContext", "ExtendedContext")


def _save_decimal() -> Any:
    decimal = _module("decimal")
    return decimal.getcontext(), {name: getattr(decimal, name).copy() for name in _TEMPLATES}


def _load_decimal(state: Any) -> None:
    import decimal

    context, templates = state
    for name, saved in templates.items():
        template = getattr(decimal, name)
        for attribute in ("prec", "rounding", "Emin", "Emax", "capitals", "clamp"):
            setattr(template, attribute, getattr(saved, attribute))
        for which in ("flags", "traps"):
            mine, theirs = getattr(template, which), getattr(saved, which)
            for signal in mine:
                mine[signal] = theirs[signal]
    decimal.setcontext(context)


row(
    "decimal",
    "the main thread's context, and DefaultContext, BasicContext, ExtendedContext",
    _save_decimal,
    _load_decimal,
    module="decimal",
)


# locale, by category.

_CATEGORIES = ("LC_CTYPE", "LC_COLLATE", "LC_TIME", "LC_MONETARY", "LC_NUMERIC", "LC_MESSAGES")


def _save_locale() -> Any:
    locale = _module("locale")
    return {
        name: locale.setlocale(getattr(locale, name))
        for name in ("LC_ALL", *_CATEGORIES)
        if hasattr(locale, name)
    }


def _load_locale(state: dict[str, str]) -> None:
    import locale

    with suppress(locale.Error):  # it may name categories that only another system has
        locale.setlocale(locale.LC_ALL, state.pop("LC_ALL"))
    for name, value in state.items():
        if hasattr(locale, name):
            locale.setlocale(getattr(locale, name), value)


row("locale", "each category", _save_locale, _load_locale, module="locale")


# Context variables: what is set in the main thread's own context. decimal's has a row.


def _save_context() -> Any:
    found = [(one, value) for one, value in copy_context().items() if one.name != _DECIMAL]
    return found or UNCHANGED


def _load_context(values: list[tuple[ContextVar[Any], Any]]) -> None:
    for variable, value in values:
        variable.set(value)


_DECIMAL = "decimal_context"
row(
    "context variables",
    "what the main thread has set outside of tasks",
    _save_context,
    _load_context,
)


# asyncio: the policy, if the program has set one of its own kind.


def _save_policy() -> Any:
    events = _module("asyncio.events")
    policy = events._event_loop_policy
    if policy is None or type(policy).__module__.startswith("asyncio."):
        return UNCHANGED
    hidden = ("_local", "_watcher")
    return type(policy), {name: one for name, one in vars(policy).items() if name not in hidden}


def _load_policy(state: Any) -> None:
    import asyncio

    kind, attributes = state
    policy = kind()
    vars(policy).update(attributes)
    asyncio.events._set_event_loop_policy(policy) if hasattr(
        asyncio.events, "_set_event_loop_policy"
    ) else asyncio.set_event_loop_policy(policy)


row(
    "asyncio's policy",
    "one of the program's own kind, made anew with the same attributes",
    _save_policy,
    _load_policy,
    module="asyncio.events",
)


# Small ones: a value that one function reads and another sets.


def _save_socket() -> Any:
    timeout = _module("socket").getdefaulttimeout()
    return UNCHANGED if timeout is None else timeout


def _load_socket(timeout: float) -> None:
    import socket

    socket.setdefaulttimeout(timeout)


row("socket", "the default timeout", _save_socket, _load_socket, module="socket")


def _save_csv() -> Any:
    from stillframe.snapshot.library.tables import options_of

    csv = _module("csv")
    dialects = {name: csv.get_dialect(name) for name in csv.list_dialects()}
    return {name: options_of(one) for name, one in dialects.items()}, csv.field_size_limit()


def _load_csv(state: Any) -> None:
    import csv

    dialects, limit = state
    for name, options in dialects.items():
        csv.register_dialect(name, **options)
    csv.field_size_limit(limit)


row("csv", "registered dialects, the size of fields", _save_csv, _load_csv, module="csv")


def _save_tempfile() -> Any:
    folder = _module("tempfile").tempdir
    return UNCHANGED if folder is None else folder


def _load_tempfile(folder: Any) -> None:
    import tempfile

    tempfile.tempdir = folder


row("tempfile", "tempdir", _save_tempfile, _load_tempfile, module="tempfile")
