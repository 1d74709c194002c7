"""Guests: networks of Keras's own layers answer as in Keras, and so do their states; others are refused."""

import os

import keras
import numpy as np
import pytest
from keras import layers

from tests.guests.coverage import LARGEST, LARGEST_WITHIN, differences
from tests.guests.random_networks import FEATURES, TIME, kept_as_it_is, random_mask, random_network
from tests.keras_files.archives import redescribed, saved
from tests.source_tree import ROOT
from viz_core.guests import open_network
from viz_core.guests.activations import ACTIVATIONS, activation
from viz_core.guests.examples import EXAMPLES
from viz_core.guests.opening import open_here

pytestmark = [
    pytest.mark.filterwarnings("ignore:__array__ implementation doesn't accept a copy keyword"),
    pytest.mark.filterwarnings("ignore:Layer '.*' .* was passed an input with a mask"),
    pytest.mark.filterwarnings("ignore:You are using a softmax over axis"),
]
# More of them: BIRNN_GUESTS=200 pytest tests/guests
NETWORKS = int(os.environ.get("BIRNN_GUESTS", "46"))


def several(value):
    return list(value) if isinstance(value, list | tuple) else [value]


@pytest.mark.parametrize("seed", range(NETWORKS))
def test_every_layer_of_a_random_network_answers_as_in_keras(seed, tmp_path):
    model, inputs = random_network(seed)
    guest = open_here(saved(model, tmp_path))
    found = differences(model, guest, inputs, random_mask(seed))
    assert found[""] < LARGEST and max(found.values()) < LARGEST_WITHIN, found
    kept = sum(int(np.prod(one.shape)) for one in model.weights if kept_as_it_is(one))
    assert sum(row.parameters for row in guest.layers) == model.count_params() - kept


CELLS = [layers.SimpleRNN, layers.LSTM, layers.GRU]
MASK = np.arange(TIME) < np.array([[TIME], [4], [1]])


def inputs_for(count=3):
    return np.random.default_rng(2).normal(size=(count, TIME, FEATURES)).astype(np.float32)


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("mask", [None, MASK], ids=["whole", "masked"])
@pytest.mark.parametrize("mode", ["concat", "sum", "mul", "ave", None])
def test_states_are_those_of_keras(cell, mask, mode, tmp_path):
    given = keras.Input((TIME, FEATURES))
    both = layers.Bidirectional(cell(4, return_sequences=True), merge_mode=mode)(given)
    top = layers.Concatenate()(both) if mode is None else both
    last = cell(3, return_sequences=False, go_backwards=True)(top)
    model = keras.Model(given, layers.Dense(1)(last))
    seen = open_here(saved(model, tmp_path)).states(inputs_for(), mask)
    theirs = keras.Model(given, [*several(both), last])(inputs_for(), mask=mask)
    if mode is None:
        ours = [seen["layer0/forward/hidden"], seen["layer0/backward/hidden"]]
    else:
        ours = [seen["layer0/merged"]]
    for one, two in zip([*ours, seen["layer1/backward/hidden"][:, 0]], theirs, strict=True):
        np.testing.assert_allclose(one, two, atol=1e-5)


def test_the_cell_state_and_the_gates_are_those_of_keras(tmp_path):
    given = keras.Input((TIME, FEATURES))
    _, hidden, cell = layers.LSTM(4, return_state=True)(given)
    model = keras.Model(given, [hidden, cell])
    seen = open_here(saved(model, tmp_path)).states(inputs_for())
    theirs = model(inputs_for())
    for name, two in zip(("hidden", "cell"), theirs, strict=True):
        np.testing.assert_allclose(seen[f"layer0/forward/{name}"][:, -1], two, atol=1e-5)
    shown = seen["layer0/forward/o"] * np.tanh(seen["layer0/forward/cell"])
    np.testing.assert_allclose(shown, seen["layer0/forward/hidden"], atol=1e-9)


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("wrapped", [True, False], ids=["Bidirectional", "backwards"])
def test_an_unrolled_reader_hands_on_under_a_mask_what_it_does_in_keras(cell, wrapped, tmp_path):
    """Keras lays the mask over steps read backwards as over steps read forwards; the states are as ever."""
    given = keras.Input((TIME, FEATURES))
    words = {"return_sequences": True, "unroll": True}
    alone = cell(4, go_backwards=True, zero_output_for_mask=True, **words)
    x = (layers.Bidirectional(cell(4, **words)) if wrapped else alone)(layers.Masking()(given))
    model = keras.Model(given, [x, layers.GRU(2)(x)])
    inputs = inputs_for() * MASK[..., None]
    guest = open_here(saved(model, tmp_path))
    theirs = model(inputs)
    for ours, two in zip(guest.outputs(inputs), theirs, strict=True):
        np.testing.assert_allclose(ours, two, atol=1e-5)
    seen = guest.states(inputs)
    merged = theirs[0] if wrapped else theirs[0][:, ::-1]
    np.testing.assert_allclose(seen["layer0/merged"], merged, atol=1e-5)
    assert np.all(seen["layer0/backward/hidden"][MASK] != 0)


