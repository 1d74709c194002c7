"""The texts of the moving picture of the lesson 'State space'.

Out: one dict.
"""

from typing import Any

from ui.language import _


def state_space_words() -> dict[str, Any]:
    """By the names that `static/pictures/state_space.js` uses."""
    return {
        "title": _("States of both readers along their principal components"),
        "inputs": _("Inputs"),
        "answers": _("Answers"),
        "read": _("Step {step}: forward has read 1 to {step}, backward {last} down to {step}."),
        "turn": _("Drag or press arrow keys to turn all; Home turns back."),
        "clouds": _("Clouds of states; arrow keys turn all of them, Home turns them back"),
        "seen": _("Turned by {turned}°, tilted by {tilted}°."),
        "answer": _("The merged state answers “{answer}”, p = {chance}"),
    }
