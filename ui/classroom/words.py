"""What the class's script says, in the reader's language."""

from ui.language import _


def words() -> dict[str, str]:
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
        "send": _("Ask the class"),
        "cancel": _("Cancel"),
        "votes": _("Votes: {count}"),
        "reveal": _("Show the votes"),
        "finish": _("End the question"),
        "tap": _("Tap an answer. Nobody sees who gave which."),
        "counted": _("Your answer counts. Tap another to change it."),
        "closed": _("The votes of the class"),
        "right": _("right"),
    }
