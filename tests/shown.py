"""What a page shows, read off an `AppTest`."""

import html
import json
import re


def payload(test):
    """What the first player on the page was given; None where there is no player."""
    components = (json.loads(one.proto.json) for one in test.get("bidi_component"))
    return next((data["payload"] for data in components if "payload" in data), None)


def parts(test):
    """The pieces of HTML on the page that may change while they are looked at."""
    components = (json.loads(one.proto.json) for one in test.get("bidi_component"))
    return [data["html"] for data in components if "html" in data]


def status(test):
    """The line on the run: of the bar while it goes on, else of the slider back through its history."""
    bars = (re.search(r'class="run-words" title="([^"]*)"', one) for one in parts(test))
    words = [html.unescape(bar[1]) for bar in bars if bar]
    return next(iter(words + [slider.label for slider in test.select_slider]), "")


def told(test):
    """The large answer of a room with real sequences."""
    answers = (re.search(r"<h3>(.*?)</h3>", one) for one in parts(test))
    return next(html.unescape(one[1]) for one in answers if one)
