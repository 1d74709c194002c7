"""What a guest may go on to learn: tasks and tables that fit, and what is said of those that do not."""

import keras
import pytest
from keras import layers

from tests.keras_files.archives import saved
from viz_core.config import TaskConfig, TrainingConfig
from viz_core.data.own_sets import keep_example
from viz_core.guests.learning import (
    check_may_learn,
    guest_config,
    table_to_learn,
    task_to_learn,
    tasks_to_learn,
)
from viz_core.guests.opening import open_here
from viz_core.limits.budget import check_affordable, cost, excess

pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation doesn't accept a copy keyword")
TRAINING = TrainingConfig(sequences=1_000, trainer="keras")


def guest(folder, shape=(10, 1), end=("sigmoid", 1), *, once=False, tokens=0):
    activation, width = end
    model = keras.Sequential(
        [
            keras.Input(shape),
            *([layers.Embedding(tokens, 5)] if tokens else []),
            layers.LSTM(2, return_sequences=not once),
            layers.Dense(width, activation=activation),
        ]
    )
    return open_here(saved(model, folder))


def test_a_network_learns_the_tasks_that_fit_at_each_step_or_once(tmp_path):
    assert "cumulative_sum" in tasks_to_learn(guest(tmp_path))
    assert "cumulative_sum" in tasks_to_learn(guest(tmp_path, once=True))
    assert tasks_to_learn(guest(tmp_path, (10, 7))) == ()
    assert task_to_learn(guest(tmp_path, (25, 1)), "cumulative_sum").length == 25
    assert task_to_learn(guest(tmp_path, (None, 1)), "casino").length == 20


@pytest.mark.parametrize("end", [("linear", 1), ("softmax", 1), ("sigmoid", 3)])
def test_answers_that_are_no_probabilities_are_refused(end, tmp_path):
    one = guest(tmp_path, end=end)
    assert tasks_to_learn(one) == ()
    with pytest.raises(ValueError, match="^`network` must have one output that ends in a softmax"):
        check_may_learn(one)


def test_a_table_that_fits_is_as_long_as_the_network_reads(tmp_path):
    leaks = keep_example("leaks")
    assert table_to_learn(guest(tmp_path, (None, 2)), leaks) == leaks
    assert table_to_learn(guest(tmp_path, (40, 2)), leaks).length == 40
    texts = keep_example("short_reviews")
    assert table_to_learn(guest(tmp_path, (12,), once=True, tokens=500), texts).length == 12


REFUSED = [
    ({"shape": (None, 3)}, "leaks", "`table` must have 3 columns of numbers; got 2."),
    ({"shape": (20, 2)}, "leaks", "`table` must have sequences of at most 20 steps; got 30."),
    ({"shape": (None, 2), "once": True}, "leaks", "`table` must have a label for each sequence; got"),
    ({"shape": (None, 2), "end": ("softmax", 5)}, "leaks", "`table` must have 5 labels; got 2."),
    ({"shape": (None, 2)}, "short_reviews", "`table` must have numbers for a network that reads numbers"),
    ({"shape": (12,), "once": True, "tokens": 5}, "short_reviews", "`table` must have 5 words at most; got"),
]


@pytest.mark.parametrize(("made", "table", "got"), REFUSED)
def test_a_table_that_does_not_fit_is_refused_in_one_sentence(made, table, got, tmp_path):
    with pytest.raises(ValueError, match="^" + got.replace("(", r"\(")):
        table_to_learn(guest(tmp_path, **made), keep_example(table))


def test_a_run_costs_what_the_network_multiplies_and_what_keras_takes_for_an_update(tmp_path):
    one = guest(tmp_path)
    small = cost(guest_config(one, "cumulative_sum", TaskConfig(), TRAINING))
    assert small.parameters == sum(row.parameters for row in one.layers)
    large = TrainingConfig(sequences=1_000_000, epochs=1_000, trainer="keras")
    found = excess(guest_config(one, "cumulative_sum", TaskConfig(), large))
    assert found is not None and found.part == "training"
    check_affordable(guest_config(one, "cumulative_sum", TaskConfig(), TRAINING))


def test_a_network_of_too_many_parameters_is_not_trained(tmp_path):
    wide = guest(tmp_path, (12,), once=True, tokens=900_000)
    with pytest.raises(ValueError, match="`parameters` must be"):
        guest_config(wide, "cumulative_sum", TaskConfig(), TRAINING)


def test_a_guest_is_trained_by_keras_alone(tmp_path):
    with pytest.raises(ValueError, match="`trainer` must be one of keras; got 'loops'."):
        guest_config(guest(tmp_path), "cumulative_sum", TaskConfig(), TrainingConfig())
