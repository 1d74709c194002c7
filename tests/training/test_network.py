"""The engine's network against Keras: loss and gradients of every cell, direction, merge, stack and mask."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from models import build_model
from viz_core.config import CELL_NAMES, ModelConfig
from viz_core.network.merges import MERGES
from viz_core.network.weights import initial_weights
from viz_core.tasks.task import Batch
from viz_core.training.data import minibatch
from viz_core.training.network import Network
from viz_core.training.parameters import Parameters

STEPS, BATCH, FEATURES = 4, 3, 2
DIRECTIONS = [
    {"direction": "forward"},
    {"direction": "backward"},
    *({"merge_mode": mode} for mode in (*MERGES, "none")),
]
NETWORKS = [
    ModelConfig(cell=cell, units=3, **direction, **more)
    for cell in CELL_NAMES
    for direction in DIRECTIONS
    for more in (
        {},
        {"layers": 2, "shared_weights": True, "head_units": 2},
        {"layers": 2, "head": "final_state"},
    )
]


def drawn(config, features=FEATURES, outputs=1):
    """Weights with no zeros among them, so that no gradient can hide behind one."""
    rng = np.random.default_rng(1)
    first = initial_weights(config, features=features, outputs=outputs, rng=rng)
    return tuple((one + rng.normal(0, 0.2, one.shape)).astype(np.float32) for one in first)


def batch(config, outputs=1, masked=False):
    rng = np.random.default_rng(2)
    inputs = rng.normal(size=(BATCH, STEPS, FEATURES)).astype(np.float32)
    if config.embedding:
        inputs = rng.integers(1, FEATURES + 3, size=(BATCH, STEPS))
    if masked:
        inputs[0, 2:] = 0
        inputs[1, :1] = 0
    shape = (BATCH,) if config.head == "final_state" else (BATCH, STEPS)
    return inputs, rng.integers(0, max(2, outputs), shape)


def ours(config, weights, inputs, targets, masked, features=FEATURES, outputs=1):
    found = inputs != 0 if config.embedding else np.any(inputs != 0, axis=-1)
    data = Batch(inputs=inputs, targets=targets, mask=found if masked else None)
    batch = minibatch(data, np.arange(BATCH), config)
    parameters, gradient = (Parameters(config, features=features, outputs=outputs) for _ in range(2))
    parameters.take(weights)
    gradient.flat[:] = np.nan  # whatever was there before counts for nothing
    network = Network(config, features=features, timesteps=STEPS, batch=BATCH)
    found = network.learn(parameters, gradient, batch, 1 / batch.weights.sum())
    return found.loss, gradient.weights()


def keras_says(config, weights, inputs, targets, masked, features=FEATURES, outputs=1):
    model = build_model(
        config, features=features, outputs=outputs, timesteps=STEPS, masking=masked and not config.embedding
    )
    model.set_weights(weights)
    cross_entropy = (
        keras.losses.BinaryCrossentropy() if outputs == 1 else keras.losses.SparseCategoricalCrossentropy()
    )
    with tf.GradientTape() as tape:
        answers = model(inputs, training=False)
        answers = answers if isinstance(answers, list) else [answers]
        truth = targets[..., np.newaxis]
        loss = sum(cross_entropy(truth, answer) for answer in answers)
    gradients = tape.gradient(loss, [variable.value for variable in model.trainable_variables])
    return float(loss), [tf.convert_to_tensor(one).numpy() for one in gradients]


def compare(config, masked=False, outputs=1, features=FEATURES):
    weights = drawn(config, features, outputs)
    inputs, targets = batch(config, outputs, masked)
    loss, gradients = ours(config, weights, inputs, targets, masked, features, outputs)
    expected, oracle = keras_says(config, weights, inputs, targets, masked, features, outputs)
    assert loss == pytest.approx(expected, rel=1e-5)
    for one, two in zip(gradients, oracle, strict=True):
        assert np.linalg.norm(one - two) <= 1e-4 * np.linalg.norm(two) + 1e-7


@pytest.mark.parametrize("config", NETWORKS, ids=str)
@pytest.mark.parametrize("masked", [False, True], ids=["whole", "masked"])
def test_loss_and_gradients_equal_kerass(config, masked):
    compare(config, masked)


@pytest.mark.parametrize("head", ["per_step", "final_state"])
def test_several_classes_are_learned_with_a_softmax_as_in_keras(head):
    compare(ModelConfig(units=3, head=head), outputs=4)


@pytest.mark.parametrize("cell", CELL_NAMES)
def test_an_embedding_masks_token_zero_and_learns_as_in_keras(cell):
    compare(
        ModelConfig(cell=cell, units=3, embedding=2, head="final_state"), masked=True, features=FEATURES + 3
    )


@pytest.mark.parametrize("cell", CELL_NAMES)
@pytest.mark.parametrize("outputs", [1, 3])
@pytest.mark.parametrize("place", [0, 1, 2, -1], ids=["kernel", "recurrent", "bias", "head"])
def test_a_weight_that_is_no_number_makes_the_loss_none_either(cell, outputs, place):
    config = ModelConfig(cell=cell, units=3)
    weights = drawn(config, outputs=outputs)
    weights[place][-1] = np.nan
    loss, _ = ours(config, weights, *batch(config, outputs), False, outputs=outputs)
    assert np.isnan(loss)
