"""Real sequences: handwritten digits, read row by row."""

import streamlit as st

from ui.frame import open_page
from ui.language import _
from ui.lesson import one_thing, questions
from ui.sets.digits import DIGITS
from ui.sets.network_view import network_view
from ui.sets.training import choose, follow, in_keras
from viz_core.data.recipes import IMAGES


@st.fragment
def page() -> None:
    """All that a control changes."""
    config = choose(IMAGES, usual="digits", page="digits")
    follow(config, DIGITS, names=IMAGES)
    network_view(config)
    in_keras(config)


open_page(_("Digits"))
one_thing(_("An image is 28 rows: one reader starts at the top, one at the bottom."))
page()

questions(
    {
        _("The last row of the blue map and the first row of the orange one are the same. Why?"): _(
            "Both are the answer to the whole image: from the top everything has been read at the last row, "
            "from the bottom at the first."
        ),
        _("Two digits differ in their upper half alone. Which map tells them apart first?"): _(
            "The blue one: the rows that differ are the first that it reads. The orange maps of the two are "
            "the same, to the last digit, until the reading from the bottom gets there."
        ),
        _("Would columns do as well as rows?"): _(
            "Yes, if the network is trained on them: the same 784 numbers, in another order. A network that "
            "was trained on rows knows nothing of columns: to it, a digit lying on its side is another image."
        ),
    }
)
