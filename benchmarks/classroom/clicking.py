"""What a student who only looks does: changes one control after another, by a little."""

import random
from collections.abc import Iterator
from typing import Any

from benchmarks.classroom.elements import Widget
from benchmarks.classroom.student import Student

# Nobody looks at a page by changing its language.
LANGUAGE = ("lang", "lang_words")


def some_click(student: Student, rng: random.Random) -> tuple[Widget, Any]:
    """A control of this page, and another value for it.

    Raises:
        LookupError: the page has no control that can be changed.
    """
    widgets = [one for one in student.page.widgets() if one.key not in LANGUAGE]
    rng.shuffle(widgets)
    for widget in widgets:
        now = student.values.get(widget.proto.id)
        if others := list(_others(widget, now)):
            return widget, rng.choice(others)
    raise LookupError("`page` must have a control that can be changed.")


def _others(widget: Widget, now: Any) -> Iterator[Any]:
    """Values near the present one; none for kinds that are not for clicking."""
    described = widget.proto
    if widget.kind == "checkbox":
        yield not (described.default if now is None else now)
    elif widget.kind in ("selectbox", "radio"):
        yield from (one for one in described.options if one != now)
    elif widget.kind == "button_group":
        yield from ([one.content] for one in described.options if [one.content] != now)
    elif widget.kind == "number_input":
        yield from _steps(described, described.default)
    elif widget.kind == "slider" and len(described.default) == 1 and not described.options:
        yield from ([one] for one in _steps(described, described.default[0]))


def _steps(described: Any, usual: float) -> Iterator[float]:
    """One and two steps up from the usual value, within what the control allows."""
    steps = (usual + described.step, usual + 2 * described.step)
    return (one for one in steps if one <= described.max)
