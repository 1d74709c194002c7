"""Real sequences: a question squeezed into one vector, an answer written from it."""

from ui.frame import open_page
from ui.language import _
from ui.lesson import one_thing, questions
from ui.sets.training import choose, follow
from ui.sets.translation import TRANSLATION, in_keras
from viz_core.data.recipes import TRANSLATED

open_page(_("Translation"))
one_thing(_("Everything the decoder writes comes out of one vector."))

config = choose(TRANSLATED, usual="dates", room="translation")
follow(config, TRANSLATION, names=TRANSLATED)
in_keras(config)

questions(
    {
        _("Write the same day in another way. What changes in the vector, and what in the answer?"): _(
            "The answer stays, and the vector moves little: the encoder has thrown away most of how the day "
            "was written. Make 2036 of 2026 instead: one character differs, yet the vector goes further "
            "away than with any other way of writing."
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