@pytest.mark.parametrize("kind", [layers.Attention, layers.AdditiveAttention])
def test_attention_to_nothing_but_padding_is_that_of_keras(kind, tmp_path):
    one, two = keras.Input((TIME, FEATURES)), keras.Input((5, FEATURES))
    x = kind()([layers.GRU(FEATURES, return_sequences=True)(one), layers.Masking()(two)])
    model = keras.Model([one, two], x)
    given = [inputs_for(), inputs_for()[:, :5] * MASK[:, :5, None]]
    given[1][2] = 0
    ours = open_here(saved(model, tmp_path)).outputs(given)[0]
    np.testing.assert_allclose(ours, model(given), atol=1e-5)


def test_layers_are_listed_with_shapes_parameters_and_what_they_are_for(tmp_path):
    model = keras.Sequential(
        [
            keras.Input((None, FEATURES)),
            layers.Bidirectional(layers.GRU(2, return_sequences=True)),
            layers.Dense(1),
        ]
    )
    rows = open_here(saved(model, tmp_path)).layers
    assert [row.kind for row in rows] == ["InputLayer", "Bidirectional(GRU)", "Dense"]
    assert [row.shape for row in rows] == [(None, None, 3), (None, None, 4), (None, None, 1)]
    assert [row.parameters for row in rows] == [0, 84, 5]
    assert rows[1].role == "reads the sequence in both directions"


def chain(*parts):
    return keras.Sequential([keras.Input((TIME, FEATURES)), *parts])


FOREIGN = [
    (lambda: chain(layers.Dense(1)), "a network without SimpleRNN"),
    (lambda: chain(layers.LSTM(2), layers.Lambda(lambda x: x, output_shape=(2,))), "a network with a part"),
    (lambda: chain(layers.LSTM(2, dtype="mixed_float16")), "layers that compute with other numbers"),
    (lambda: chain(layers.LSTM(2, activation="sparsemax")), "an activation function"),
    (
        lambda: chain(
            layers.Masking(),
            layers.LSTM(2, return_sequences=True),
            layers.TimeDistributed(layers.Softmax()),
        ),
        "a layer `Softmax` over a masked sequence",
    ),
]


MERGED = [layers.Add, layers.Average, layers.Concatenate, layers.Maximum, layers.Minimum, layers.Multiply]


@pytest.mark.parametrize("merge", [*MERGED, layers.Subtract])
@pytest.mark.parametrize("masked", ["both", "one", "other"])
def test_merges_of_sequences_with_different_padding_are_those_of_keras(merge, masked, tmp_path):
    one, two = keras.Input((TIME, 2)), keras.Input((TIME, 2))
    first = layers.Masking()(one) if masked != "other" else one
    second = layers.Masking()(two) if masked != "one" else two
    x = merge()([first, second])
    model = keras.Model([one, two], [x, layers.LSTM(2)(x)])
    given = np.random.default_rng(1).normal(size=(2, 3, TIME, 2)).astype(np.float32)
    given[0, :, 5:] = 0
    given[1, :, :3] = 0
    given[:, 1, 4] = 0
    guest = open_here(saved(model, tmp_path))
    for ours, theirs in zip(guest.outputs(list(given)), model(list(given)), strict=True):
        np.testing.assert_allclose(ours, theirs, atol=1e-5)


