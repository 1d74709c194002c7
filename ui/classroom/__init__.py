"""A class that follows its lecturer: what the pages give to the script that leads or follows.

Out: `attend`, on every page; `lead` and `follow`, for a browser that enters a class; `show_class`, for a run;
`propose`, `offer` and `show_row`, for questions. The script is `static/classroom/classroom.js`; what it says
to the server goes through `ui.classroom.route`.
"""

import html
import json
from collections.abc import Sequence
from typing import Any

import streamlit as st

from ui.classroom.words import words
from ui.language import _
from ui.served import base_path
from viz_core.classroom.caps import QUESTION_CHARACTERS
from viz_core.classroom.classroom import Classroom
from viz_core.figures.palette import FONT, palettes
from viz_core.training.job import Job

# Where the route is, below the server's base path; `{code}` is the class's.
PATH = "birnn/class"
_MARKDOWN = str.maketrans("", "", "*`")
_LOOKS = ("background", "surface", "text", "muted", "faint", "merged", "right")
# Only a browser that leads or follows fetches the script; a page that a deck opens out of sight does neither.
_ATTEND = """
if (window.name !== "birnn-deck")
  if (window.birnnClassroom || sessionStorage.getItem("birnn-class") || /[?&]class=/.test(location.search))
    import({script}).then((classroom) => classroom.attend({data}));
"""
_ENTER = """
import({script}).then((classroom) => classroom.enter({data}, {place}));
"""


def attend() -> None:
    """Have the browser lead or follow, if it does."""
    _run("class_script", _ATTEND.format(script=_script(), data=_data()))


def lead(classroom: Classroom) -> None:
    """Have this browser lead a class from now on."""
    _enter(classroom.code, classroom.leads[0])


def follow(code: str) -> None:
    """Have this browser follow the class of this code from now on."""
    _enter(code, "")


def show_class(job: Job) -> None:
    """If this browser leads, whoever follows sees this run: its id goes with the place."""
    with st.container(key="class_run"):
        st.html(f'<span data-birnn-run="{job.id}"></span>')


def propose(text: str, options: Sequence[str]) -> None:
    """A question that belongs to this page, for whoever leads and presses *Ask*; already translated."""
    question = html.escape(json.dumps({"text": text, "options": list(options)}))
    with st.container(key="class_question"):
        st.html(f'<span data-birnn-question="{question}"></span>')


def offer(asked: Sequence[str]) -> None:
    """Open questions of this page, each put to the class by one press of whoever leads: who can say why?

    Args:
        asked: already translated; Markdown within a line.
    """
    plain = [one.translate(_MARKDOWN) for one in asked]
    offered = {
        "questions": [one for one in plain if len(one) <= QUESTION_CHARACTERS],
        "options": [_("I can say it"), _("I have a guess"), _("I do not know")],
    }
    with st.container(key="class_offer"):
        st.html(f'<span data-birnn-offer="{html.escape(json.dumps(offered))}"></span>')


def show_row(symbols: Sequence[str]) -> None:
    """What stands at the steps of this page's sequence, where no picture in the browser tells it.

    Whoever leads may ask at which of them something happens.
    """
    row = html.escape(json.dumps(list(symbols)))
    with st.container(key="class_row"):
        st.html(f'<span data-birnn-row="{row}"></span>')


def _enter(code: str, token: str) -> None:
    place = json.dumps({"code": code, "token": token})
    _run("class_lead", _ENTER.format(script=_script(), data=_data(), place=place))


def _run(key: str, script: str) -> None:
    with st.container(key=key):
        st.html(f"<script>{script}</script>", unsafe_allow_javascript=True)


def _script() -> str:
    return json.dumps(f"{base_path()}/app/static/classroom/classroom.js")


def _data() -> str:
    palette = palettes()
    data: dict[str, Any] = {
        "base": base_path(),
        "path": PATH,
        "words": words(),
        "looks": {name: {one: palette[name][one] for one in _LOOKS} for name in palette},
        "font": FONT,
    }
    return json.dumps(data)
