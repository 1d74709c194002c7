"""Exact gradients: against TensorFlow, numeric derivatives and cases worked by hand; who knows what."""

from math import exp, log, tanh

import keras
import numpy as np
import pytest
import tensorflow as tf

from models import build_model
from tests.keras_oracle import (
    ARCHITECTURES,
    BATCH,
    FEATURES,
    MASK,
    OUTPUTS,
    TIME,
    classes,
    make_config,
    outputs_of,
    random_weights,
    seeded,
    sequences,
)
from tests.numeric_derivative import slope
from viz_core.config import CELL_NAMES, ModelConfig
from viz_core.network.gradients import gradients, input_jacobian, loss_and_gradients
from viz_core.network.weights import weight_specs


def keras_loss(model: keras.Model, config: ModelConfig, inputs, targets, masked: bool, outputs: int):
    """The loss as `fit` computes it: per output, the mean over the steps that are not masked."""
    total = 0.0
    for answer in outputs_of(model, inputs):
        if outputs == 1:
            each = keras.losses.binary_crossentropy(targets[..., None], answer)
        else:
            each = keras.losses.sparse_categorical_crossentropy(targets, answer)
        counted = each[MASK] if masked and config.head == "per_step" else each
        total += tf.reduce_mean(counted)
    return total


def assert_gradients_equal(config: ModelConfig, masked: bool, outputs: int = OUTPUTS) -> None:
    model, inputs = seeded(config, masking=masked, outputs=outputs), sequences(masked)
    targets = classes(config, outputs)
    with tf.GradientTape() as tape:
        loss = keras_loss(model, config, inputs, targets, masked, outputs)
    theirs = tape.gradient(loss, model.trainable_variables)
    mask = MASK if masked else None
    our_loss, ours = loss_and_gradients(model.get_weights(), config, inputs, targets, mask)
    assert our_loss == pytest.approx(float(loss), rel=1e-5)
    for variable, mine, other in zip(model.trainable_variables, ours, theirs, strict=True):
        distance = np.linalg.norm(mine - np.asarray(other)) / np.linalg.norm(other)
        assert distance < 1e-4, variable.path


@pytest.mark.parametrize("masked", [False, True], ids=["unmasked", "masked"])
@pytest.mark.parametrize("architecture", ARCHITECTURES, ids=str)
@pytest.mark.parametrize("cell", CELL_NAMES)
def test_weight_gradients_equal_tensorflow(cell, architecture, masked):
    assert_gradients_equal(make_config(architecture, cell=cell, layers=2), masked)


@pytest.mark.parametrize("architecture", ARCHITECTURES, ids=str)
@pytest.mark.parametrize("cell", CELL_NAMES)
def test_weight_gradients_through_final_states_and_a_hidden_layer_equal_tensorflow(cell, architecture):
    config = make_config(architecture, cell=cell, layers=2, head="final_state", head_units=4)
    assert_gradients_equal(config, masked=True)


@pytest.mark.parametrize("layers", [1, 3, 4])
@pytest.mark.parametrize("cell", CELL_NAMES)
def test_weight_gradients_of_every_depth_equal_tensorflow(cell, layers):
    assert_gradients_equal(make_config(("bidirectional", "concat", False), cell=cell, layers=layers), False)


@pytest.mark.parametrize("architecture", ARCHITECTURES, ids=str)
def test_weight_gradients_of_two_classes_equal_tensorflow(architecture):
    assert_gradients_equal(make_config(architecture, head_units=4), masked=False, outputs=1)


