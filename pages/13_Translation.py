"""Real sequences: a question squeezed into one vector, an answer written from it."""

from ui.frame import open_page
from ui.language import _
from ui.lesson import one_thing, questions
from ui.sets.network_view import network_view
from ui.sets.training import choose, follow
from ui.sets.translation import TRANSLATION, in_keras
from viz_core.data.recipes import TRANSLATED

open_page(_("Translation"))
one_thing(_("Everything the decoder writes comes out of one vector."))

config = choose(TRANSLATED, usual="dates", room="translation")
follow(config, TRANSLATION, names=TRANSLATED)
network_view(config)
in_keras(config)

questions(
    {
        _("Write the same day in another way. What changes in the vector, and what in the answer?"): _(
            "The answer stays. The vector moves, often as far as for the next day, but mostly in directions "
            "that the decoder's kernel hardly passes on: compare the two columns. Make it the next day "
            "instead: one character differs, and the decoder notices more than with any other way of "
            "writing. So it was for 93 of 100 days drawn at random; by the distance of the whole vectors for "
            "24."
        ),
        _("Press Train and watch both accuracies. Why does the exact match come so much later?"): _(
            "A network that gets 95 of 100 symbols right still spoils most answers, for one wrong symbol is "
            "enough: with ten symbols to get right, 0.95 to the tenth power is 0.6. The ends count too: "
            "knowing where answers stop is learned first, and lifts the accuracy of single symbols at once."
        ),
        _(
            "Ask for something outside the set: “31 april 2000”, or “one one one”. What comes out, and why?"
        ): _(
            "An answer in perfect form: the decoder has learned what answers look like and writes one, "
            "whatever the vector says. It cannot say that it does not know."
        ),
    }
)
