"""The player in a notebook: what `Watch` shows of the network that it watches.

In: a guest, the sequence that is watched. Out: one self-contained piece of HTML.
"""

from collections.abc import Sequence
from html import escape

import numpy as np

from viz_core.arrays import Floats64
from viz_core.guests.feeding import Fed
from viz_core.guests.guest import Guest
from viz_core.guests.looking import look
from viz_core.guests.playing import reading_playback
from viz_core.slides import player_page
from viz_core.watch.folder import About


def players(guest: Guest, about: About, sample: Sequence[Floats64]) -> str:
    """Every recurrent layer in a player of its own, the last one first, since the answers follow it.

    Args:
        guest: the network with its newest weights.
        about: what the training says of itself.
        sample: one array for each input, with a batch axis of one.

    Returns:
        HTML that plays wherever it stands; a sentence where there is too much to be played.
    """
    fed = Fed.of(sample, np.array(about.targets, np.int32) if about.targets else None)
    try:
        seen = look(guest, fed.inputs)
        places = reversed(range(len(seen.readings)))
        payloads = [reading_playback(guest, fed, seen, one, source="from a file") for one in places]
    except ValueError as problem:
        return f"<p>{escape(str(problem))}</p>"
    return player_page(payloads, title=about.name)._repr_html_()