@pytest.mark.parametrize("cell", CELL_NAMES)
def test_the_gradient_of_an_embedding_equals_tensorflow(cell):
    """Tokens that occur twice get both gradients; tokens that are padding or absent get none."""
    config = make_config(("bidirectional", "concat", False), cell=cell, embedding=4)
    model = build_model(config, features=7, outputs=OUTPUTS)
    model.set_weights(random_weights(model))
    tokens, targets = np.array([[3, 1, 3, 0, 0], [2, 3, 4, 1, 3]]), classes(config)[:2]
    with tf.GradientTape() as tape:
        each = keras.losses.sparse_categorical_crossentropy(targets, model(tokens))
        loss = tf.reduce_mean(each[tokens != 0])
    theirs = tf.convert_to_tensor(tape.gradient(loss, model.trainable_variables)[0])
    _, ours = loss_and_gradients(model.get_weights(), config, tokens, targets)
    np.testing.assert_allclose(ours[0], theirs, atol=1e-6)
    assert not ours[0][[0, 5, 6]].any()


@pytest.mark.parametrize(
    ("architecture", "outputs"),
    [
        (("bidirectional", "concat", False), 3),
        (("forward", "concat", False), 1),
        (("bidirectional", "none", False), 3),
    ],
)
def test_the_loss_is_the_one_fit_reports(architecture, outputs):
    """With a mask Keras divides by the number of real steps; of two outputs it adds the losses."""
    config = make_config(architecture, cell="SimpleRNN")
    model = build_model(config, features=FEATURES, outputs=outputs, masking=True)
    model.set_weights(random_weights(model))
    loss = "binary_crossentropy" if outputs == 1 else "sparse_categorical_crossentropy"
    heads = len(model.outputs)
    model.compile(loss=[loss] * heads if heads > 1 else loss)
    inputs, targets = sequences(masked=True), classes(config, outputs)
    shaped = targets[..., None] if outputs == 1 else targets
    reported = model.test_on_batch(inputs, [shaped] * heads if heads > 1 else shaped, return_dict=True)
    ours, _ = loss_and_gradients(model.get_weights(), config, inputs, targets, MASK)
    assert ours == pytest.approx(reported["loss"], rel=1e-5)


@pytest.mark.parametrize("masked", [False, True], ids=["unmasked", "masked"])
@pytest.mark.parametrize(
    "architecture",
    [("backward", "concat", False), ("bidirectional", "mul", True), ("bidirectional", "none", False)],
)
@pytest.mark.parametrize("cell", CELL_NAMES)
def test_gradients_equal_the_numeric_derivative(cell, architecture, masked):
    """Every input, and every array of weights along a direction of its own."""
    config = make_config(architecture, cell=cell, layers=2, head_units=2)
    rng = np.random.default_rng(0)
    specs = weight_specs(config, features=FEATURES, outputs=2)
    weights = [rng.normal(scale=0.7, size=spec.shape) for spec in specs]
    inputs, targets, mask = sequences().astype(float), classes(config, 2), MASK if masked else None
    found = gradients(weights, config, inputs, targets, mask)
    np.testing.assert_allclose(
        found.inputs,
        slope(lambda: gradients(weights, config, inputs, targets, mask).loss, inputs),
        atol=1e-8,
    )
    along, direction = np.zeros(1), [rng.normal(size=spec.shape) for spec in specs]

    def loss(place: int) -> float:
        moved = [
            w + along * d * (n == place) for n, (w, d) in enumerate(zip(weights, direction, strict=True))
        ]
        return gradients(moved, config, inputs, targets, mask).loss

    for place, spec in enumerate(specs):
        expected = slope(lambda place=place: loss(place), along).item()
        assert (found.weights[place] * direction[place]).sum() == pytest.approx(expected, abs=1e-8), spec.name


