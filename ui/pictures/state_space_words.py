"""The texts of the moving picture of the lesson 'State space'.

Out: one dict.
"""

from typing import Any

from ui.language import _


def state_space_words() -> dict[str, Any]:
    """By the names that `static/pictures/state_space.js` uses."""
    return {
        "title": _("States of both readers in their principal planes"),
        "read": _("Step {step}: forward has read 1 to {step}, backward {last} down to {step}."),
        "answer": _("The merged state answers “{answer}”, p = {chance}"),
    }
