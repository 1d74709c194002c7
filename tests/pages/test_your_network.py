"""Your network in-process: examples, a file of one's own, every way of feeding, refusals."""

import json

import numpy as np
import pytest

from tests.shown import components, figures, payload
from viz_core.guests.examples import EXAMPLES
from viz_core.payloads.playback import decode

PAGE = "pages/16_Your_network.py"


def test_the_room_opens_on_an_example_that_answers_right(open_room):
    test = open_room()
    assert test.title[0].value == "Your network"
    shown = payload(test)
    assert (shown["source"], shown["cell"], shown["units"]) == ("pretrained", "LSTM", 20)
    assert shown["readers"] == ["forward", "backward"] and shown["merge_mode"] == "concat"
    said = decode(shown["predictions"][0]["probabilities"])[:, 0] > 0.5
    assert said.astype(int).tolist() == shown["targets"]
