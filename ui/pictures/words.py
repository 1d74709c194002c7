"""Every text of the moving pictures, in the reader's language.

In: the name of a picture. Out: one dict, sent along with the numbers; the browser fills in the braces.
"""

from typing import Any

from ui.component import shared_words
from ui.language import _
from ui.pictures.alignment_words import alignment_words
from ui.pictures.errors_flowing_back_words import errors_flowing_back_words
from ui.pictures.merge_words import merge_words
from ui.pictures.state_space_words import state_space_words
from ui.pictures.switchboard_words import switchboard_twins_words
from ui.pictures.who_knows_what_words import (
    who_knows_what_arrival_words,
    who_knows_what_curtain_words,
    who_knows_what_maps_words,
)


def words(name: str) -> dict[str, Any]:
    """All texts of one picture, by the names that `static/pictures/*.js` use."""
    own = {
        "errors_flowing_back": errors_flowing_back_words,
        "who_knows_what_maps": who_knows_what_maps_words,
        "who_knows_what_curtain": who_knows_what_curtain_words,
        "who_knows_what_arrival": who_knows_what_arrival_words,
        "merge": merge_words,
        "alignment": alignment_words,
        "switchboard_twins": switchboard_twins_words,
        "state_space": state_space_words,
    }
    return _shared() | own[name]()


def _shared() -> dict[str, Any]:
    return shared_words() | {
        "back": _("One step back"),
        "forward_step": _("One step forward"),
        "scrub": _("Moment"),
        "forward": _("forward"),
        "backward": _("backward"),
        "bidirectional": _("bidirectional"),
        "answers": _("answers"),
        "inputs": _("inputs"),
    }
