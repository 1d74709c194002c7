"""What the class's script says, in the reader's language."""

from typing import Any

from ui.language import _
from ui.saving_words import saving_words


def words() -> dict[str, Any]:
    """Name -> text; `{…}` stands for what the script puts in."""
    return {
        "leading": _("Leading {code}"),
        "following": _("Following {code}"),
        "free": _("On your own"),
        "let_go": _("Let go"),
        "again": _("Follow again"),
        "leave": _("Leave the class"),
        "drive": _("Take the lead"),
        "away": _("The lecturer is away"),
        "lost": _("Connection lost; trying again"),
        "unknown": _("There is no class {code} now"),
        "full": _("The class is full; trying again"),
        "over": _("The class is over"),
        "others": _("Another browser leads now"),
        "dismiss": _("Close"),
        "here": _("{count} here"),
        "end": _("End the class"),
        "ask": _("Ask"),
        "question": _("Question"),
        "answer": _("Answer {number}"),
        "is_right": _("Answer {number} is right"),
        "right_help": _("Mark the right answer, or none."),
        "offered": _("Questions of this page: one press asks the class"),
        "kind": _("Kind of question"),
        "choices": _("Choose an answer"),
        "which_step": _("Which step?"),
        "which_step_help": _("Asks the class which step it is"),
        "sequence": _("Sequence: a space between two steps"),
        "right_step": _("Press the right step, or none."),
        "step": _("Step {step}: {symbol}"),
        "send": _("Ask the class"),
        "cancel": _("Cancel"),
        "votes": _("Votes: {count}"),
        "reveal": _("Show the votes"),
        "finish": _("End the question"),
        "tap": _("Tap an answer. Nobody sees who gave which."),
        "tap_step": _("Tap a step of the sequence. Nobody sees who gave which."),
        "counted": _("Your answer counts. Tap another to change it."),
        "closed": _("The votes of the class"),
        "right": _("right"),
        "saving": saving_words(),
    }
