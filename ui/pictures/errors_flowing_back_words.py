"""The texts of the moving picture of the lesson 'Errors flowing back'.

Out: one dict.
"""

from typing import Any

from ui.language import _


def errors_flowing_back_words() -> dict[str, Any]:
    """By the names that `static/pictures/errors_flowing_back.js` uses."""
    return {
        "title": _("Errors flowing back through a bidirectional network"),
        "forward": _("forward h→"),
        "backward": _("backward h←"),
        "lengths": _("‖dL/dhₜ‖"),
        "lengths_scale": _("log scale"),
        "key_forward": _("forward reading"),
        "key_backward": _("backward reading"),
        "key_gradient": _("gradients: always against the reading"),
        "exactly_zero": _("exactly 0"),
        "tip": _("{reader}, step {step}: length of dL/dh = {length}"),
        "idle": _("Press play: both readers read, then the error travels back."),
        "reading": _("Reading: forward is at step {forward}, backward at step {backward}."),
        "loss_one": _("The loss L is taken at step {step}; now its gradient sets out."),
        "loss_all": _("The loss L is the mean over all steps; now its gradient sets out."),
        "first_states": _("The gradient has reached the first state of each reader on the way back."),
        "back_so_far": _(
            "Step {age} of the way back: leftwards along the forward, rightwards along the backward reader."
        ),
        "end": _("The end, {age} steps back: the bars show how much of the error arrived at each state."),
    }
