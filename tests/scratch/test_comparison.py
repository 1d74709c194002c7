import numpy as np
import pytest

from viz_core.network.weights import weight_specs
from viz_core.scratch.comparison import (
    differences,
    example,
    lines,
    named,
    numeric_results,
    project_results,
    there_and_back,
)
from viz_core.training.second_opinion import second_opinion


@pytest.fixture(scope="module")
def given():
    return example(units=3, timesteps=5, sequences=4, seed=7)


@pytest.fixture(scope="module")
def done(given):
    return there_and_back(given.weights, given.inputs, given.targets)


def test_the_app_own_engine_agrees(given, done):
    found = differences(named(done), project_results(given))
    assert len(found) == 10
    assert max(found.values()) < 1e-14


def test_the_numeric_derivative_agrees(given, done):
    found = differences(named(done), numeric_results(given))
    assert len(found) == 9
    assert max(found.values()) < 1e-9


def test_keras_agrees(given, done):
    told = second_opinion(given.weights, given.config, given.inputs, given.targets)
    np.testing.assert_allclose(told["hidden"], done.hidden, rtol=0, atol=1e-5)
    np.testing.assert_allclose(told["loss"], done.loss, rtol=0, atol=1e-5)
    np.testing.assert_allclose(told["inputs"], done.inputs, rtol=0, atol=1e-5)
    for theirs, ours in zip(told["gradients"], done.gradients, strict=True):
        np.testing.assert_allclose(theirs, ours, rtol=0, atol=1e-5)


def test_a_mistake_would_be_seen(given, done):
    wrong = named(done) | {"∂L/∂x": done.inputs[:, ::-1]}
    assert differences(wrong, project_results(given))["∂L/∂x"] > 1e-5


def test_gradients_are_named_in_the_letters_of_the_notation(given, done):
    shapes = {name: array.shape for name, array in named(done).items()}
    assert shapes["∂L/∂W→"] == shapes["∂L/∂W←"] == (1, 12)
    assert shapes["∂L/∂V→"] == shapes["∂L/∂V←"] == (3, 12)
    assert shapes["∂L/∂b→"] == shapes["∂L/∂b←"] == (12,)
    assert (shapes["∂L/∂U"], shapes["∂L/∂d"], shapes["∂L/∂x"]) == ((6, 1), (1,), (4, 5, 1))


def test_results_have_the_shapes_of_the_weights(given, done):
    specs = weight_specs(given.config, features=1, outputs=1)
    assert [one.shape for one in done.gradients] == [spec.shape for spec in specs]
    assert done.hidden.shape == (4, 5, 6)
    assert done.inputs.shape == (4, 5, 1)


def test_an_example_follows_its_seed():
    one, other = (example(units=2, timesteps=3, sequences=1, seed=seed) for seed in (0, 1))
    assert (one.weights[0] != other.weights[0]).any()
    assert one.inputs.shape == (1, 3, 1)


@pytest.mark.parametrize("way", ["forward", "backward"])
def test_both_readers_run_line_by_line(given, way):
    made = lines(given, way)
    called = [frame["function"] for frame in made["frames"]]
    assert called[0] == f"TimeBiLSTM.{way}"
    rounds = [frame["changed"]["t"]["text"] for frame in made["frames"] if "t" in frame["changed"]]
    counted = [str(t) for t in range(5)]
    assert rounds == 2 * (counted if way == "forward" else counted[::-1])
    assert made["source"] == "fresh weights"


def test_the_lines_end_with_the_states_of_the_first_sequence(given, done):
    made = lines(given, "forward")
    halves = [frame["changed"]["hs"]["values"] for frame in made["frames"] if "hs" in frame["changed"]]
    np.testing.assert_allclose(halves[-1], done.hidden[:1, ::-1, 3:], atol=1e-6)
