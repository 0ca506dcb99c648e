"""The class statement: `__build_class__` with a frame for the body (Python/bltinmodule.c)."""

import builtins
from types import CellType, FunctionType
from typing import Any

from stillframe.machine.call import builtins_of, call_keywords, link
from stillframe.machine.frame import NULL, Frame
from stillframe.machine.host import call_natively
from stillframe.machine.intrinsics import intrinsic
from stillframe.machine.resume import SWITCH, Resumer, throw_into
from stillframe.machine.tracebacks import scrub
from stillframe.machine.translation import Translation


@intrinsic(builtins.__build_class__)
def build_class(frame: Frame, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """__build_class__(function, name, *bases, metaclass=..., **keywords)."""
    sound = len(args) >= 2 and isinstance(args[0], FunctionType) and isinstance(args[1], str)
    target = frame.policy.target(args[0].__code__) if sound else None
    if not isinstance(target, Translation):
        return call_natively(frame, __build_class__, args, kwargs)
    function, name, *original = args
    bases = _resolved(original)
    keywords = dict(kwargs)
    meta = keywords.pop("metaclass", None)
    if meta is None:
        meta = type(bases[0]) if bases else type
    if isinstance(meta, type):
        meta = _most_derived(meta, bases)
    namespace: Any = {}
    if hasattr(meta, "__prepare__"):
        namespace = call_natively(frame, meta.__prepare__, (name, bases), keywords)
    if not hasattr(type(namespace), "__getitem__"):
        raise TypeError(
            f"{meta.__name__ if isinstance(meta, type) else '<metaclass>'}.__prepare__()"
            f" must return a mapping, not {type(namespace).__name__}"
        )
    if bases != tuple(original):
        namespace["__orig_bases__"] = tuple(original)
    fast = [NULL] * len(target.code.slots)
    body = Frame(
        target,
        fast,
        function.__globals__,
        builtins_of(function),
        frame.policy,
        function,
        namespace,
    )
    return link(frame, body, Body(meta, name, bases, namespace, keywords))


def _resolved(original: list[Any]) -> tuple[Any, ...]:
    """The bases, with `__mro_entries__` applied (PEP 560)."""
    bases: list[Any] = []
    for base in original:
        entries = None if isinstance(base, type) else getattr(base, "__mro_entries__", None)
        if entries is None:
            bases.append(base)
            continue
        new = entries(tuple(original))
        if not isinstance(new, tuple):
            raise TypeError("__mro_entries__ must return a tuple")
        bases += new
    return tuple(bases)


def _most_derived(meta: type, bases: tuple[Any, ...]) -> type:
    """The metaclass (_PyType_CalculateMetaclass)."""
    for base in bases:
        kind = type(base)
        if issubclass(meta, kind):
            continue
        if issubclass(kind, meta):
            meta = kind
            continue
        raise TypeError(
            "metaclass conflict: the metaclass of a derived class must be a (non-strict)"
            " subclass of the metaclasses of all its bases"
        )
    return meta


class Body(Resumer):
    """A class body: when it is done, the metaclass makes the class."""

    __slots__ = ("bases", "keywords", "meta", "name", "namespace")

    def __init__(
        self,
        meta: Any,
        name: str,
        bases: tuple[Any, ...],
        namespace: Any,
        keywords: dict[str, Any],
    ) -> None:
        self.meta = meta
        self.name = name
        self.bases = bases
        self.namespace = namespace
        self.keywords = keywords

    def returned(self, caller: Frame | None, value: Any) -> Frame | None:
        assert caller is not None
        made = Made(self, value)
        try:
            arguments = (self.name, self.bases, self.namespace)
            result = call_keywords(caller, self.meta, arguments, self.keywords)
        except BaseException as error:
            error.__traceback__ = scrub(error.__traceback__)
            return throw_into(caller, error)
        if result is SWITCH:
            opened, caller.switch = caller.switch, None
            assert opened is not None
            opened.resumer = Chained(opened.resumer, made)
            return opened
        return made.returned(caller, result)


class Chained(Resumer):
    """What `inner` makes of a result goes through `outer` (a metaclass in Python)."""

    __slots__ = ("inner", "outer")

    def __init__(self, inner: Resumer | None, outer: Resumer) -> None:
        self.inner = inner
        self.outer = outer

    def returned(self, caller: Frame | None, value: Any) -> Frame | None:
        assert caller is not None
        if self.inner is not None:
            following = self.inner.returned(caller, value)
            if following is not caller or caller.thrown is not None:
                return following
            value = caller.stack.pop()
        return self.outer.returned(caller, value)


class Made(Resumer):
    """The class is there: check that its `__class__` cell was filled."""

    __slots__ = ("body", "cell")

    def __init__(self, body: Body, cell: Any) -> None:
        self.body = body
        self.cell = cell

    def returned(self, caller: Frame | None, value: Any) -> Frame | None:
        if isinstance(value, type) and isinstance(self.cell, CellType):
            try:
                held = self.cell.cell_contents
            except ValueError:
                text = (
                    f"__class__ not set defining {self.body.name!r} as {value!r}."
                    " Was __classcell__ propagated to type.__new__?"
                )
                return self.failed(caller, RuntimeError(text))
            if held is not value:
                text = f"__class__ set to {held!r} defining {self.body.name!r} as {value!r}"
                return self.failed(caller, TypeError(text))
        return super().returned(caller, value)
