"""Lesson: the states of both readers, seen in the plane along which they vary most."""

from ui.frame import open_page
from ui.language import _
from ui.lesson import one_thing, questions
from ui.lessons.state_space import at_work

open_page(_("State space"))
one_thing(_("Two readers, two clocks; the answer is read off where their states meet."))

at_work()

questions(
    {
        _("Balance: show forward against backward. Which way does the border between the colours run?"): _(
            "Diagonally. PC1 of each reader follows the sum it has read, and the answer compares the two "
            "sums: neither axis alone tells it, both together do. Choose “Two-sided flip-flop”, and the "
            "same picture has four corners: two places for each reader, two times two together."
        ),
        _(
            "Cumulative sum: colour by the sum so far. Is the trained network better than the untrained one?"
        ): _(
            "No. Random weights add numbers up just as well, so a sum that can be read off the states "
            "proves nothing. Compare the colour Target, or another task, before you speak of learning."
        ),
        _("Casino: the colour is the exact belief. Why is R² of the untrained network above 0.6, too?"): _(
            "The belief leans on the bits read last, and every recurrent state holds some of them. Training "
            "brings the rest: how much weight each bit has, and how fast it fades."
        ),
    }
)
