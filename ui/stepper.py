"""The stepper: real code run line by line, with its variables and, for a cell, its diagram.

In: a payload of `viz_core.scratch.stepping` (and `viz_core.lessons.inside_the_cell`). Out: a picture that
plays in the browser.

The scripts lie in `static/stepper/`.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from ui.component import component, shared_words
from ui.language import _
from viz_core.figures.palette import palettes

_mount = component("stepper", imports=["../numbers/button.js", "../player/look.js", "../saving/button.js"])
# About what a cell with its diagram and its variables takes, and what code alone does.
CELL_PLACE, CODE_PLACE = 780, 500


def stepper(
    payload: Mapping[str, Any],
    *,
    key: str,
    height: int = 470,
    calls: Mapping[str, Sequence[str]] | None = None,
) -> None:
    """Show code running line by line.

    Args:
        payload: from `viz_core.scratch.stepping.stepping`, with `source`; for a cell also `cell`, `unit` and
            `equations`, as `viz_core.lessons.inside_the_cell.inside` makes them. A new payload under the same
            key keeps the place in the code if the same lines ran.
        key: of the component, unique on its page.
        height: the most that code and variables take, in CSS pixels; longer ones scroll.
        calls: function -> what to call its first call, its second, and so on.
    """
    options = {"height": height, "calls": dict(calls or {})}
    _mount(
        key=key,
        height=CELL_PLACE if payload.get("cell") else CODE_PLACE,
        data={"payload": payload, "palettes": palettes(), "words": _words(), "options": options},
    )


def _words() -> dict[str, Any]:
    return shared_words() | {
        "title": _("Code, line by line"),
        "code": _("Code"),
        "variables": _("Variables"),
        "history": _("The whole sequence"),
        "large": _("too large to show"),
        "step": _("step {step}"),
        "step_of": _("step {step} of {steps}"),
        "before": _("before the loop"),
        "after": _("after the loop"),
        "back": _("One line back"),
        "forward": _("One line forward"),
        "block_back": _("One step back"),
        "block_forward": _("One step forward"),
        "scrub": _("Line"),
        "pace": _("Pace"),
        "pace_lines": _("line by line"),
        "pace_blocks": _("step by step"),
    }
