"""What a page shows, read off an `AppTest`."""

import html
import json
import re
import time
from collections.abc import Callable
from typing import Any

from streamlit.testing.v1 import AppTest

# Kinds of widgets that a link can set.
BOUND = (
    "button_group",
    "checkbox",
    "select_slider",
    "toggle",
    "multiselect",
    "number_input",
    "radio",
    "selectbox",
    "slider",
    "text_area",
    "text_input",
)
PATIENCE = 200.0


def components(test: AppTest, field: str = "") -> list[dict[str, Any]]:
    """What the page's components were given, in the order of the page; only those that have this field."""
    given = (json.loads(one.proto.json) for one in test.get("bidi_component"))
    return [data for data in given if not field or field in data]


def payloads(test: AppTest) -> list[Any]:
    """What each player and each picture was given."""
    return [data["payload"] for data in components(test, "payload")]


def payload(test: AppTest) -> Any:
    """What the first player or picture was given; None where there is none."""
    return next(iter(payloads(test)), None)


def figures(test: AppTest) -> list[dict[str, Any]]:
    """The Plotly figures on the page."""
    return [json.loads(data["figure"]) for data in components(test, "figure")]


def link_values(test: AppTest) -> dict[str, Any]:
    """What a link can set on this page, as it stands: name -> the control's value."""
    found = {one.proto.query_param_key: one.value for kind in BOUND for one in test.get(kind)}
    found.pop("", None)
    return found


def until(test: AppTest, condition: Callable[[AppTest], bool]) -> None:
    """Run the page again and again until it shows what is waited for."""
    deadline = time.monotonic() + PATIENCE
    while not condition(test):
        assert time.monotonic() < deadline, "the page never showed what was waited for"
        time.sleep(0.05)
        test.run()
    assert not test.exception


def parts(test: AppTest) -> list[str]:
    """The pieces of HTML on the page that may change while they are looked at."""
    return [data["html"] for data in components(test, "html")]


def status(test: AppTest) -> str:
    """The line on the run: of the bar while it goes on, else of the slider back through its history."""
    bars = (re.search(r'class="run-words" title="([^"]*)"', one) for one in parts(test))
    words = [html.unescape(bar[1]) for bar in bars if bar]
    return next(iter(words + [slider.label for slider in test.select_slider]), "")


def told(test: AppTest) -> str:
    """The large answer of a page with real sequences."""
    answers = (re.search(r"<h2>(.*?)</h2>", one) for one in parts(test))
    return next(html.unescape(one[1]) for one in answers if one)


def layer_types(test):
    """The column 'Type' of the newest model summary on the page, from its Markdown."""
    summary = [one.value for one in test.markdown if one.value.startswith("| Layer |")][-1]
    return [line.strip("| ").split(" | ")[1] for line in summary.splitlines()[2:]]
