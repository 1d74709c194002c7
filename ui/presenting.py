"""A page as it is shown in a lecture hall: with `present=1` in its link, or after the key P.

Out: the script that every page starts (`static/presenting/presenting.js`), and the plan that a clicker walks.
What is shown, and how large, says `frame.css`.
"""

import json

import streamlit as st

from ui.plans import USUAL, stations
from ui.served import base_path

_BEGIN = "import({script}).then((presenting) => presenting.begin({data}));"
_WALK = "import({script}).then((presenting) => presenting.walk({plan}));"


def can_be_presented() -> None:
    """Have the browser listen to the keys of whoever presents."""
    _run("presenting", _BEGIN, data={"base": base_path(), "plan": stations(USUAL)})


def walk(minutes: int) -> None:
    """Have the clicker of this browser walk the plan of this length from its beginning."""
    _run("walking", _WALK, plan=stations(minutes))


def _run(key: str, script: str, **values: object) -> None:
    address = json.dumps(f"{base_path()}/app/static/presenting/presenting.js")
    encoded = {name: json.dumps(value) for name, value in values.items()}
    with st.container(key=key):
        st.html(f"<script>{script.format(script=address, **encoded)}</script>", unsafe_allow_javascript=True)
