"""The choice of a language, in the sidebar of every page.

Out: a control whose value is `lang` in the link; the browser is told which language it reads.
"""

import json

import streamlit as st

from ui import session
from ui.in_words import listed_in_words
from ui.language import CHOICE, LANGUAGES, known, language, usual_language

LABEL = "Language / 言語 / 语言"


def language_control() -> None:
    """Let a visitor choose the language, and tell the browser, which reads and hyphenates by it."""
    with session.link_values() as said:
        said[CHOICE] = [known(one) or one for one in said.get(CHOICE, [])]
        if not said[CHOICE]:
            del said[CHOICE]
    spoken = language()
    with st.container(key="language_choice"):
        listed_in_words(LABEL, LANGUAGES, usual=usual_language(), key=CHOICE, label_visibility="collapsed")
    with st.container(key="language"):
        script = f"document.documentElement.lang = {json.dumps(spoken)};"
        st.html(f"<script>{script}</script>", unsafe_allow_javascript=True)
