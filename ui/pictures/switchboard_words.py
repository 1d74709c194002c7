"""The texts of the moving picture of the lesson 'Switchboard': several networks read under one cursor.

Out: one dict.
"""

from typing import Any

from ui.language import _


def switchboard_twins_words() -> dict[str, Any]:
    """By the names that `static/pictures/switchboard_twins.js` uses."""
    return {
        "title": _("Four networks read one sequence"),
        "target": _("heavier side"),
        "right": _("right"),
        "tip": _("step {step}: p({name}) = {value}"),
        "idle": _("Press play: all four begin at once."),
        "reading": _("Moment {beat} of {beats}: an answer appears as soon as its network has read enough."),
        "done": _("Everything is read: compare the rows."),
    }
