"""One reader over whole sequences: alignment, masks, given states, the way back, equality with Keras."""

from itertools import product
from math import tanh

import keras
import numpy as np
import pytest
import tensorflow as tf

from tests.keras_oracle import BATCH, FEATURES, MASK, TIME, sequences
from tests.numeric_derivative import slope
from viz_core.config import CELL_NAMES
from viz_core.network.cells import CELLS
from viz_core.network.recurrence import READERS, Reading, backpropagate, read, to_input_time, weight_gradients
from viz_core.network.weights import GATES, CellWeights

UNITS = 3
CASES = list(product(CELL_NAMES, READERS))
MASKS = [pytest.param(None, id="unmasked"), pytest.param(MASK, id="masked")]


def random_weights(cell: str, seed: int = 0) -> CellWeights:
    rng = np.random.default_rng(seed)
    wide = len(GATES[cell]) * UNITS
    return CellWeights(
        kernel=rng.normal(scale=0.7, size=(FEATURES, wide)),
        recurrent_kernel=rng.normal(scale=0.7, size=(UNITS, wide)),
        bias=rng.normal(scale=0.7, size=(2, wide) if cell == "GRU" else wide),
    )


def random_states(cell: str, seed: int = 5) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(seed)
    return {name: rng.normal(size=(BATCH, UNITS)) for name in CELLS[cell].states}


def keras_reader(cell: str, direction: str, **options):
    layer = getattr(keras.layers, cell)(
        UNITS, go_backwards=direction == "backward", return_sequences=True, return_state=True, **options
    )
    weights = random_weights(cell)
    layer.build((BATCH, TIME, FEATURES))
    layer.set_weights([weights.kernel, weights.recurrent_kernel, weights.bias])
    return layer


def test_only_what_a_backward_reader_wrote_is_flipped():
    array = np.arange(6).reshape(1, 3, 2)
    assert to_input_time(array, "forward").tolist() == [[[0, 1], [2, 3], [4, 5]]]
    assert to_input_time(array, "backward").tolist() == [[[4, 5], [2, 3], [0, 1]]]
    assert to_input_time(to_input_time(array, "backward"), "backward").tolist() == array.tolist()


@pytest.mark.parametrize(("cell", "direction"), CASES)
def test_every_array_is_batch_by_time_by_units(cell, direction):
    reading = read(sequences(), random_weights(cell), cell, direction=direction)
    arrays = reading.states | reading.gates | {"outputs": reading.outputs}
    assert {array.shape for array in arrays.values()} == {(BATCH, TIME, UNITS)}
    assert reading.final.shape == (BATCH, UNITS)


def test_three_steps_by_hand_in_both_directions():
    weights = CellWeights(
        kernel=np.array([[1.0]]), recurrent_kernel=np.array([[0.5]]), bias=np.array([-0.25])
    )
    inputs = np.array([[[1.0], [0.0], [2.0]]])
    first = tanh(1 - 0.25)
    second = tanh(0.5 * first - 0.25)
    forward = [first, second, tanh(2 + 0.5 * second - 0.25)]
    last = tanh(2 - 0.25)
    middle = tanh(0.5 * last - 0.25)
    backward = [tanh(1 + 0.5 * middle - 0.25), middle, last]
    for direction, expected in (("forward", forward), ("backward", backward)):
        reading = read(inputs, weights, "SimpleRNN", direction=direction)
        np.testing.assert_allclose(reading.outputs.ravel(), expected)
    assert read(inputs, weights, "SimpleRNN", direction="backward").final.item() == backward[0]


@pytest.mark.parametrize("cell", CELL_NAMES)
def test_backward_state_is_aligned_to_input_time(cell):
    """The state at step t has read t to the end: what comes before leaves it exactly as it was."""
    inputs, weights = sequences(), random_weights(cell)
    changed = inputs.copy()
    changed[:, 1] += 1
    one = read(inputs, weights, cell, direction="backward").outputs
    other = read(changed, weights, cell, direction="backward").outputs
    np.testing.assert_array_equal(one[:, 2:], other[:, 2:])
    assert (one[:, :2] != other[:, :2]).all()


@pytest.mark.parametrize("cell", CELL_NAMES)
def test_forward_state_never_depends_on_the_future(cell):
    inputs, weights = sequences(), random_weights(cell)
    changed = inputs.copy()
    changed[:, 3] += 1
    one, other = (read(x, weights, cell).outputs for x in (inputs, changed))
    np.testing.assert_array_equal(one[:, :3], other[:, :3])
    assert (one[:, 3:] != other[:, 3:]).all()


@pytest.mark.parametrize("cell", CELL_NAMES)
def test_reading_backwards_is_reading_the_flipped_sequence_flipped(cell):
    inputs, weights = sequences(), random_weights(cell)
    backward = read(inputs, weights, cell, direction="backward", mask=MASK)
    turned = read(inputs[:, ::-1], weights, cell, mask=MASK[:, ::-1])
    for name in CELLS[cell].states:
        np.testing.assert_array_equal(backward.states[name], turned.states[name][:, ::-1])


