"""A page with nothing but the canvas and what it sent, for its browser tests."""

import streamlit as st

from ui.canvas import canvas

strokes = canvas(key="digit_canvas") or []
points = sum(len(stroke) for stroke in strokes)
st.html(f'<p class="told">{len(strokes)} strokes, {"some" if points else "no"} points</p>')
