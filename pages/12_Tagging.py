"""Real sequences: a tag for every word, by what comes before it and what comes after."""

import streamlit as st

from ui.frame import open_page
from ui.language import N_, _
from ui.lesson import one_thing, questions
from ui.sets.network_view import network_view, tagger_in_keras
from ui.sets.tagging import TAGGING
from ui.sets.tagging_controls import choose
from ui.sets.training import follow
from viz_core.data.recipes import TAGGED

# Sentences -> questions about what they show.
ASKED = {
    "mini_sentences": {
        N_("Type “the old man”, then “the old man the boats”. Which beliefs change, and whose?"): N_(
            "With “the boats” behind it, “man” is a verb and “old” a noun. The forward reader's cells for "
            "“old” and “man” stay as they are, to the last digit: it answered before it read on. The others "
            "change their minds."
        ),
        N_("Find a sentence in which the backward reader is in doubt and the forward reader is sure."): N_(
            "“the nurse guards the man”: read from its end, “man” could be the verb of a sentence such "
            "as “the old man”. The forward reader has already met the verb."
        ),
        N_("The networks' beliefs are nearly the exact ones. What more could longer training give?"): N_(
            "Nothing: a reader that does not see the other side of a word cannot beat the count of all "
            "sentences that look the same from its side. Only the other reader can help."
        ),
    },
    "treebank": {
        N_("“That is what I like about that place.” Who knows that the second “that” is a determiner?"): N_(
            "The backward reader: it has read “place” behind it and says DET. The forward reader has read "
            "“about that” and takes it for a pronoun, with little more than one half."
        ),
        N_("And who knows in the same sentence that “like” is a verb?"): N_(
            "The forward reader, which has read “I” before it. The backward reader has read “about that "
            "place” and takes it for a preposition. Both together are right in both places."
        ),
        N_("Why is a network of both readers worse through one vector here, and not with the grammar?"): N_(
            "Its vector must hold every word of a sentence in which nearly anything may follow. The "
            "sentences of the grammar are short and much alike. The table of lengths shows both: choose "
            "*Grammar*, then *English web*."
        ),
    },
    "own_tags": {
        N_("Train all three directions on your file. Where do they differ?"): N_(
            "At words with several tags, where the words on one side decide: a cell that is faint in one row "
            "and strong in another. Where they agree, a word decides by itself or with its neighbours."
        ),
        N_("Type a word that is not in your file. What does the network go by?"): N_(
            "By its capital, its ending or a digit in it, and by the words around it: all unknown words that "
            "share the first three are one and the same to it."
        ),
    },
}


@st.fragment
def page() -> None:
    """All that a control changes."""
    config = choose()
    if config is not None:
        follow(config, TAGGING, names=TAGGED)
        network_view(config)
        tagger_in_keras(config)

    name = config.task.name if config is not None else "own_tags"
    questions({_(asked): _(answer) for asked, answer in ASKED[name].items()})


open_page(_("Tagging"))
one_thing(_("What a word is may depend on the words after it."))
page()
