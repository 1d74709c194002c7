"""What units go with, what raises them, their gates, and stretches that are alike."""

import numpy as np
import pytest

from viz_core.config import ExperimentConfig, TaskConfig
from viz_core.lessons.state_space import first_weights, sequences
from viz_core.lessons.units import (
    correlations,
    detectors,
    highest_moments,
    quantities,
    read,
    read_before,
)
from viz_core.lessons.units_gates import GATES, Gate, gates
from viz_core.lessons.units_stretch import Match, is_on, matches, on_throughout
from viz_core.network.cells import CELLS
from viz_core.network.probe import fresh_batch
from viz_core.pretrained import load


def of_task(name):
    config = ExperimentConfig(task=TaskConfig(name=name))
    return config, fresh_batch(config, 40)


def test_a_correlation_is_pearsons_and_with_several_numbers_the_multiple_one():
    rng = np.random.default_rng(0)
    states, values = rng.normal(size=(200, 3)), rng.normal(size=(200, 2))
    states[:, 0] = 2 - 3 * values[:, 0]
    states[:, 1] = values[:, 0] + values[:, 1]
    one = correlations(states, values[:, :1])
    np.testing.assert_allclose(one, [np.corrcoef(unit, values[:, 0])[0, 1] for unit in states.T], atol=1e-12)
    np.testing.assert_allclose(correlations(states, values)[:2], [1, 1], atol=1e-12)


def test_what_never_changes_correlates_with_nothing():
    moving, still = np.arange(5.0)[:, None], np.ones((5, 1))
    assert correlations(still, moving).tolist() == [0]
    assert correlations(moving, still).tolist() == [0]


def test_units_are_named_after_what_they_follow_and_ties_are_marked():
    rng = np.random.default_rng(1)
    known = {name: rng.normal(size=(30, 8, 1)) for name in ("sum", "input")}
    known["near"] = known["sum"] + 0.05 * rng.normal(size=(30, 8, 1))
    hidden = np.concatenate([known["input"], -known["sum"]], axis=2)
    found = detectors(hidden, known)
    assert [found.names[one] for one in found.best] == ["input", "sum"]
    np.testing.assert_allclose([found.strengths[0, 1], found.strengths[1, 0]], [1, -1])
    assert found.tied.tolist() == [False, True]
    assert found.order.tolist() == [1, 0]
    assert (found.count("sum"), found.count("input"), found.count("near")) == ((1, 1), (1, 0), (0, 0))


def test_of_equals_the_quantity_of_fewer_numbers_is_named():
    held = np.random.default_rng(2).integers(2, size=(20, 9, 1)).astype(float)
    both = np.concatenate([held, np.random.default_rng(3).normal(size=(20, 9, 1))], axis=2)
    found = detectors(held, {"target": both, "held": held})
    assert found.names[found.best[0]] == "held"
    assert found.tied[0]


def test_each_reader_has_the_sum_of_what_it_has_read():
    config, batch = of_task("balance")
    for reader, step, part in (("forward", 3, slice(None, 4)), ("backward", 3, slice(3, None))):
        found = quantities(config, batch, reader)
        np.testing.assert_allclose(found["sum"][:, step, 0], batch.inputs[:, part, 0].sum(axis=1), rtol=1e-6)


def test_the_input_before_is_the_one_that_the_reader_read_before():
    config, batch = of_task("xor_neighbours")
    forward, backward = (quantities(config, batch, reader)["before"] for reader in ("forward", "backward"))
    np.testing.assert_array_equal(forward[:, 1:], batch.inputs[:, :-1])
    np.testing.assert_array_equal(backward[:, :-1], batch.inputs[:, 1:])
    assert not forward[:, 0].any()
    assert not backward[:, -1].any()


def test_the_last_pulse_of_the_backward_reader_is_the_next_one_in_time():
    config, batch = of_task("flip_flop_both_sides")
    past, future = (quantities(config, batch, reader)["held"][..., 0] for reader in ("forward", "backward"))
    np.testing.assert_array_equal(past + 2 * future, batch.targets)


