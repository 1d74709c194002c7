import keras
import numpy as np
import pytest

from tests.keras_oracle import seeded, sequences
from viz_core.config import ModelConfig
from viz_core.lessons.alignment import accuracies, final_states, reading_order, unflipped_answers
from viz_core.network.merges import MERGES
from viz_core.network.trace_arrays import Trace
from viz_core.network.tracing import trace
from viz_core.pretrained import load

CONFIG = ModelConfig(units=3)


def counted():
    """One unit, three steps: the forward state is t, the backward state 10 t, the head their sum."""
    steps = np.array([1.0, 2.0, 3.0])[None, :, None]
    seen = Trace(arrays={"layer0/forward/hidden": steps, "layer0/backward/hidden": 10 * steps})
    config = ModelConfig(cell="SimpleRNN", units=1, merge_mode="sum")
    reader = [np.zeros((1, 1)), np.zeros((1, 1)), np.zeros(1)]
    return seen, [*reader, *reader, np.ones((1, 1)), np.zeros(1)], config


def test_without_the_flip_the_first_step_is_joined_with_the_last_backward_state():
    seen, weights, config = counted()
    answers = unflipped_answers(weights, config, seen)
    np.testing.assert_array_equal(answers["logits"][0, :, 0], [1 + 30, 2 + 20, 3 + 10])


@pytest.mark.parametrize("merge_mode", MERGES)
def test_forgetting_the_flip_is_what_keras_does_with_two_layers_and_no_flip(merge_mode):
    config = ModelConfig(units=3, merge_mode=merge_mode)
    model = seeded(config)
    inputs = sequences()
    recurrent = next(one for one in model.layers if isinstance(one, keras.layers.Bidirectional))
    forward = recurrent.forward_layer(inputs)
    written = recurrent.backward_layer(inputs)  # go_backwards=True: the last input comes first
    joined = MERGES[merge_mode].apply(np.asarray(forward), np.asarray(written))
    head = model.get_weights()[-2:]
    weights = model.get_weights()
    found = unflipped_answers(weights, config, trace(weights, config, inputs))
    np.testing.assert_allclose(found["logits"], joined @ head[0] + head[1], atol=1e-5)


def test_an_array_already_in_reading_order_is_turned_once_more():
    seen, weights, config = counted()
    flipped = dict(seen.arrays) | {"layer0/backward/hidden": seen["layer0/backward/hidden"][:, ::-1]}
    answers = unflipped_answers(weights, config, Trace(arrays=flipped))
    np.testing.assert_array_equal(answers["logits"][0, :, 0], [11, 22, 33])


def test_the_states_of_return_sequences_false_are_keras_own():
    config = ModelConfig(units=3, head="final_state")
    model = seeded(config)
    inputs = sequences()
    per_step = ModelConfig(units=3)
    found = final_states(trace(model.get_weights(), per_step, inputs), example=2)
    recurrent = next(one for one in model.layers if isinstance(one, keras.layers.Bidirectional))
    last = np.asarray(recurrent(inputs))[2]
    ours = np.concatenate([found["forward"].values, found["backward"].values])
    np.testing.assert_allclose(ours, last, atol=1e-6)


def test_a_naive_last_output_is_keras_own_and_has_read_one_token():
    model = seeded(CONFIG)
    inputs = sequences()
    found = final_states(trace(model.get_weights(), CONFIG, inputs), example=1)
    recurrent = next(one for one in model.layers if isinstance(one, keras.layers.Bidirectional))
    naive = np.asarray(recurrent(inputs))[1, -1]
    ours = np.concatenate([found["forward"].values, found["naive"].values])
    np.testing.assert_allclose(ours, naive, atol=1e-6)
    time = inputs.shape[1]
    assert [found[name].tokens for name in ("forward", "backward", "naive")] == [time, time, 1]
    assert [found[name].step for name in ("forward", "backward", "naive")] == [time - 1, 0, time - 1]


def test_what_the_naive_state_has_not_read_cannot_change_it():
    model = seeded(CONFIG)
    inputs = sequences()
    other = inputs.copy()
    other[:, :-1] += 1
    one, two = (final_states(trace(model.get_weights(), CONFIG, which)) for which in (inputs, other))
    np.testing.assert_array_equal(one["naive"].values, two["naive"].values)
    assert np.abs(one["backward"].values - two["backward"].values).min() > 1e-3


def test_the_backward_reader_writes_the_last_input_first():
    assert reading_order(4).tolist() == [3, 2, 1, 0]


def test_a_trained_network_collapses_without_the_flip():
    network = load("balance_concat")
    found = accuracies(network.config, network.weights, sequences=300)
    assert found["flipped"].shape == found["unflipped"].shape == (10,)
    assert found["flipped"].mean() > 0.97
    assert found["unflipped"].mean() < 0.8


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"direction": "forward"}, "direction"),
        ({"merge_mode": "none"}, "merge_mode"),
        ({"layers": 2}, "layers"),
        ({"head": "final_state"}, "head"),
    ],
)
def test_other_networks_are_refused(fields, name):
    seen, weights, _ = counted()
    with pytest.raises(ValueError, match=f"`{name}` must be"):
        unflipped_answers(weights, ModelConfig(units=1, **fields), seen)


def test_an_unknown_sequence_is_refused():
    with pytest.raises(ValueError, match="`example` must be a whole number from 0 to 0; got 1"):
        final_states(counted()[0], example=1)


@pytest.mark.parametrize("task", ["brackets", "balance"])
def test_without_the_flip_the_middle_suffers_least(task):
    network = load(f"{task}_concat")
    scores = accuracies(network.config, network.weights, sequences=500)["unflipped"]
    assert len(scores) == 10 and np.argmax(scores) in (4, 5)


def test_without_the_flip_signed_walk_hardly_suffers():
    network = load("signed_walk_concat")
    scores = accuracies(network.config, network.weights, sequences=500)
    assert scores["flipped"].mean() - scores["unflipped"].mean() < 0.03
