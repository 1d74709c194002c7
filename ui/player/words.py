"""Every text of the player, in the reader's language.

In: nothing. Out: one dict, sent along with the numbers; the words in braces are filled in by the browser.
"""

from typing import Any

from ui.component import shared_words
from ui.language import _
from viz_core.payloads.player_words import player_words


def words() -> dict[str, Any]:
    """All texts, by the names that `static/player/*.js` use."""
    return shared_words() | player_words(_)
