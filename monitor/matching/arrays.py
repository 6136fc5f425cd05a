"""Trees of records whose leaves are arrays and whole numbers: as named arrays, and back."""

from collections.abc import Iterator, Mapping
from typing import Any, TypeVar, get_type_hints

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Tree = TypeVar("Tree")


def leaves(tree: object, name: str = "") -> Iterator[tuple[str, Array]]:
    """Every leaf with the path to it. Records are told by what their class annotates."""
    if isinstance(tree, np.ndarray | np.generic | int):
        yield name, np.asarray(tree)
        return
    for part in _parts(type(tree)):
        yield from leaves(getattr(tree, part), f"{name}.{part}")


def grown(kind: type[Tree], arrays: Mapping[str, Array], name: str = "") -> Tree:
    """The tree of which these are the leaves. Raises KeyError where one is missing."""
    tree: Tree = _grown(kind, arrays, name)
    return tree


def _grown(kind: Any, arrays: Mapping[str, Array], name: str) -> Any:
    if kind is int:
        return int(arrays[name])
    parts = _parts(kind)
    if not parts:
        return arrays[name][()]  # an array, or the only number in it
    tree = object.__new__(kind)
    for part, its_kind in parts.items():
        object.__setattr__(tree, part, _grown(its_kind, arrays, f"{name}.{part}"))
    return tree


def _parts(kind: Any) -> Mapping[str, Any]:
    """What a record is made of; nothing of an array."""
    if not isinstance(kind, type) or issubclass(kind, np.ndarray | np.generic):
        return {}
    return get_type_hints(kind)