def test_networks_within_networks_are_laid_out_flat(tmp_path):
    head = keras.Sequential([keras.Input((2,)), layers.Dense(3, name="wide"), layers.Dense(1)], name="head")
    inner = keras.Sequential([keras.Input((TIME, FEATURES)), layers.LSTM(2), head], name="inner")
    model = keras.Sequential([keras.Input((TIME, FEATURES)), inner])
    guest = open_here(saved(model, tmp_path))
    assert [row.name for row in guest.layers][1:3] == [f"inner/{inner.layers[0].name}", "inner/head/wide"]
    np.testing.assert_allclose(guest.outputs(inputs_for())[0], model(inputs_for()), atol=1e-5)


def test_a_network_called_twice_shares_its_weights(tmp_path):
    given = keras.Input((TIME, FEATURES))
    shared = keras.Sequential([keras.Input((TIME, FEATURES)), layers.GRU(FEATURES, return_sequences=True)])
    model = keras.Model(given, shared(shared(given)))
    guest = open_here(saved(model, tmp_path))
    assert sum(row.parameters for row in guest.layers) == model.count_params()
    np.testing.assert_allclose(guest.outputs(inputs_for())[0], model(inputs_for()), atol=1e-5)


def test_a_network_may_end_with_a_network(tmp_path):
    given, inside = keras.Input((TIME, FEATURES)), keras.Input((TIME, FEATURES))
    inner = keras.Model(inside, layers.LSTM(FEATURES, return_sequences=True)(inside))
    model = keras.Model(given, [inner(given), inner(inner(given))])
    guest = open_here(saved(model, tmp_path))
    for ours, theirs in zip(guest.outputs(inputs_for()), model(inputs_for()), strict=True):
        np.testing.assert_allclose(ours, theirs, atol=1e-5)


def test_networks_nested_deeper_than_anybody_writes_are_refused(tmp_path):
    model = keras.Sequential([keras.Input((TIME, FEATURES)), layers.GRU(2)])
    for _ in range(9):
        model = keras.Sequential([keras.Input((TIME, FEATURES)), model])
    with pytest.raises(ValueError, match="networks within networks, more than 8 deep"):
        open_here(saved(model, tmp_path))


def test_networks_that_triple_at_every_level_are_refused(tmp_path):
    given = keras.Input((TIME, FEATURES))
    model = keras.Model(given, layers.GRU(FEATURES, return_sequences=True)(given))
    for _ in range(6):
        given = keras.Input((TIME, FEATURES))
        model = keras.Model(given, model(model(model(given))))
    with pytest.raises(ValueError, match="more than 400 calls of layers"):
        open_here(saved(model, tmp_path))


@pytest.mark.parametrize(("make", "got"), FOREIGN)
def test_what_this_app_does_not_evaluate_is_refused_in_one_sentence(make, got, tmp_path):
    with pytest.raises(ValueError, match=rf"^`file` must be a \.keras file [^\n]*; got {got}[^\n]*\.$"):
        open_here(saved(make(), tmp_path))


@pytest.mark.parametrize(
    ("layer", "option", "value"),
    [
        (1, "units", 10**6),
        (1, "units", 2**40),
        (2, "n", 500),
        (2, "n", 10**9),
        (0, "batch_shape", [None, 9, 10**5]),
    ],
)
def test_a_description_that_asks_for_more_than_the_file_holds_is_refused(layer, option, value, tmp_path):
    model = chain(layers.LSTM(2), layers.RepeatVector(3), layers.Flatten(), layers.Dense(1))

    def greedy(described):
        described["config"]["layers"][layer]["config"][option] = value

    with pytest.raises(ValueError, match=r"^`file` must be a \.keras file [^\n]*\.$"):
        open_here(redescribed(saved(model, tmp_path), greedy))


def test_a_mean_larger_than_keras_can_hold_is_refused(tmp_path):
    model = chain(layers.Normalization(mean=0.0, variance=1.0), layers.LSTM(2))

    def enormous(described):
        described["config"]["layers"][1]["config"]["mean"] = 10**400

    with pytest.raises(ValueError, match="`Normalization` whose `mean` is not one number for each feature"):
        open_here(redescribed(saved(model, tmp_path), enormous))


def test_a_network_that_widens_at_every_layer_is_refused(tmp_path):
    x = layers.LSTM(2, return_sequences=True)(given := keras.Input((TIME, FEATURES)))
    for _ in range(40):
        x = layers.Concatenate()([x, x])
    with pytest.raises(ValueError, match="gives more than 16,777,216 numbers for one sequence"):
        open_here(saved(keras.Model(given, x), tmp_path))


