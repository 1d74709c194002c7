"""The texts of the window that shows the numbers of a picture, in the reader's language.

In: nothing. Out: one dict, which `static/numbers/` reads.
"""

from ui.language import _


def numbers_words() -> dict[str, str]:
    """All texts, by the names that `static/numbers/*.js` use."""
    return {
        "open": _("Numbers (key N)"),
        "title": _("Numbers"),
        "close": _("Close"),
        "unit": _("unit"),
        "unknown": _("not read yet"),
    }
