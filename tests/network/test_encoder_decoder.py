"""The encoder-decoder: Keras, NumPy, TensorFlow and the engine compute the same network."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from models import build_model
from tests.keras_oracle import FEATURES, MASK, OUTPUTS, TIME, random_weights, sequences
from viz_core.config import CELL_NAMES, ExperimentConfig, ModelConfig, TaskConfig, TrainingConfig
from viz_core.data.data_set import Labelled
from viz_core.keras_files.conversion import to_keras
from viz_core.keras_files.reading import read as from_keras
from viz_core.keras_scripts.tasks import keras_code
from viz_core.network.gradients import gradients, input_jacobian
from viz_core.network.summary import summary_rows
from viz_core.network.tracing import trace
from viz_core.network.weights import count_parameters, initial_weights, weight_specs
from viz_core.training.data import epoch_order, minibatch
from viz_core.training.engine import Learner, first_weights
from viz_core.training.network import Network
from viz_core.training.parameters import Parameters
from viz_core.training.scoring import score

WAYS = [
    {"direction": "forward"},
    {"direction": "backward"},
    {"merge_mode": "concat"},
    {"merge_mode": "mul"},
    {"merge_mode": "ave", "shared_weights": True},
    {"merge_mode": "concat", "layers": 2, "head_units": 2, "dropout": 0.2},
]
NETWORKS = [
    ModelConfig(cell=cell, units=3, head="encoder_decoder", **way) for cell in CELL_NAMES for way in WAYS
]


def made(config, *, masked=False, outputs=OUTPUTS):
    model = build_model(config, features=FEATURES, outputs=outputs, timesteps=TIME, masking=masked)
    model.set_weights(random_weights(model))
    return model


def targets(seed=2):
    """Right classes, some of which nobody asks for."""
    found = np.random.default_rng(seed).integers(0, OUTPUTS, MASK.shape)
    found[0, 3:] = found[2, 0] = -1
    return found


@pytest.mark.parametrize("masked", [False, True], ids=["whole", "masked"])
@pytest.mark.parametrize("config", NETWORKS, ids=str)
def test_answers_equal_keras(config, masked):
    model, inputs = made(config, masked=masked), sequences(masked)
    ours = trace(model.get_weights(), config, inputs, MASK if masked else None)
    np.testing.assert_allclose(ours["probabilities"], model(inputs), rtol=0, atol=1e-5)


@pytest.mark.parametrize("masked", [False, True], ids=["whole", "masked"])
@pytest.mark.parametrize("config", NETWORKS, ids=str)
def test_loss_and_gradients_of_numpy_and_of_the_engine_equal_tensorflow(config, masked):
    model, inputs, right = made(config, masked=masked), sequences(masked), targets()
    with tf.GradientTape() as tape:
        each = keras.losses.sparse_categorical_crossentropy(np.maximum(right, 0), model(inputs))
        loss = tf.reduce_mean(each[right >= 0])
    theirs = tape.gradient(loss, [one.value for one in model.trainable_variables])
    weights = model.get_weights()
    ours = gradients(weights, config, inputs, right, MASK if masked else None)
    parameters, gradient = (Parameters(config, features=FEATURES, outputs=OUTPUTS) for _ in range(2))
    parameters.take(weights)
    data = Labelled(inputs=inputs, targets=right, mask=MASK if masked else None)
    batch = minibatch(data, np.arange(len(inputs)), config)
    network = Network(config, features=FEATURES, timesteps=TIME, batch=len(inputs))
    engine = network.learn(parameters, gradient, batch, 1 / np.sum(right >= 0)).loss
    assert (ours.loss, engine) == pytest.approx((float(loss), float(loss)), rel=1e-5)
    for one, two, three in zip(ours.weights, gradient.weights(), theirs, strict=True):
        np.testing.assert_allclose(one, three, atol=2e-5)
        np.testing.assert_allclose(two, three, atol=2e-5)


@pytest.mark.parametrize(("cell", "direction"), [("LSTM", "bidirectional"), ("GRU", "forward")])
def test_losses_equal_those_of_keras_update_by_update(cell, direction):
    """On tokens with padding in front, every step of the answer counting.

    Plain gradient descent: Adam would divide the first gradients of the embedding, which are all rounding, by
    themselves.
    """
    config = ModelConfig(cell=cell, units=4, embedding=3, direction=direction, head="encoder_decoder")
    training = TrainingConfig(batch_size=8, epochs=5, learning_rate=0.5, optimizer="sgd")
    rng = np.random.default_rng(5)
    tokens = rng.integers(1, 6, (37, TIME)) * (np.arange(TIME) >= rng.integers(0, 3, (37, 1)))
    right = np.sort(tokens % 3, axis=1).astype(np.int32)
    run = Learner(
        config,
        training,
        Labelled(inputs=tokens, targets=right, mask=tokens != 0),
        features=6,
        outputs=OUTPUTS,
    )
    ours = []
    while not run.done:
        run.advance(50)
        ours.extend(run.losses)
    model = build_model(config, features=6, outputs=OUTPUTS, timesteps=TIME)
    model.set_weights(first_weights(config, training.seed, 6, OUTPUTS))
    model.compile(keras.optimizers.SGD(0.5), "sparse_categorical_crossentropy")
    theirs = []
    for epoch in range(training.epochs):
        order = epoch_order(37, training.seed, epoch)
        for rows in np.split(order, range(8, 37, 8)):
            theirs.append(model.train_on_batch(tokens[rows], right[rows]))
            model.reset_metrics()
    assert ours[-1] < ours[0] - 0.02
    np.testing.assert_allclose(ours, np.reshape(theirs, (len(ours), -1))[:, 0], rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize("config", NETWORKS[:6], ids=str)
def test_weights_and_summary_are_those_of_the_keras_model(config):
    model = made(config)
    specs = weight_specs(config, features=FEATURES, outputs=OUTPUTS)
    assert [spec.shape for spec in specs] == [one.shape for one in model.get_weights()]
    rows = summary_rows(config, features=FEATURES, outputs=OUTPUTS, timesteps=TIME)
    assert [row.name for row in rows] == [layer.name for layer in model.layers]
    assert [row.parameters for row in rows] == [layer.count_params() for layer in model.layers]
    shapes = [tuple(layer._inbound_nodes[0].outputs[0].shape) for layer in model.layers]
    assert [row.output_shape for row in rows] == shapes
    assert count_parameters(config, features=FEATURES, outputs=OUTPUTS) == model.count_params()


@pytest.mark.parametrize("config", NETWORKS[6:12], ids=str)
def test_the_script_builds_the_same_network(config):
    code = keras_code(ExperimentConfig(task=TaskConfig(timesteps=TIME), model=config))
    names = {}
    exec(code[: code.index("model.compile")].replace("model.summary()", ""), names)
    inputs = np.random.default_rng(3).normal(size=(2, TIME, 1)).astype(np.float32)
    ours = build_model(config, features=1, outputs=1, timesteps=TIME)
    ours.set_weights(random_weights(ours))
    names["model"].set_weights(ours.get_weights())
    np.testing.assert_allclose(names["model"](inputs), ours(inputs), atol=1e-6)


# Keras 3.15 hands its variables to h5py without NumPy 2's `copy` argument.
@pytest.mark.filterwarnings("ignore:__array__ implementation doesn't accept a copy keyword")
@pytest.mark.parametrize("config", [*NETWORKS[:2], *NETWORKS[3:6]], ids=str)
def test_a_file_comes_back_as_the_same_network(config):
    experiment = ExperimentConfig(task=TaskConfig(timesteps=5), model=config)
    weights = initial_weights(config, features=1, outputs=1, rng=np.random.default_rng(0))
    back, same = from_keras(to_keras(experiment, weights), "cumulative_sum")
    assert back == config
    for one, two in zip(weights, same, strict=True):
        np.testing.assert_array_equal(one, two)


def test_the_answers_hear_of_the_inputs_through_one_vector_only():
    """Two sentences with the same final states get the same answers, whatever came before."""
    config = ModelConfig(units=3, head="encoder_decoder")
    model = made(config)
    seen = trace(model.get_weights(), config, sequences())
    assert seen["final/merged"].shape == (len(MASK), 6)
    np.testing.assert_array_equal(
        seen["final/merged"], np.concatenate([seen["final/forward"], seen["final/backward"]], axis=-1)
    )
    decoder = keras.Sequential([keras.layers.RepeatVector(TIME), *model.layers[-2:]])
    again = decoder(seen["final/merged"].astype(np.float32))
    np.testing.assert_allclose(seen["probabilities"], again, atol=1e-5)


def test_padding_in_front_changes_no_answer():
    config = ModelConfig(units=3, head="encoder_decoder")
    weights = made(config).get_weights()
    inputs = sequences()[:, :3]
    mask = np.arange(TIME) >= TIME - 3
    padded = np.concatenate([np.ones_like(inputs[:, :2]), inputs], axis=1)
    ours = trace(weights, config, padded, np.tile(mask, (len(inputs), 1)))
    alone = trace(weights, config, inputs)
    np.testing.assert_allclose(ours["final/merged"], alone["final/merged"])


def test_every_answer_hears_every_input():
    config = ModelConfig(units=3, direction="forward", head="encoder_decoder")
    found = input_jacobian(made(config).get_weights(), config, sequences()[:1], output=1)
    assert found.shape == (TIME, TIME) and (found > 0).all()


def test_a_sequence_is_right_when_all_that_is_asked_is_right():
    config = ModelConfig(units=3, head="encoder_decoder")
    model, inputs = made(config), sequences()
    said = np.asarray(model(inputs)).argmax(axis=-1)
    right = said.copy()
    right[0, 1] = (right[0, 1] + 1) % OUTPUTS
    right[1, :2] = -1
    parameters = Parameters(config, features=FEATURES, outputs=OUTPUTS)
    parameters.take(model.get_weights())
    batch = minibatch(Labelled(inputs=inputs, targets=right, mask=None), np.arange(3), config)
    network = Network(config, features=FEATURES, timesteps=TIME, batch=3)
    found = score([(batch, network.evaluate(parameters, batch))])
    assert found.exact == pytest.approx(2 / 3)
    assert found.accuracy == pytest.approx(1 - 1 / np.sum(right[:3] >= 0))


def test_two_stacks_that_are_never_merged_have_no_one_vector():
    with pytest.raises(ValueError, match="`merge_mode` must be one of concat, sum, mul, ave; got 'none'"):
        ModelConfig(merge_mode="none", head="encoder_decoder")


def test_a_model_must_know_how_many_steps_to_answer():
    with pytest.raises(ValueError, match="`timesteps` must be a whole number from 1 to 10,000; got None"):
        build_model(ModelConfig(units=2, head="encoder_decoder"), features=1, outputs=1)
