"""Real sequences: a tag for every word, by what comes before it and what comes after."""

from ui.frame import open_page
from ui.language import _
from ui.lesson import one_thing, questions
from ui.sets.network_view import network_view, tagger_in_keras
from ui.sets.tag_controls import choose
from ui.sets.tagging import TAGGING
from ui.sets.training import follow
from viz_core.data.recipes import TAGGED

open_page(_("Tagging"))
one_thing(_("What a word is may depend on the words after it."))

config = choose()
if config is not None:
    follow(config, TAGGING, names=TAGGED)
    network_view(config)
    tagger_in_keras(config)

questions(
    {
        _("Type “the old man”, then “the old man the boats”. Which beliefs change, and whose?"): _(
            "With “the boats” behind it, “man” is a verb and “old” a noun. The forward reader's cells for "
            "“old” and “man” stay as they are, to the last digit: it answered before it read on. The others "
            "change their minds."
        ),
        _("Find a sentence in which the backward reader is in doubt and the forward reader is sure."): _(
            "“the men house the old guard”: read from its end, “the old guard” could be a whole sentence in "
            "which the old stand guard. The forward reader has already met the verb."
        ),
        _("The networks' beliefs are nearly the exact ones. What more could longer training give?"): _(
            "Nothing: a reader that does not see the other side of a word cannot beat the count of all "
            "sentences that look the same from its side. Only the other reader can help."
        ),
    }
)
