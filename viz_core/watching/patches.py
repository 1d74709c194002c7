"""What has changed from one version of a picture to the next, as little JSON as possible.

A change is a dict with one of these keys; `static/watching/watch.js` applies the same:

- `=`: the new value, whatever was there before;
- `+`: entries that a list has got at its end;
- `i`: changes of entries of a list, by their places;
- `k`: changes of a dict by its keys, and with `d` the keys that are gone.
"""

from collections.abc import Mapping
from typing import Any

Change = dict[str, Any]


def difference(old: Any, new: Any) -> Change | None:
    """How to get from `old` to `new`, two values as JSON has them; None where they are equal."""
    if old == new:
        return None
    if isinstance(old, dict) and isinstance(new, dict):
        return _of_dicts(old, new)
    if isinstance(old, list) and isinstance(new, list):
        return _of_lists(old, new)
    return {"=": new}


def _of_dicts(old: Mapping[str, Any], new: Mapping[str, Any]) -> Change:
    changes = {key: difference(old[key], new[key]) if key in old else {"=": new[key]} for key in new}
    gone = [key for key in old if key not in new]
    kept = {key: change for key, change in changes.items() if change is not None}
    return {"k": kept} | ({"d": gone} if gone else {})


def _of_lists(old: list[Any], new: list[Any]) -> Change:
    if old and len(new) > len(old) and new[: len(old)] == old:
        return {"+": new[len(old) :]}
    if len(new) != len(old) or not all(isinstance(one, dict) for one in (*old, *new)):
        return {"=": new}
    changes = {str(place): difference(*pair) for place, pair in enumerate(zip(old, new, strict=True))}
    return {"i": {place: change for place, change in changes.items() if change is not None}}


def patched(old: Any, change: Change | None) -> Any:
    """The new value; `old` stays as it is."""
    if change is None:
        return old
    if "=" in change:
        return change["="]
    if "+" in change:
        return [*old, *change["+"]]
    if "i" in change:
        return [patched(one, change["i"].get(str(place))) for place, one in enumerate(old)]
    kept = {key: value for key, value in old.items() if key not in change.get("d", ())}
    return kept | {key: patched(old.get(key), one) for key, one in change["k"].items()}
