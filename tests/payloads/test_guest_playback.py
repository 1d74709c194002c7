"""One recurrent layer of somebody's network as the player receives it."""

import numpy as np
import pytest

from viz_core.payloads.guest_playback import MOST_NUMBERS, guest_playback
from viz_core.payloads.playback import decode

STEPS = 4


def states(rng, *, forward=3, backward=2):
    drawn = {"forward/hidden": forward, "backward/hidden": backward, "backward/cell": backward}
    drawn |= {f"backward/{gate}": backward for gate in "ifco"} | {"merged": forward + backward}
    return {name: rng.normal(size=(STEPS, units)).astype(np.float32) for name, units in drawn.items()}


def packed(given, **changes):
    options = {
        "cells": {"forward": "SimpleRNN", "backward": "LSTM"},
        "activations": {"forward": "relu", "backward": "tanh"},
        "merge_mode": "concat",
        "sequences": True,
        "inputs": np.ones((STEPS, 2)),
        "source": "from a file",
    }
    return guest_playback(given, **(options | changes))


def test_readers_of_two_kinds_and_sizes_keep_their_own_numbers():
    given = states(np.random.default_rng(1))
    found = packed(given)
    layer = found["layers"][0]
    assert (layer["forward"]["kind"], layer["backward"]["kind"]) == ("SimpleRNN", "LSTM")
    assert layer["forward"]["activation"] == "relu"
    for name in ("forward/hidden", "backward/hidden", "backward/cell"):
        reader, _, what = name.partition("/")
        np.testing.assert_array_equal(decode(layer[reader][what]), given[name])
    np.testing.assert_array_equal(decode(layer["merged"]), given["merged"])
    assert set(layer["backward"]["behind"]) == set("ifco") and layer["forward"]["behind"] == {}
    assert (found["head"], found["predictions"], found["targets"]) == ("per_step", [], None)


def test_a_layer_that_hands_on_its_last_state_is_answered_once():
    found = packed(
        states(np.random.default_rng(1)),
        sequences=False,
        probabilities=np.array([[0.2, 0.8]]),
        classes=("no", "yes"),
        targets=[1],
    )
    assert found["head"] == "final_state" and found["targets"] == [1]
    assert found["predictions"][0]["reader"] == "merged"
    np.testing.assert_allclose(decode(found["predictions"][0]["probabilities"]), [[0.2, 0.8]], rtol=1e-6)


def test_one_reader_has_no_merge():
    names = ("backward/hidden", "backward/z", "backward/r", "backward/h", "merged")
    given = {name: np.zeros((STEPS, 2), np.float32) for name in names}
    found = packed(given, cells={"backward": "GRU"}, activations={"backward": "tanh"}, merge_mode=None)
    assert found["readers"] == ["backward"] and found["merge_mode"] is None
    assert set(found["layers"][0]) == {"backward"}


def test_padding_is_marked():
    found = packed(states(np.random.default_rng(1)), mask=np.array([False, True, True, True]))
    assert found["mask"] == [0, 1, 1, 1]


def test_too_many_numbers_are_not_played():
    large = {"forward/hidden": np.zeros((MOST_NUMBERS + 1, 1), np.float32)}
    with pytest.raises(ValueError, match="must be at most 400,000 numbers to be played; got 400,001"):
        packed(large, cells={"forward": "SimpleRNN"}, activations={"forward": "tanh"})


def test_an_unknown_source_is_refused():
    with pytest.raises(ValueError, match="`source` must be one of"):
        packed(states(np.random.default_rng(1)), source="somewhere")
