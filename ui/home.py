"""The first picture of the app: a bidirectional network on a task that needs both directions."""

import numpy as np
import streamlit as st

from ui.language import _, language
from ui.player import player
from ui.player_payload import pretrained_view
from viz_core.payloads.playback import Playback, decode
from viz_core.pretrained import load

# Brackets: the partner of an opening one comes later, that of a closing one came before.
NETWORK, SEQUENCE = "brackets_bidirectional_1", 0


def first_picture() -> None:
    """The player, and under it what it shows."""
    payload = pretrained_view(NETWORK, seed=SEQUENCE, spoken=language())
    # Both at once, so that an answer appears as soon as both have read its step, as the words say.
    player(payload, key="home_player", autoplay=True, compact=True, schedule="together")
    model = load(NETWORK).config.model
    right, total = right_answers(payload)
    st.markdown(
        _(
            "**Does this bracket have a partner?** The partner of an opening bracket comes later, that of a "
            "closing one came before. Blue reads from the left and knows, besides the bracket itself, only "
            "what came before; orange reads from the right and knows only what comes after. **Look at the "
            "answers** (purple): each appears when both have read its step. The network, a bidirectional "
            "{cell} with {units} units in each direction, answers {right} of these {total} steps correctly."
        ).format(cell=model.cell, units=model.units, right=right, total=total)
    )


def right_answers(payload: Playback) -> tuple[int, int]:
    """How many answers of a played sequence are right, and of how many.

    Args:
        payload: of the player, for a network with one sigmoid at each step and with targets.
    """
    said = decode(payload["predictions"][0]["probabilities"])[:, 0] > 0.5
    right = said == np.array(payload["targets"], dtype=bool)
    return int(right.sum()), right.size