@pytest.mark.parametrize("cell", CELL_NAMES)
def test_a_sequence_can_be_continued_from_a_state(cell):
    inputs, weights = sequences(), random_weights(cell)
    whole = read(inputs, weights, cell)
    middle = {name: array[:, 1] for name, array in whole.states.items()}
    rest = read(inputs[:, 2:], weights, cell, initial=middle)
    np.testing.assert_allclose(rest.outputs, whole.outputs[:, 2:], atol=1e-15)


@pytest.mark.parametrize(("cell", "direction"), CASES)
def test_a_masked_step_keeps_the_states(cell, direction):
    """Reading with a mask gives the states of reading the real steps alone."""
    inputs, weights = sequences(), random_weights(cell)
    reading = read(inputs, weights, cell, direction=direction, mask=MASK)
    for row in range(3):
        short = read(inputs[row : row + 1, MASK[row]], weights, cell, direction=direction)
        for name in CELLS[cell].states:
            np.testing.assert_allclose(reading.states[name][row, MASK[row]], short.states[name][0])
        np.testing.assert_allclose(reading.final[row], short.final[0])


def test_a_sequence_of_padding_keeps_the_first_states_and_gives_zeros():
    initial = random_states("LSTM")
    reading = read(sequences(), random_weights("LSTM"), "LSTM", mask=MASK, initial=initial)
    for name, array in reading.states.items():
        np.testing.assert_array_equal(array[3], np.broadcast_to(initial[name][3], (TIME, UNITS)))
    assert not reading.outputs[3].any()


def test_what_stands_in_a_masked_step_is_never_read():
    """Even a NaN there changes nothing; at a real step it spreads to everything read later."""
    inputs, weights = sequences(), random_weights("GRU")
    spoilt = np.where(MASK[..., None], inputs, np.nan)
    one, other = (read(x, weights, "GRU", mask=MASK).outputs for x in (inputs, spoilt))
    np.testing.assert_array_equal(one, other)
    inputs[0, 2] = np.nan
    outputs = read(inputs, weights, "GRU").outputs
    assert np.isfinite(outputs[0, :2]).all()
    assert np.isnan(outputs[0, 2:]).all()


@pytest.mark.parametrize("mask", MASKS)
@pytest.mark.parametrize("given", [False, True], ids=["from zeros", "from given states"])
@pytest.mark.parametrize(("cell", "direction"), CASES)
def test_a_lone_reader_equals_keras(cell, direction, given, mask):
    """Keras repeats the output of the step read before where a step is masked."""
    inputs, states = sequences(), random_states(cell) if given else None
    layer = keras_reader(cell, direction)
    theirs = layer(inputs, mask=mask, initial_state=None if states is None else list(states.values()))
    reading = read(inputs, random_weights(cell), cell, direction=direction, mask=mask, initial=states)
    np.testing.assert_allclose(to_input_time(np.asarray(theirs[0]), direction), reading.outputs, atol=1e-5)
    for name, last in zip(CELLS[cell].states, theirs[1:], strict=True):
        np.testing.assert_allclose(last, reading.states[name][:, reading.last_read], atol=1e-5)


@pytest.mark.parametrize("mask", MASKS)
@pytest.mark.parametrize("cell", CELL_NAMES)
def test_readers_inside_bidirectional_equal_keras(cell, mask):
    """There Keras gives zeros where a step is masked."""
    pair = keras.layers.Bidirectional(
        keras_reader(cell, "forward"), backward_layer=keras_reader(cell, "backward")
    )
    inputs = sequences()
    pair.build(inputs.shape)
    for direction, layer in (("forward", pair.forward_layer), ("backward", pair.backward_layer)):
        layer.set_weights([getattr(random_weights(cell), part) for part in CellWeights.__annotations__])
        theirs = to_input_time(np.asarray(layer(inputs, mask=mask)[0]), direction)
        reading = read(inputs, random_weights(cell), cell, direction=direction, mask=mask, zero_masked=True)
        np.testing.assert_allclose(theirs, reading.outputs, atol=1e-5)
        if mask is not None:
            assert not reading.outputs[~MASK].any()


@pytest.mark.parametrize("zero_masked", [False, True], ids=["repeats", "zeros"])
@pytest.mark.parametrize("mask", MASKS)
@pytest.mark.parametrize(("cell", "direction"), CASES)
def test_the_way_back_equals_the_numeric_derivative(cell, direction, mask, zero_masked):
    inputs, weights, initial = sequences().astype(float), random_weights(cell), random_states(cell)
    d_outputs = np.random.default_rng(3).normal(size=(BATCH, TIME, UNITS))

    def reading() -> Reading:
        return read(
            inputs,
            weights,
            cell,
            direction=direction,
            mask=mask,
            initial=initial,
            zero_masked=zero_masked,
        )

    def loss() -> float:
        return float((reading().outputs * d_outputs).sum())

    flow = backpropagate(reading(), d_outputs)
    np.testing.assert_allclose(flow.inputs, slope(loss, inputs), atol=1e-7)
    for name, array in initial.items():
        np.testing.assert_allclose(flow.initial[name], slope(loss, array), atol=1e-7)
    found = weight_gradients(reading(), flow)
    for part in ("kernel", "recurrent_kernel", "bias"):
        np.testing.assert_allclose(getattr(found, part), slope(loss, getattr(weights, part)), atol=1e-7)


