"""A page with nothing but hostile words, wherever Streamlit reads Markdown, for its browser test."""

import sys
from pathlib import Path

import streamlit as st

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.hostile_words import WORDS
from ui.visitor_words import code, plain, sentence

for words in WORDS:
    st.markdown(plain(words))
    st.markdown(f"**{plain(words)}** · {code(words)}")
    st.error(sentence(f"`name` must be new; got {words!r}."))
st.expander(plain(WORDS[0])).caption(plain(WORDS[1]), help=plain(WORDS[0]))
st.table({"words": [plain(words) for words in WORDS]})
st.button(plain(WORDS[6]))
st.html("<p>the end of the page</p>")
