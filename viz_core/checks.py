"""Every error sentence of the project, in one shape.

In: a name and a value. Out: nothing, or a `ValueError` with one sentence that says what was expected and
what came, for example ```merge_mode` must be one of concat, sum, mul, ave; got 'avg'.``
"""

from collections.abc import Iterable
from typing import Any

import numpy as np


def check_one_of(name: str, value: object, options: Iterable[object]) -> None:
    """Raise `ValueError` unless `value` is one of `options`."""
    options = list(options)
    if value not in options:
        raise ValueError(f"`{name}` must be one of {', '.join(map(str, options))}; got {value!r}.")


def check_integer(name: str, value: object, low: int, high: int) -> None:
    """Raise `ValueError` unless `value` is a whole number from `low` to `high`, both included."""
    if isinstance(value, bool) or not isinstance(value, int | np.integer) or not low <= value <= high:
        raise ValueError(f"`{name}` must be a whole number from {low:,} to {high:,}; got {value!r}.")


def check_number(name: str, value: object, low: float, high: float) -> None:
    """Raise `ValueError` unless `value` is a finite number from `low` to `high`, both included."""
    is_number = isinstance(value, int | float | np.number) and not isinstance(value, bool)
    if not is_number or not low <= float(value) <= high:  # type: ignore[arg-type]
        raise ValueError(f"`{name}` must be a number from {low:g} to {high:g}; got {value!r}.")


def check_flag(name: str, value: object) -> None:
    """Raise `ValueError` unless `value` is True or False."""
    if not isinstance(value, bool | np.bool_):
        raise ValueError(f"`{name}` must be True or False; got {value!r}.")


def check_shape(name: str, array: Any, axes: dict[str, int | None]) -> None:
    """Raise `ValueError` unless `array` has the given axes.

    Args:
        name: what to call the array in the sentence.
        array: anything with a `shape`.
        axes: axis name -> expected length, or None where any length will do,
            for example ``{"batch": None, "time": 10, "features": 1}``.
    """
    lengths = list(axes.values())
    shape = np.shape(array)
    fits = len(shape) == len(lengths) and all(
        want is None or want == got for want, got in zip(lengths, shape, strict=True)
    )
    if not fits:
        expected = ", ".join(axis if want is None else f"{axis}={want}" for axis, want in axes.items())
        raise ValueError(f"`{name}` must have shape ({expected}); got {tuple(shape)}.")


def check_same_shape(**arrays: Any) -> None:
    """Raise `ValueError` unless all the named arrays have one shape."""
    shapes = {name: np.shape(array) for name, array in arrays.items()}
    if len(set(shapes.values())) > 1:
        names = " and ".join(f"`{name}`" for name in shapes)
        got = " and ".join(str(shape) for shape in shapes.values())
        raise ValueError(f"{names} must have the same shape; got {got}.")


def check_keys(name: str, keys: Iterable[str], allowed: Iterable[str]) -> None:
    """Raise `ValueError` if `keys` has an entry that `allowed` has not."""
    allowed = list(allowed)
    for key in keys:
        if key not in allowed:
            raise ValueError(f"`{name}` may have the fields {', '.join(allowed)}; got {key!r}.")
