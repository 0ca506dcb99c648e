"""Contexts, context variables and tokens (PEP 567).

A context is rebuilt from its items. A variable that an importable module holds goes by reference,
any other by value: its name and default.
"""

import sys
from contextvars import Context, ContextVar, Token
from gc import get_referents
from types import ModuleType
from typing import Any

from stillframe.snapshot.finishing import finisher
from stillframe.snapshot.identity import MAIN
from stillframe.snapshot.kinds import reduces
from stillframe.snapshot.pickler import Freezer


@reduces(Context)
def _reduce_context(context: Context, freezer: Freezer) -> Any:
    if freezer.conditions is not None and context is freezer.once(current_context):
        return current_context, ()  # the program's process keeps what is set in it
    if not context:
        return Context, ()
    return Context, (), list(context.items()), None, None, fill_contexts


def current_context() -> Context:
    """The context in which this is called itself, not a copy: tokens lead to it."""
    token = _asked.set(None)
    context = _context_of(token)
    _asked.reset(token)
    return context


_asked: ContextVar[None] = ContextVar("stillframe.asked")


def _context_of(token: Token[Any]) -> Context:
    return next(one for one in get_referents(token) if type(one) is Context)


@finisher(order=20)
def fill_contexts(batch: list[tuple[Any, Any]]) -> None:
    """Last of all, as tokens want to see how a variable is set for the first time."""
    for context, items in batch:
        context.run(_set, items)


def _set(items: list[tuple[ContextVar[Any], Any]]) -> None:
    for variable, value in items:
        variable.set(value)


@reduces(ContextVar)
def _reduce_variable(variable: ContextVar[Any], freezer: Freezer) -> Any:
    found = freezer.once(_in_modules).get(id(variable))
    if found is not None:
        return found
    return variable_by_value(variable)


def variable_by_value(variable: ContextVar[Any]) -> Any:
    """How a variable is reduced to its name and default."""
    return _variable, (variable.name, *_default(variable))


def _default(variable: ContextVar[Any]) -> list[Any]:
    """What a variable refers to besides its name."""
    return [one for one in get_referents(variable) if one is not variable.name][:1]


def _variable(name: str, *default: Any) -> ContextVar[Any]:
    return ContextVar(name, default=default[0]) if default else ContextVar(name)


def _in_modules() -> dict[int, Any]:
    """By the ids of the variables that modules hold: how each is reduced."""
    found: dict[int, Any] = {}
    for name, module in list(sys.modules.items()):
        if isinstance(module, ModuleType) and name not in MAIN and module.__spec__ is not None:
            for attribute, value in list(vars(module).items()):
                if type(value) is ContextVar:
                    found.setdefault(id(value), (_attribute, (name, attribute)))
    if "decimal" in sys.modules:
        found[id(_of_decimal())] = _of_decimal, ()
    return found


def _attribute(module: str, name: str) -> Any:
    __import__(module)
    return getattr(sys.modules[module], name)


def _of_decimal() -> ContextVar[Any]:
    """The variable in which decimal's C code keeps its context; no module shows it."""
    import decimal

    context = Context()
    context.run(decimal.setcontext, decimal.DefaultContext.copy())
    return next(iter(context))


@reduces(Token)
def _reduce_token(token: Token[Any], freezer: Freezer) -> Any:
    context = _context_of(token)
    old = () if token.old_value is Token.MISSING else (token.old_value,)
    return _token, (context, token.var, old, " used " in repr(token).partition(" var=")[0] + " ")


def _token(context: Context, variable: ContextVar[Any], old: tuple[Any, ...], used: bool) -> Any:
    if context is current_context():
        return _make_token(variable, old, used)
    return context.run(_make_token, variable, old, used)


def _make_token(variable: ContextVar[Any], old: tuple[Any, ...], used: bool) -> Token[Any]:
    """Set a variable so that the token is like the one that was saved.

    Afterwards it is set in this context only if a token needs it: one that will unset it.
    """
    before = variable.set(old[0]) if old else None
    token = variable.set(None)
    if used:
        variable.reset(token)
    if before is not None:
        variable.reset(before)
    return token
