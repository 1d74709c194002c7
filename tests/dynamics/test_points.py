"""Fixed points: maps whose points are known, the index sum, stability, slow places, distances."""

import numpy as np
import pytest

from tests.dynamics.random_layers import layer, simple
from viz_core.config import CELL_NAMES
from viz_core.dynamics import fixed_points, step_map

NOTHING = [0.0]
ROOT = 0.957504  # of tanh(2 h) = h


def test_the_points_of_a_doubling_unit_are_known():
    points = fixed_points(simple(2.0, 0.0), cell="simple_rnn", inputs=NOTHING)
    assert [one.state.item() for one in points] == pytest.approx([-ROOT, ROOT, 0], abs=1e-6)
    assert [one.eigenvalues.item().real for one in points] == pytest.approx([0.1664, 0.1664, 2], abs=1e-4)
    assert [one.stable for one in points] == [True, True, False]
    assert [one.kind for one in points] == ["stable", "stable", "source"]
    assert [one.proved for one in points] == [True, True, True]
    assert points.proved
    assert points.index_sum == 1


def test_two_uncoupled_units_have_nine_points():
    points = fixed_points(simple(2 * np.eye(2), [0, 0]), cell="simple_rnn", inputs=NOTHING)
    known = {(x, y) for x in (-ROOT, 0, ROOT) for y in (-ROOT, 0, ROOT)}
    assert {tuple(one.state.round(6) + 0.0) for one in points} == known
    assert [one.kind for one in points] == ["stable"] * 4 + ["saddle"] * 4 + ["source"]


def test_three_uncoupled_units_are_a_cube_found_without_proof():
    points = fixed_points(simple(2 * np.eye(3), [0, 0, 0]), cell="simple_rnn", inputs=NOTHING)
    assert len(points) == 27
    assert sum(one.stable for one in points) == 8
    assert points.index_sum == 1
    assert not points.proved
    assert points.undecided is None
    assert not any(one.proved for one in points)


@pytest.mark.parametrize("units", [1, 2, 8])
@pytest.mark.parametrize("cell", CELL_NAMES)
def test_every_point_stays_where_it_is(cell, units):
    for seed in range(4):
        weights = layer(cell, units, seed=seed)
        points = fixed_points(weights, cell=cell, inputs=[0.3, -0.2])
        given = step_map(weights, cell=cell, inputs=[0.3, -0.2])
        assert len(points) >= 1
        assert points.index_sum == 1
        states = np.stack([one.state for one in points])
        np.testing.assert_allclose(given.step(states), states, rtol=1e-9, atol=1e-11)
        values = np.linalg.eigvals(given.jacobian(states))
        assert [one.stable for one in points] == (np.abs(values).max(axis=1) < 1).tolist()


def test_what_is_stable_attracts_and_what_is_not_repels():
    weights = layer("GRU", 2, seed=10, scale=6)
    given = step_map(weights, cell="gru", inputs=[0.3, -0.2])
    points = fixed_points(weights, cell="gru", inputs=[0.3, -0.2])
    assert {one.kind for one in points} >= {"stable", "saddle"}
    for one in points:
        around = one.state + 1e-4 * np.random.default_rng(0).normal(size=(20, 2))
        for _ in range(3000):
            around = given.step(around)
        returned = np.linalg.norm(around - one.state, axis=1) < 1e-6
        assert returned.all() if one.stable else not returned.any()


def test_time_constants_are_steps_to_shrink_by_e():
    point = fixed_points(simple(0.5, 0.0), cell="simple_rnn", inputs=NOTHING)[0]
    assert point.time_constants.item() == pytest.approx(1 / np.log(2))


def test_an_lstm_rests_where_its_cell_state_stays():
    """With open gates shut to 1/2 each, c = c/2 + tanh(u)/2 rests at tanh(u), and h = tanh(c)/2."""
    weights = [np.zeros((1, 4)), np.zeros((1, 4)), np.array([0, 0, 0.8, 0])]
    (point,) = fixed_points(weights, cell="lstm", inputs=NOTHING)
    assert point.state == pytest.approx([np.tanh(np.tanh(0.8)) / 2, np.tanh(0.8)])
    assert np.sort(point.eigenvalues.real) == pytest.approx([0, 0.5])


def test_a_shut_update_gate_is_no_fixed_point_everywhere():
    weights = layer("GRU", 2, seed=1)
    weights[2][:, :2] += 30
    points = fixed_points(weights, cell="gru", inputs=[0.0, 0.0])
    assert len(points) < 10
    assert points.proved


def test_beyond_a_fold_a_slow_place_is_left_and_no_point():
    """tanh(2 h + b) has a fold at h² = 1/2; a little beyond it two of three points are gone."""
    place = np.sqrt(0.5)
    fold = np.arctanh(place) - 2 * place
    before = fixed_points(simple(2.0, fold + 0.01), cell="simple_rnn", inputs=NOTHING)
    beyond = fixed_points(simple(2.0, fold - 0.01), cell="simple_rnn", inputs=NOTHING)
    assert (len(before), before.proved) == (3, True)
    assert (len(beyond), beyond.proved) == (1, True)
    (slow,) = beyond.slow
    assert slow.state.item() == pytest.approx(place, abs=0.02)
    assert 0 < slow.speed < 0.01


def test_starts_change_nothing_in_what_is_found():
    weights = layer("LSTM", 2, seed=5, scale=6)
    found = [
        np.stack([one.state for one in fixed_points(weights, cell="lstm", inputs=[1.0, 0.0], seed=seed)])
        for seed in (0, 1)
    ]
    np.testing.assert_allclose(found[0], found[1], atol=1e-8)


def test_points_are_a_sequence():
    points = fixed_points(simple(2.0, 0.0), cell="simple_rnn", inputs=NOTHING)
    assert list(points) == list(points.points)
    assert points[:2] == points.points[:2]


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"starts": 0}, "`starts` must be a whole number from 1 to 100,000; got 0."),
        ({"visited": np.zeros((3, 2))}, "`visited` must have shape (states, width=1); got (3, 2)."),
        ({"inputs": [[0.0]]}, "`inputs` must have shape (features); got (1, 1)."),
    ],
)
def test_what_does_not_fit_is_refused_in_one_sentence(more, sentence):
    with pytest.raises(ValueError) as refused:
        fixed_points(simple(2.0, 0.0), **({"cell": "simple_rnn", "inputs": NOTHING} | more))
    assert str(refused.value) == sentence
