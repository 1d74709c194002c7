"""A network that somebody brought goes on learning by Keras's `fit`, built from what was understood of it."""

import keras
import numpy as np
import pytest
from keras import layers

from tests.guests.random_networks import random_network
from tests.keras_files.archives import redescribed, saved
from viz_core.config import TaskConfig, TrainingConfig
from viz_core.data.own_sets import keep_table
from viz_core.guests.in_keras import model_of
from viz_core.guests.kept import file_after, keep_network, opened_network
from viz_core.guests.learning import guest_config, table_to_learn, task_to_learn
from viz_core.guests.opening import open_here
from viz_core.training.data import epoch_order
from viz_core.training.keras_guest import GuestTrainer
from viz_core.training.sets import sequences_of

pytestmark = [
    pytest.mark.usefixtures("eager"),
    pytest.mark.filterwarnings("ignore:__array__ implementation doesn't accept a copy keyword"),
    pytest.mark.filterwarnings("ignore:Layer '.*' .* was passed an input with a mask"),
    pytest.mark.filterwarnings("ignore:You are using a softmax over axis"),
]
TRAINING = TrainingConfig(
    sequences=20, batch_size=8, epochs=2, optimizer="sgd", learning_rate=0.3, trainer="keras"
)


def network(*before, recurrent=None, end=None):
    return keras.Sequential(
        [
            keras.Input((6, 1)),
            *before,
            recurrent or layers.Bidirectional(layers.GRU(3, return_sequences=True)),
            end or layers.Dense(1, activation="sigmoid"),
        ]
    )


def kept(model, folder):
    source = keep_network(saved(model, folder))
    return source, opened_network(source).guest


def trained(trainer):
    event = trainer.start_event()
    while not trainer.done:
        event = trainer.advance(2)
    return event


def test_it_learns_what_plain_keras_learns_from_the_same_file(tmp_path):
    model = network(
        layers.Dense(2, activation="tanh", trainable=False),
        end=layers.Dense(1, "sigmoid", kernel_regularizer="l2"),
    )
    source, guest = kept(model, tmp_path)
    config = guest_config(guest, source, task_to_learn(guest, "cumulative_sum"), TRAINING)
    last = trained(GuestTrainer(config))
    data, _ = sequences_of(config)
    plain = keras.models.load_model(tmp_path / "given.keras")
    plain.compile(keras.optimizers.SGD(0.3), "binary_crossentropy")
    for epoch in range(2):
        order = epoch_order(20, TRAINING.seed, epoch)
        x, y = data.inputs[order].astype("float32"), data.targets[order][..., None]
        plain.fit(x, y, batch_size=8, shuffle=False, verbose=0)
    for ours, theirs in zip(last.weights, plain.get_weights(), strict=True):
        np.testing.assert_allclose(ours, theirs, atol=1e-5)
    np.testing.assert_array_equal(last.weights[0], model.get_weights()[0])
    again = opened_network(source).guest.holding(last.weights)
    np.testing.assert_allclose(again.outputs(x)[0], plain.predict(x, verbose=0), atol=1e-5)


def test_a_run_goes_on_from_weights_that_are_given(tmp_path):
    source, guest = kept(network(), tmp_path)
    config = guest_config(guest, source, task_to_learn(guest, "cumulative_sum"), TRAINING)
    begun = GuestTrainer(config)
    begun.advance(3)
    rest = GuestTrainer(config, weights=begun.advance(1).weights, step=4)
    for one, two in zip(trained(GuestTrainer(config)).weights, trained(rest).weights, strict=True):
        np.testing.assert_allclose(one, two, atol=1e-6)


def table(steps):
    """Two labels, decided by the first number; every other sequence is short."""
    rows = ["sequence,x,label"]
    for number in range(40):
        length = steps if number % 2 else 2
        for step in range(length):
            value = (number % 3) - 1 if step == 0 else 0.5
            rows.append(f"{number},{value},{'high' if number % 3 > 1 else 'low'}")
    return keep_table("\n".join(rows).encode())


def test_a_table_is_learned_with_the_networks_own_padding_and_is_validated(tmp_path):
    model = network(layers.Masking(-7.0), recurrent=layers.LSTM(4))
    source, guest = kept(model, tmp_path)
    config = guest_config(guest, source, table_to_learn(guest, table(5)), TRAINING)
    trainer = GuestTrainer(config)
    inputs = trainer._lesson.inputs
    assert inputs.shape[1:] == (6, 1)
    assert (inputs[:, 5] == -7).all() and not (inputs[:, :2] == -7).any()
    assert trained(trainer).epoch_metrics.validation_loss > 0


