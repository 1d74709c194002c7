"""Pictures as JSON has them: dicts, lists, numbers and words, nothing that only Python knows."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from viz_core.arrays import Array

# Digits behind the point: beyond what a picture or a number beside the pointer shows.
DIGITS = 6


def plain(value: Any) -> Any:
    """The same value for JSON: arrays become lists, their numbers rounded; what is no number becomes None."""
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, np.ndarray):
        return _numbers(value)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return _entries(value)
    if isinstance(value, np.generic):
        return plain(value.item())
    if isinstance(value, float):
        return value if np.isfinite(value) else None
    return value


def _entries(values: Sequence[Any]) -> list[Any]:
    """A long list of numbers is taken as an array: it is checked at once, not one by one."""
    if len(values) > 8 and all(isinstance(one, float | int | np.number) for one in values):
        return _numbers(np.asarray(values))
    return [plain(one) for one in values]


def _numbers(array: Array) -> list[Any]:
    if array.dtype.kind != "f":
        return plain(array.tolist()) if array.dtype.kind == "O" else list(array.tolist())
    rounded = np.round(array.astype(np.float64), DIGITS)
    if np.isfinite(rounded).all():
        return list(rounded.tolist())
    written = rounded.astype(object)
    written[~np.isfinite(rounded)] = None
    return list(written.tolist())
