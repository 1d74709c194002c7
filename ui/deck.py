"""The deck of pictures that this browser keeps, and the files it becomes.

In: nothing: the pictures never come to the server. Out: a list to order and to write captions into, and its
downloads. Its scripts lie in `static/deck/` and `static/saving/`.
"""

from ui.component import component
from ui.language import _
from viz_core.figures.palette import palettes

_mount = component(
    "deck",
    imports=[
        "../player/look.js",
        "../saving/deck_files.js",
        "../saving/deck_link.js",
        "../saving/deck_store.js",
        "../saving/elements.js",
        "../saving/facts.js",
    ],
)


def deck(*, key: str) -> None:
    """Show the deck.

    Args:
        key: of the component, unique on its page.
    """
    _mount(key=key, data={"words": _words(), "palettes": palettes()})


def _words() -> dict[str, object]:
    return {
        "title": _("Bidirectional RNNs"),
        "list": _("Pictures in the deck"),
        "empty": _("The deck is empty: press Save at a picture, then Add to deck."),
        "heading": _("Title"),
        "caption": _("Caption"),
        "open": _("open the picture"),
        "up": _("Up"),
        "down": _("Down"),
        "out": _("Take out"),
        "files": {
            "pptx": _("PowerPoint"),
            "pdf": _("PDF"),
            "html": _("One page that plays"),
            "zip": _("Pictures (ZIP)"),
            "txt": _("Links"),
        },
        "link": _("Link to this deck"),
        "copied": _("The link is copied: whoever opens it can fill a deck with these pictures."),
        "copy": _("Copy the link: whoever opens it can fill a deck with these pictures."),
        "too_long": _("This deck is too long for a link: take out pictures, or shorten captions."),
        "unreadable": _("This link holds no deck that can be read."),
        "ask": _("This link holds {count} pictures; to collect them takes a few seconds for each."),
        "fill": _("Add them to the deck"),
        "leave": _("No"),
        "filling": _("Picture {number} of {count} is being collected …"),
        "filled": _("The pictures of the link are in the deck."),
        "missing": _("These links of it show no such picture: {links}"),
        "making": _("Being made …"),
        "done": _("Done."),
        "failed": _("This browser could not make the file; another format may work."),
    }
