"""The texts of the moving picture of the lesson 'Alignment'.

Out: one dict.
"""

from typing import Any

from ui.language import _


def alignment_words() -> dict[str, Any]:
    """By the names that `static/pictures/alignment.js` uses."""
    return {
        "title": _("The backward states, as written and beside the inputs"),
        "inputs": _("inputs"),
        "forward_lane": _("forward →"),
        "written": _("← backward"),
        "written_note": _("order of writing"),
        "laid": _("backward, laid"),
        "flipped": _("flipped: input order"),
        "unflipped": _("not flipped!"),
        "answers": _("merged: h→ | h←"),
        "answers_note": _("answer"),
        "of_forward": _("h→ {step}"),
        "of_backward": _("h← {step}"),
        "before": _("Press play: the backward reader starts at the right end."),
        "reading": _("The backward reader reads input {step} and writes its state in place {place}."),
        "flips": _("The lane flips: each state comes to stand beside the input it belongs to."),
        "forgets": _("Nobody flips the lane: place 1 holds the state of the last input."),
        "done": _("Each step joins two states that meet at it: {right} of {steps} answers are right."),
        "done_wrong": _(
            "Step 1 is joined with the backward state of step {last}, and so on: {right} of {steps} answers "
            "are right."
        ),
    }