def test_numbers_that_a_network_was_adapted_to_are_those_it_learns_with(tmp_path):
    scale = layers.Normalization()
    scale.adapt(np.random.default_rng(0).normal(3, 5, (50, 6, 1)))
    data = saved(network(scale), tmp_path)
    model, guest = model_of(data)
    given = np.random.default_rng(1).normal(3, 5, (4, 6, 1)).astype(np.float32)
    np.testing.assert_allclose(model(given), guest.outputs(given)[0], atol=1e-5)
    assert np.abs(np.asarray(model.layers[0](given)).mean()) < 1


def test_a_stateful_network_of_one_batch_size_learns_from_any(tmp_path):
    model = keras.Sequential(
        [
            keras.Input(batch_shape=(4, 6, 1)),
            layers.LSTM(2, return_sequences=True, stateful=True),
            layers.Dense(1, "sigmoid"),
        ]
    )
    source, guest = kept(model, tmp_path)
    config = guest_config(guest, source, task_to_learn(guest, "cumulative_sum"), TRAINING)
    assert np.isfinite(trained(GuestTrainer(config)).loss)


@pytest.mark.parametrize("seed", range(8))
def test_a_random_network_is_built_again_as_it_was(seed, tmp_path):
    model, inputs = random_network(seed)
    built, guest = model_of(saved(model, tmp_path))
    assert len(built.trainable_variables) == len(model.trainable_variables)
    for one, two in zip(several(built(inputs)), several(model(inputs)), strict=True):
        np.testing.assert_allclose(one, two, atol=1e-5)
    assert sum(row.parameters for row in guest.layers) > 0


def several(value):
    return list(value) if isinstance(value, list | tuple) else [value]


def option(name, value):
    def change(described):
        described["config"]["layers"][1]["config"][name] = value

    return change


FOREIGN = [
    option(
        "activity_regularizer",
        {"module": "keras.layers", "class_name": "Lambda", "config": {}, "registered_name": None},
    ),
    option("kernel_regularizer", {"module": "os", "class_name": "L2", "config": {}, "registered_name": None}),
    option(
        "kernel_constraint",
        {"module": "keras", "class_name": "Variable", "config": {}, "registered_name": None},
    ),
    # Compares every row with every other: 6 GB for each update of 20,000 rows of two numbers.
    option(
        "kernel_regularizer",
        {
            "module": "keras.regularizers",
            "class_name": "OrthogonalRegularizer",
            "config": {"factor": 0.01, "mode": "rows"},
            "registered_name": None,
        },
    ),
    option("kernel_regularizer", "OrthogonalRegularizer"),
    option("x", [{"module": "keras", "class_name": "L2", "config": {}, "registered_name": "mine>L2"}]),
]


@pytest.mark.parametrize("change", FOREIGN)
def test_nothing_but_known_parts_of_keras_is_built(change, tmp_path):
    data = redescribed(saved(network(recurrent=layers.LSTM(2, return_sequences=True)), tmp_path), change)
    with pytest.raises(ValueError, match="^`file` must be a .keras file"):
        model_of(data)


def test_how_a_file_was_compiled_is_not_read(tmp_path):
    model = network()
    model.compile("adam", "mse")
    data = redescribed(
        saved(model, tmp_path), lambda one: one["compile_config"].update(loss={"class_name": "Evil"})
    )
    assert not model_of(data)[0].compiled


def test_a_file_that_is_gone_is_said_in_one_sentence():
    config = guest_config(opened_network("cumulative_sum").guest, "0" * 16, TaskConfig(), TRAINING)
    with pytest.raises(ValueError, match="`source` must be a file that was uploaded here"):
        GuestTrainer(config)


def test_what_was_learned_is_taken_home_as_a_file(tmp_path):
    source, guest = kept(network(layers.Dropout(0.2)), tmp_path)
    arrays = [array + 0.25 for array in guest.arrays.values()]
    again = open_here(file_after(source, arrays))
    for one, two in zip(again.arrays.values(), arrays, strict=True):
        np.testing.assert_array_equal(one, two)
