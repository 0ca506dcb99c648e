"""Weak references and weak collections.

What they refer to goes along. After a thaw it stays if something else that was thawed holds it.
"""

from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary, WeakMethod, WeakSet, WeakValueDictionary, ref

from stillframe.snapshot.finishing import finisher
from stillframe.snapshot.kinds import reduces

if TYPE_CHECKING:
    from stillframe.snapshot.pickler import Freezer


@reduces(ref)
def _reduce_ref(reference: Any, freezer: "Freezer") -> Any:
    if type(reference) not in (ref, WeakMethod):
        return NotImplemented
    target = reference()
    if target is None:
        return _dead, (type(reference),)
    return type(reference), (target, reference.__callback__)


@reduces(WeakSet)
def _reduce_set(items: Any, freezer: "Freezer") -> Any:
    return _empty, (type(items),), (list(items), _attributes(items)), None, None, fill_weak


@reduces(WeakKeyDictionary, WeakValueDictionary)
def _reduce_dictionary(items: Any, freezer: "Freezer") -> Any:
    pairs = list(items.items())
    return _empty, (type(items),), (pairs, _attributes(items)), None, None, fill_weak


def _attributes(items: Any) -> dict[str, Any]:
    """What a subclass has added."""
    own = vars(_empty(type(items)))
    return {name: value for name, value in vars(items).items() if name not in own}


def _empty(kind: Any) -> Any:
    made = kind.__new__(kind)
    base = next(one for one in kind.__mro__ if one in _COLLECTIONS)
    base.__init__(made)
    return made


_COLLECTIONS = (WeakSet, WeakKeyDictionary, WeakValueDictionary)


@finisher(order=10)
def fill_weak(batch: list[tuple[Any, Any]]) -> None:
    """Now that all objects are whole, and can be hashed."""
    for items, (contents, attributes) in batch:
        items.update(contents)
        items.__dict__.update(attributes)


class _Gone:
    def method(self) -> None: ...


def _dead(kind: Any) -> Any:
    gone = _Gone()
    return kind(gone.method if kind is WeakMethod else gone)
