"""A trace: arrays by name."""

from dataclasses import FrozenInstanceError

import numpy as np
import pytest

from viz_core.network.trace_arrays import Trace

TRACE = Trace(arrays={"inputs": np.zeros((1, 2, 1)), "logits": np.ones((1, 2, 1))})


def test_arrays_are_found_by_name():
    assert TRACE["logits"] is TRACE.arrays["logits"]


def test_an_unknown_name_is_answered_with_the_names_there_are():
    with pytest.raises(KeyError, match="`name` must be one of inputs, logits; got 'logit'"):
        TRACE["logit"]


def test_names_can_be_asked_for_and_listed():
    assert "inputs" in TRACE
    assert "mask" not in TRACE
    assert list(TRACE) == ["inputs", "logits"]


def test_a_trace_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        TRACE.mask = np.ones((1, 2), bool)
