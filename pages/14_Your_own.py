"""Real sequences: a table of one's own, of numbers or of texts."""

import streamlit as st

from ui.frame import open_page
from ui.language import _
from ui.lesson import one_thing, questions
from ui.sets.training import follow
from ui.sets.your_own import YOUR_OWN
from ui.sets.your_own_compared import compared
from ui.sets.your_own_controls import choose, examples, in_keras
from viz_core.data.own_sets import OWN


@st.fragment
def page() -> None:
    """All that a control changes."""
    config = choose()
    if config is not None:
        follow(config, YOUR_OWN, names=OWN)
        compared(config)
        in_keras(config)
    examples()


open_page(_("Your own data"))
one_thing(_("Do your data need the future? Train all three directions and see."))
page()

questions(
    {
        _("Train forward, backward and both on “Leaks”. Where do the first two go wrong?"): _(
            "The forward reader sees a dip and cannot know whether a jump will follow; the backward reader "
            "sees a jump and cannot know whether a dip came before. Each must guess through the middle; only "
            "both together know."
        ),
        _("“Gestures” has one label for each sequence. Does it need both directions?"): _(
            "Hardly: whoever has read all of a circle, from either end, knows which way round it went. Two "
            "readers help where one answer is due in the middle of a sequence, not only at its end."
        ),
        _("Training accuracy is high and validation accuracy is that of guessing. What has happened?"): _(
            "The network has learned the sequences by heart. Bring more of them, take fewer units, or stop "
            "earlier: at the epoch where the validation curve turns."
        ),
    }
)
