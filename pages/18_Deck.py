"""Pictures collected for a lecture, taken home as slides."""

import streamlit as st

from ui.deck import deck
from ui.frame import open_page
from ui.language import _

open_page(_("Deck"), lead=_("Pictures that were added here become slides."))
deck(key="deck")
st.caption(
    _(
        "The deck is kept in this browser alone, until you take its pictures out. Drag a picture to another "
        "place, or press Alt and an arrow. PowerPoint gets each picture with its title, caption and link as "
        "words that you can change, and what the page says of it as speaker notes."
    )
)
