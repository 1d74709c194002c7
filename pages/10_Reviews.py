"""Real sequences: film reviews, read word by word."""

import streamlit as st

from ui.frame import open_page
from ui.language import _
from ui.lesson import one_thing, questions
from ui.sets.network_view import network_view
from ui.sets.reviews import REVIEWS
from ui.sets.reviews_scores import review_scores
from ui.sets.training import choose, follow, in_keras
from viz_core.data.recipes import WORDS


@st.fragment
def page() -> None:
    """All that a control changes."""
    config = choose(WORDS, usual="reviews", page="reviews")
    follow(config, REVIEWS, names=WORDS)
    review_scores(config.task.name)
    network_view(config)
    in_keras(config)


open_page(_("Reviews"))
one_thing(_("A review turns on a word: see where each reader changes its mind."))
page()

questions(
    {
        _("Change one word in the middle. Which parts of the blue and the orange line stay as they were?"): _(
            "Blue stays left of that word and orange right of it, to the last digit: there the readers have "
            "not met it yet. Purple may change everywhere, for each of its points has read the whole review."
        ),
        _("Where on the chart has each reader read everything?"): _(
            "Blue at the last word, orange at [start]. The answer is taken from these two states, and so "
            "from no single word: `Bidirectional` without `return_sequences` hands on just these two."
        ),
        _("Must two readers be much better than one here?"): _(
            "No: there is one answer for a whole review, and whoever has read all of it, from either end, "
            "has met every word. Two readers help most where each step has an answer of its own."
        ),
    }
)