def test_two_steps_of_one_unit_by_hand():
    """h_1 = tanh(w x_1), h_2 = tanh(w x_2 + v h_1), one answer from h_2: p = σ(u h_2), target 1."""
    w, v, u, x1, x2 = 0.8, -0.6, 1.5, 0.5, -1.0
    config = ModelConfig(cell="SimpleRNN", units=1, direction="forward", head="final_state")
    weights = [np.array([[w]]), np.array([[v]]), np.zeros(1), np.array([[u]]), np.zeros(1)]
    found = gradients(weights, config, np.array([[[x1], [x2]]]), np.array([1]))
    h1 = tanh(w * x1)
    h2 = tanh(w * x2 + v * h1)
    p = 1 / (1 + exp(-u * h2))
    d_h2 = (p - 1) * u
    d_sum2 = d_h2 * (1 - h2**2)
    d_h1 = d_sum2 * v
    d_sum1 = d_h1 * (1 - h1**2)
    assert found.loss == pytest.approx(-log(p))
    np.testing.assert_allclose(found.states["layer0/forward/hidden"].ravel(), [d_h1, d_h2])
    by_hand = [d_sum1 * x1 + d_sum2 * x2, d_sum2 * h1, d_sum1 + d_sum2, (p - 1) * h2, p - 1]
    np.testing.assert_allclose([one.item() for one in found.weights], by_hand)
    np.testing.assert_allclose(found.inputs.ravel(), [d_sum1 * w, d_sum2 * w])


def test_state_gradients_have_the_names_and_axes_of_the_states():
    config = make_config(("bidirectional", "sum", False), layers=2)
    found = gradients(seeded(config).get_weights(), config, sequences(), classes(config))
    names = {f"layer{k}/{d}/{s}" for k in (0, 1) for d in ("forward", "backward") for s in ("hidden", "cell")}
    assert set(found.states) == names
    assert {array.shape for array in found.states.values()} == {(BATCH, TIME, 3)}
    assert found.inputs.shape == (BATCH, TIME, FEATURES)


def test_errors_of_the_backward_reader_flow_to_the_right():
    """Another target at step 2 changes the gradients of what was read before it, and exactly no other."""
    config = make_config(("bidirectional", "concat", False))
    weights = seeded(config).get_weights()
    targets = np.zeros((BATCH, TIME), int)
    changed = targets.copy()
    changed[:, 2] = 1
    one, other = (gradients(weights, config, sequences(), y).states for y in (targets, changed))
    moved = {name: (one[name] != other[name]).any(axis=(0, 2)).tolist() for name in one}
    assert moved["layer0/forward/hidden"] == [True, True, True, False, False]
    assert moved["layer0/backward/hidden"] == [False, False, True, True, True]


def test_a_batch_of_padding_has_no_loss_and_no_gradient():
    config = make_config(("bidirectional", "mul", False))
    nothing = np.zeros((BATCH, TIME), bool)
    loss, found = loss_and_gradients(
        seeded(config).get_weights(), config, sequences(), classes(config), nothing
    )
    assert loss == 0
    assert not any(one.any() for one in found)


def test_what_stands_at_masked_steps_is_never_asked_for():
    config = make_config(("bidirectional", "concat", False))
    weights = seeded(config).get_weights()
    one = gradients(weights, config, sequences(), classes(config), MASK)
    targets = np.where(MASK, classes(config), -1)
    other = gradients(weights, config, np.where(MASK[..., None], sequences(), 9), targets, MASK)
    assert one.loss == other.loss
    for mine, theirs in zip(one.weights, other.weights, strict=True):
        np.testing.assert_array_equal(mine, theirs)


@pytest.mark.parametrize(
    ("targets", "message"),
    [
        (np.zeros((4, 4), int), "`targets` must have shape"),
        (np.full((4, 5), 3), "`targets` must be a whole number from 0 to 2; got .*3"),
        (np.full((4, 5), -1), "`targets` must be a whole number from 0 to 2; got .*-1"),
    ],
)
def test_targets_that_do_not_fit_are_refused(targets, message):
    config = make_config(("bidirectional", "concat", False))
    with pytest.raises(ValueError, match=message):
        loss_and_gradients(seeded(config).get_weights(), config, sequences(), targets)


def who_knows_what(architecture, layers: int = 1, **options) -> np.ndarray:
    fields = {key: options.pop(key) for key in ("cell", "head", "units") if key in options}
    config = make_config(architecture, layers=layers, **fields)
    return input_jacobian(seeded(config).get_weights(), config, sequences()[:1], **options)


