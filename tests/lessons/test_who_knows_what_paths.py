import numpy as np
import pytest

from viz_core.config import ModelConfig
from viz_core.lessons.who_knows_what_paths import ways
from viz_core.network.gradients import input_jacobian
from viz_core.network.weights import initial_weights

BOTH = ("forward", "backward")


def test_one_layer_leads_along_one_reader_only():
    found = ways(BOTH, 1, 4)
    # From input 0 to answer 2: forward states 0, 1, 2; no backward state.
    assert found.between(0, 2)[0].tolist() == [[True, True, True, False], [False] * 4]
    # From input 3 to answer 1: backward states 1, 2, 3.
    assert found.between(3, 1)[0].tolist() == [[False] * 4, [False, True, True, True]]


def test_at_its_own_step_both_readers_pass_the_input_on():
    assert ways(BOTH, 1, 3).between(1, 1)[0].tolist() == [[False, True, False]] * 2


def test_two_layers_make_detours_through_the_whole_sequence():
    found = ways(BOTH, 2, 4).between(1, 2)
    # Layer 1: forward from step 1 to the end, backward from step 1 to the start.
    assert found[0].tolist() == [[False, True, True, True], [True, True, False, False]]
    # Layer 2: whatever leads to answer 2: forward up to it, backward from the end.
    assert found[1].tolist() == [[True, True, True, False], [False, False, True, True]]


def test_a_stack_of_forward_layers_never_hears_the_future():
    found = ways(("forward",), 3, 5)
    for s in range(5):
        for t in range(5):
            assert found.between(s, t).any() == (s <= t)


@pytest.mark.parametrize("direction", ["forward", "backward", "bidirectional"])
@pytest.mark.parametrize("layers", [1, 2])
def test_there_is_a_way_exactly_where_the_gradient_is_not_zero(direction, layers):
    config = ModelConfig(cell="GRU", units=3, layers=layers, direction=direction)
    rng = np.random.default_rng(0)
    weights = initial_weights(config, features=1, outputs=1, rng=rng)
    moved = input_jacobian(weights, config, rng.normal(size=(1, 5, 1))) != 0
    found = ways(config.readers, layers, 5)
    assert [[found.between(s, t).any() for s in range(5)] for t in range(5)] == moved.tolist()


def test_numbers_out_of_range_are_named():
    with pytest.raises(ValueError, match="`layers` must be a whole number from 1 to 4; got 0."):
        ways(BOTH, 0, 4)
    with pytest.raises(ValueError, match="`length` must be a whole number from 1 to 200; got 0."):
        ways(BOTH, 1, 0)
