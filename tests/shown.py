"""What a page shows, read off an `AppTest`."""

import json


def payload(test):
    """What the first player on the page was given; None where there is no player."""
    components = (json.loads(one.proto.json) for one in test.get("bidi_component"))
    return next((data["payload"] for data in components if "payload" in data), None)