@pytest.mark.parametrize("layers", [1, 3])
@pytest.mark.parametrize("cell", CELL_NAMES)
def test_one_reader_knows_exactly_one_triangle(cell, layers):
    """Zeros are exactly zero, everything else is not, however many forward layers are stacked."""
    lower = np.tri(TIME, dtype=bool)
    forward = who_knows_what(("forward", "concat", False), layers, cell=cell)
    backward = who_knows_what(("backward", "concat", False), layers, cell=cell)
    np.testing.assert_array_equal(forward != 0, lower)
    np.testing.assert_array_equal(backward != 0, lower.T)


@pytest.mark.parametrize("mode", ["concat", "sum", "mul", "ave"])
def test_both_readers_together_know_everything(mode):
    assert (who_knows_what(("bidirectional", mode, False)) > 0).all()


def test_two_stacks_that_never_merge_keep_their_triangles():
    lower = np.tri(TIME, dtype=bool)
    for reader, known in (("forward", lower), ("backward", lower.T)):
        found = who_knows_what(("bidirectional", "none", False), layers=2, reader=reader)
        np.testing.assert_array_equal(found != 0, known)


@pytest.mark.parametrize("head", ["per_step", "final_state"])
@pytest.mark.parametrize("architecture", [("backward", "concat", False), ("bidirectional", "mul", True)])
@pytest.mark.parametrize("cell", CELL_NAMES)
def test_the_map_equals_tensorflow(cell, architecture, head):
    config = make_config(architecture, cell=cell, layers=2, head=head)
    model = seeded(config)
    one = tf.constant(sequences()[:1])
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(one)
        # The log of a probability differs from its logit by the same amount for every class.
        logs = tf.math.log(model(one)[0])
        answers = tf.reshape(logs[..., 1] - logs[..., 0], [-1])
        rows = [answers[row] for row in range(len(answers))]
    theirs = np.stack([tape.gradient(row, one)[0] for row in rows])
    weights = model.get_weights()
    # Only differences of logits show in a softmax, so the same difference is made one output of ours.
    weights[-2], weights[-1] = weights[-2][:, 1:2] - weights[-2][:, :1], weights[-1][1:2] - weights[-1][:1]
    ours = input_jacobian(weights, config, sequences()[:1])
    np.testing.assert_allclose(ours, np.linalg.norm(theirs, axis=-1), atol=1e-5)


def test_a_final_state_gives_one_row_and_a_masked_step_an_empty_column():
    config = make_config(("bidirectional", "concat", False), head="final_state")
    weights, mask = seeded(config).get_weights(), MASK[2:3]
    found = input_jacobian(weights, config, sequences()[:1], output=2, mask=mask)
    np.testing.assert_array_equal(found != 0, mask)


def test_each_output_has_a_map_of_its_own():
    maps = [who_knows_what(("bidirectional", "concat", False), output=output) for output in range(OUTPUTS)]
    assert not np.allclose(maps[0], maps[1])
    assert not np.allclose(maps[1], maps[2])


def test_tokens_have_a_map_too():
    config = make_config(("forward", "concat", False), embedding=4)
    model = build_model(config, features=6, outputs=1)
    model.set_weights(random_weights(model))
    found = input_jacobian(model.get_weights(), config, np.array([[3, 1, 5, 2]]))
    np.testing.assert_array_equal(found != 0, np.tri(4, dtype=bool))


def test_a_map_belongs_to_one_sequence_and_one_output():
    config = make_config(("bidirectional", "concat", False))
    weights = seeded(config).get_weights()
    with pytest.raises(ValueError, match="`sequences` must be a whole number from 1 to 1; got 4"):
        input_jacobian(weights, config, sequences())
    with pytest.raises(ValueError, match="`output` must be a whole number from 0 to 2; got 3"):
        input_jacobian(weights, config, sequences()[:1], output=3)
    with pytest.raises(ValueError, match="`reader` must be one of forward, backward; got 'both'"):
        input_jacobian(weights, config, sequences()[:1], reader="both")