@pytest.mark.parametrize(
    ("inputs", "mask", "got"),
    [
        (np.zeros((2, TIME, 2)), None, r"`inputs` must have the shape \(None, 9, 3\); got \(2, 9, 2\)"),
        (np.zeros((2, 8, 3)), None, "`inputs` must have the shape"),
        (np.zeros((2, TIME, 3)), np.ones((2, 5)), r"`mask` must have the shape \(2, 9\); got \(2, 5\)"),
    ],
)
def test_inputs_of_another_shape_are_refused(inputs, mask, got, tmp_path):
    guest = open_here(saved(chain(layers.LSTM(2)), tmp_path))
    with pytest.raises(ValueError, match=got):
        guest.outputs(inputs, mask)


def test_tokens_beyond_the_vocabulary_are_refused(tmp_path):
    model = keras.Sequential([keras.Input((4,)), layers.Embedding(5, 2), layers.GRU(2)])
    guest = open_here(saved(model, tmp_path))
    with pytest.raises(ValueError, match="`inputs` must be whole numbers from 0 to 4"):
        guest.outputs([[0, 1, 2, 5]])


def test_a_network_with_two_inputs_reads_both(tmp_path):
    one, two = keras.Input((TIME, FEATURES)), keras.Input((TIME, 2))
    states = layers.LSTM(2)(one), layers.GRU(2)(two)
    model = keras.Model([one, two], layers.Dense(1)(layers.Concatenate()(list(states))))
    given = [inputs_for(), inputs_for()[..., :2]]
    guest = open_here(saved(model, tmp_path))
    np.testing.assert_allclose(guest.outputs(given)[0], model(given), atol=1e-5)
    with pytest.raises(ValueError, match="`inputs` must be 2 arrays; got 1"):
        guest.outputs(given[0])


VERSIONS = sorted((ROOT / "tests" / "guests" / "versions").glob("*.keras"))


@pytest.mark.parametrize("path", VERSIONS, ids=lambda path: path.stem)
def test_a_file_of_each_keras_answers_as_in_this_one(path):
    """Masking, a Bidirectional, normalisation and attention, as eight versions of Keras wrote them.

    This Keras opens what 3.7 to 3.10 wrote, but cannot run it; all files have the same weights.
    """
    model = keras.saving.load_model(VERSIONS[-1].with_stem("3.14.1"), safe_mode=True, compile=False)
    given = inputs_for()
    given[1, 5:] = 0
    ours = open_here(path.read_bytes()).outputs(given)[0]
    np.testing.assert_allclose(ours, model(given), atol=1e-5)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_every_activation_is_that_of_keras(name):
    x = np.random.default_rng(3).normal(size=(5, 4)) * 4
    np.testing.assert_allclose(activation(name)(x), getattr(keras.activations, name)(x), atol=1e-5)


SAVED = [EXAMPLES[name].path for name in EXAMPLES]
SAVED += sorted((ROOT / "tests" / "keras_files" / "versions").glob("*.keras"))


@pytest.mark.filterwarnings("ignore:The structure of `inputs`")
@pytest.mark.parametrize("path", SAVED, ids=lambda path: path.stem)
def test_a_network_that_was_saved_before_answers_as_in_keras(path):
    guest = open_here(path.read_bytes())
    model = keras.saving.load_model(path, safe_mode=True, compile=False)
    rng, (shape,) = np.random.default_rng(0), guest.input_shapes
    sizes = (3, shape[1] or 20, *shape[2:])
    inputs = rng.integers(0, 10, sizes) if len(shape) == 2 else rng.normal(size=sizes)
    # Old files keep a single input as a list of one, and Keras warns of anything else.
    given = [inputs] if isinstance(getattr(model, "_inputs_struct", None), list) else inputs
    for one, two in zip(guest.outputs(inputs), several(model(given)), strict=True):
        np.testing.assert_allclose(one, two, atol=1e-5)


def test_a_network_opens_in_a_process_of_its_own():
    guest = open_network(EXAMPLES["reviews"].path.read_bytes())
    steps = guest.input_shapes[0][1] or 20
    assert len(guest.outputs(np.ones((1, steps)))[0]) == 1
