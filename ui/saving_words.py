"""Every text of the window in which a picture is saved, in the reader's language.

In: nothing. Out: one dict, which `static/saving/` reads.
"""

from typing import Any

from ui.language import _
from ui.source_words import source_names

VERSION = "0.1.0"


def saving_words() -> dict[str, Any]:
    """All texts, by the names that `static/saving/*.js` use."""
    return {
        "open": _("Save"),
        "title": _("Save the picture"),
        "close": _("Close"),
        "heading": _("Title"),
        "caption": _("Caption"),
        "bare": _("the picture alone"),
        "dark": _("dark"),
        "transparent": _("transparent background"),
        "own": _("its own shape instead of 16:9"),
        "formats": {
            "png": _("PNG"),
            "svg": _("SVG"),
            "pdf": _("PDF"),
            "gif": _("GIF"),
            "clip": _("Clip"),
            "html": _("HTML that plays"),
        },
        "print": _("Print"),
        "print_why": _("Printed into a file, lines and letters stay sharp at any size."),
        "add": _("Add to deck"),
        "added": _("Now in the deck, which holds {count}."),
        "making": _("Being made …"),
        "done": _("Done."),
        "failed": _("This browser could not make the file; another format may work."),
        "version": VERSION,
        "sources": source_names(),
    }
