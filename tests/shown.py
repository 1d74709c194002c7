"""What a page shows, read off an `AppTest`."""

import json
import re


def payload(test):
    """What the first player on the page was given; None where there is no player."""
    components = (json.loads(one.proto.json) for one in test.get("bidi_component"))
    return next((data["payload"] for data in components if "payload" in data), None)


def parts(test):
    """The pieces of HTML on the page that may change while it is looked at."""
    components = (json.loads(one.proto.json) for one in test.get("bidi_component"))
    return [data["html"] for data in components if "html" in data]


def status(test):
    """The line on the run: of the bar while it goes on, else of the slider back through its history."""
    bars = [found[1] for one in parts(test) if (found := re.search(r'class="run-words" title="([^"]*)"', one))]
    return next(iter(bars + [slider.label for slider in test.select_slider]), "")
