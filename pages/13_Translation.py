"""Real sequences: a question squeezed into one vector, an answer written from it."""

import streamlit as st

from ui.frame import open_page
from ui.language import N_, _
from ui.lesson import one_thing, questions
from ui.sets.network_view import network_view
from ui.sets.training import choose, follow
from ui.sets.translation import TRANSLATION, in_keras
from viz_core.data.recipes import TRANSLATED

# Data set -> questions about what it shows.
ASKED = {
    "dates": {
        N_("Write the same day in another way. What changes in the vector, and what in the answer?"): N_(
            "The answer stays. The vector moves, often as far as for the next day, but mostly in directions "
            "that the decoder's kernel hardly passes on: compare the two columns. Make it the next day "
            "instead: one character differs, and the decoder notices more than with any other way of "
            "writing. So it was for 93 of 100 days drawn at random; by the distance of the whole vectors for "
            "24."
        ),
        N_("Press Train and watch both accuracies. Why does the exact match come so much later?"): N_(
            "A network that gets 95 of 100 symbols right still spoils most answers, for one wrong symbol is "
            "enough: with ten symbols to get right, 0.95 to the tenth power is 0.6. The ends count too: "
            "knowing where answers stop is learned first, and lifts the accuracy of single symbols at once."
        ),
        N_("Ask for a day that does not exist, “31 april 2000”. What comes out, and why?"): N_(
            "2000-04-31, in perfect form: the decoder has learned what answers look like and writes one, "
            "whatever the vector says. It cannot say that it does not know."
        ),
    },
    "numbers": {
        N_(
            "Type “two hundred and five”, then leave out “and”. What changes in the vector and the answer?"
        ): N_(
            "The answer stays, “deux cent cinq”. The vector moves, but less than for any of the other "
            "numbers below the gap. So it was for 100 of 100 numbers drawn at random."
        ),
        N_("Type “ninety seven”. Why can the answer not be written one word for each word read?"): N_(
            "“quatre-vingt-dix-sept” has four parts: four, twenty, ten, seven. And what stands for “seventy” "
            "depends on the next word: “soixante-dix-sept”, but “soixante et onze”. The decoder begins when "
            "the whole number has been read."
        ),
        N_("Ask for something that is no number: “one one one”. What comes out, and why?"): N_(
            "“un un”, which is no number either: the decoder writes something for every vector, also for one "
            "that it has never learned from. It cannot say that it does not know."
        ),
    },
}


@st.fragment
def page() -> None:
    """All that a control changes."""
    config = choose(TRANSLATED, usual="dates", page="translation")
    follow(config, TRANSLATION, names=TRANSLATED)
    network_view(config)
    in_keras(config)

    questions({_(asked): _(answer) for asked, answer in ASKED[config.task.name].items()})


open_page(_("Translation"))
one_thing(_("Everything the decoder writes comes out of one vector."))
page()