def test_the_figures_that_the_lesson_names():
    network = load("cumulative_sum")
    batch = sequences(network.config)
    told = {}
    for name, weights in (("trained", network.weights), ("untrained", first_weights(network.config))):
        seen = read(network.config, weights, batch)
        for reader, one in seen.hidden.items():
            told[name, reader] = detectors(one, quantities(network.config, batch, reader))
    assert told["trained", "forward"].count("sum")[0] == 50
    assert told["untrained", "forward"].count("sum")[0] > 30
    assert told["trained", "backward"].count("position")[0] > 40
    assert told["untrained", "backward"].count("position")[0] < 10


def test_the_highest_moments_come_from_different_sequences():
    states = np.array([[0.1, 0.9, 0.2], [0.8, 0.7, 0.85], [0.3, 0.2, 0.1]])
    assert highest_moments(states, 2) == [(0, 1), (1, 2)]


@pytest.mark.parametrize("reader", ["forward", "backward"])
def test_what_was_read_before_a_high_state_is_found(reader):
    # The unit repeats the input that its reader read two steps earlier.
    inputs = np.random.default_rng(4).normal(size=(300, 12, 1))
    ordered = inputs if reader == "forward" else inputs[:, ::-1]
    states = np.pad(ordered[:, :-2, 0], ((0, 0), (2, 0)))
    before, usual = read_before(inputs, states if reader == "forward" else states[:, ::-1], reader)
    apart = np.abs(before - usual)[:, 0]
    assert apart.argmax() == 2
    assert apart[2] > 1.5
    assert np.delete(apart, 2).max() < 0.4


def test_gates_are_counted_at_both_ends():
    values = np.array([0.05, 0.5, 0.95, 0.99]).reshape(1, 4, 1)
    (gate,) = gates({"layer0/forward/f": values}, "layer0/forward").values()
    assert (gate.shut[0], gate.open[0]) == (0.25, 0.5)
    assert gate.mean[0] == pytest.approx(values.mean())


def test_the_memory_of_a_gate_worked_by_hand():
    def memory(mean):
        return Gate(shut=np.zeros(1), open=np.zeros(1), mean=np.array([mean])).memory

    assert memory(np.exp(-1 / 7)) == pytest.approx(7)
    assert memory(1.0) == np.inf
    assert memory(0.0) == 0


def test_every_cell_has_its_gates():
    assert GATES.keys() == CELLS.keys()
    for name in ("cumulative_sum", "casino"):
        network = load(name)
        seen = read(network.config, network.weights, fresh_batch(network.config, 2))
        assert tuple(seen.gates["backward"]) == GATES[network.config.model.cell]


def test_a_negative_threshold_asks_for_what_lies_below_it():
    states = np.array([-0.7, 0.2, 0.7])
    assert is_on(states, 0.5).tolist() == [False, False, True]
    assert is_on(states, -0.5).tolist() == [True, False, False]


def test_units_must_be_on_at_every_step_of_the_stretch():
    states = np.array([[0.9, 0.1], [0.8, 0.9], [0.9, 0.9]])
    assert on_throughout(states, 0.5, 0, 2).tolist() == [True, False]
    assert on_throughout(states, 0.5, 1, 2).tolist() == [True, True]
    with pytest.raises(ValueError, match="`last` must be"):
        on_throughout(states, 0.5, 1, 3)


def test_the_stretch_that_agrees_in_most_units_is_found():
    rng = np.random.default_rng(5)
    states = rng.uniform(-1, 0.4, size=(4, 9, 3))
    states[2, 4:6, :2] = 0.9  # both units, two steps
    states[1, 7:9, 0] = 0.9  # one of them
    found = matches(states, np.array([True, True, False]), 2, 0.5, 5)
    assert found == [
        Match(sequence=2, first=4, last=5, alike=1.0),
        Match(sequence=1, first=7, last=8, alike=0.5),
    ]


def test_without_a_unit_that_is_on_there_is_nothing_to_look_for():
    with pytest.raises(ValueError, match="units that are on"):
        matches(np.zeros((2, 3, 2)), np.zeros(2, bool), 1, 0.5, 3)