@pytest.mark.parametrize("mask", [np.ones_like(MASK), MASK], ids=["unmasked", "masked"])
@pytest.mark.parametrize(("cell", "direction"), CASES)
def test_state_gradients_equal_tensorflow_on_the_unrolled_cell(cell, direction, mask):
    inputs, d_outputs = sequences(), np.random.default_rng(3).normal(size=(BATCH, TIME, UNITS))
    reading = read(inputs, random_weights(cell), cell, direction=direction, mask=mask, zero_masked=True)
    flow = backpropagate(reading, d_outputs)
    keras_cell = keras_reader(cell, direction).cell
    states = [tf.zeros((BATCH, UNITS)) for _ in CELLS[cell].states]
    made, kept, loss = {}, {}, 0.0
    with tf.GradientTape() as tape:
        tape.watch(states)
        for t in range(TIME) if direction == "forward" else reversed(range(TIME)):
            _, new = keras_cell(tf.constant(inputs[:, t]), states)
            made[t] = list(new) if isinstance(new, list | tuple) else [new]
            real = mask[:, t, None]
            kept[t] = states = [tf.where(real, *pair) for pair in zip(made[t], states, strict=True)]
            loss += tf.reduce_sum(tf.where(real, states[0] * d_outputs[:, t], 0.0))
    theirs = tape.gradient(loss, [made, kept], unconnected_gradients="zero")
    for place, name in enumerate(CELLS[cell].states):
        # At a real step the state is what the cell made; at a masked one what was kept.
        by_made, by_kept = (np.stack([one[t][place] for t in range(TIME)], axis=1) for one in theirs)
        expected = np.where(mask[..., None], by_made, by_kept)
        np.testing.assert_allclose(flow.states[name], expected, atol=1e-5)


def test_gradients_run_against_the_reading_direction():
    """A loss at one step reaches the states read before it and, exactly, no state read after it."""
    inputs, weights = sequences(), random_weights("LSTM")
    d_outputs = np.zeros((BATCH, TIME, UNITS))
    d_outputs[:, 2] = 1
    forward = backpropagate(read(inputs, weights, "LSTM"), d_outputs).states["hidden"]
    backward = backpropagate(read(inputs, weights, "LSTM", direction="backward"), d_outputs).states["hidden"]
    assert forward[:, :3].all() and not forward[:, 3:].any()
    assert backward[:, 2:].all() and not backward[:, :2].any()


def test_one_sequence_takes_many_gradients_at_once():
    inputs, weights = sequences()[:1], random_weights("GRU")
    reading = read(inputs, weights, "GRU", mask=MASK[2:3])
    d_outputs = np.random.default_rng(3).normal(size=(6, TIME, UNITS))
    together = backpropagate(reading, d_outputs).inputs
    for row, alone in zip(together, d_outputs, strict=True):
        np.testing.assert_allclose(row, backpropagate(reading, alone[None]).inputs[0], atol=1e-15)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"cell": "Elman"}, r"`cell` must be one of SimpleRNN, LSTM, GRU; got 'Elman'"),
        ({"direction": "bidirectional"}, "`direction` must be one of forward, backward; got 'bidirectional'"),
        ({"inputs": np.zeros((1, 4, 7))}, r"`inputs` must have shape \(batch, time, features=2\)"),
        ({"mask": np.ones((4, 6), bool)}, r"`mask` must have shape \(batch=4, time=5\); got \(4, 6\)"),
        ({"initial": {"hidden": np.zeros((4, 2))}}, r"`initial hidden` must have shape \(batch=4, units=3\)"),
        ({"initial": {"h": np.zeros((4, 3))}}, "`initial` may have the fields hidden; got 'h'"),
    ],
)
def test_what_does_not_fit_is_refused(fields, message):
    given = {"inputs": sequences(), "weights": random_weights("GRU"), "cell": "GRU"} | fields
    with pytest.raises(ValueError, match=message):
        read(**given)


def test_a_missing_cell_state_is_refused():
    with pytest.raises(ValueError, match=r"`initial cell` must have shape \(batch=4, units=3\); got \(\)"):
        read(sequences(), random_weights("LSTM"), "LSTM", initial={"hidden": np.zeros((BATCH, UNITS))})


def test_a_gradient_of_another_width_is_refused():
    reading = read(sequences(), random_weights("LSTM"), "LSTM")
    with pytest.raises(ValueError, match=r"`d_outputs` must have shape \(batch, time=5, units=3\)"):
        backpropagate(reading, np.zeros((BATCH, TIME, 2)))
