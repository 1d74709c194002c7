"""Proofs: bounds that hold, points that the search finds too, and a case that must stay undecided."""

import numpy as np
import pytest

from tests.dynamics.random_layers import layer, simple
from viz_core.dynamics import bifurcation, fixed_points, step_map
from viz_core.dynamics.interval import Interval
from viz_core.dynamics.proof import bounds, prove
from viz_core.dynamics.search import descend, distinct


@pytest.mark.parametrize("cell", ["SimpleRNN", "GRU"])
def test_bounds_hold_for_everything_in_the_box(cell):
    rng = np.random.default_rng(0)
    given = step_map(layer(cell, 2, scale=5), cell=cell, inputs=[0.4, -1])
    low = rng.uniform(-1, 0.9, (200, 2))
    boxes = Interval(low, low + rng.uniform(0, 0.4, low.shape))
    projected = np.tile(given.projected, (200, 1))
    after, slopes = bounds(given, projected, boxes)
    for _ in range(50):
        inside = rng.uniform(boxes.low, boxes.high)
        value, slope = given.rest_step(inside)
        assert ((after.low <= value) & (value <= after.high)).all()
        assert ((slopes.low <= slope) & (slope <= slopes.high)).all()
    assert after.width.max() < 2


@pytest.mark.parametrize("units", [1, 2])
@pytest.mark.parametrize("cell", ["SimpleRNN", "GRU"])
def test_proof_and_search_find_the_same_points(cell, units):
    several = 0
    for seed in range(25):
        given = step_map(layer(cell, units, seed=seed, scale=4), cell=cell, inputs=[0.1, 0.2])
        (proof,) = prove(given)
        assert proof.decided
        starts = np.random.default_rng(seed).uniform(-1, 1, (400, units))
        ended = descend(given, starts)
        found = ended.hidden[ended.q <= 1e-20]
        found = found[distinct(found, 1e-3)]
        assert len(found) == len(proof.tight.low)
        several += len(found) > 1
        for box in zip(proof.tight.low, proof.tight.high, strict=True):
            assert ((found >= box[0] - 1e-9) & (found <= box[1] + 1e-9)).all(axis=1).sum() == 1
    assert several >= 3


def test_a_double_root_stays_undecided():
    """tanh(h) = h only at 0, where the slope is 1: no interval method can count the roots there."""
    (proof,) = prove(step_map(simple(1.0, 0.0), cell="simple_rnn", inputs=[0.0]))
    assert not proof.decided
    assert len(proof.boxes.low) == 0
    assert np.abs([proof.undecided.low, proof.undecided.high]).max() < 0.01
    points = fixed_points(simple(1.0, 0.0), cell="simple_rnn", inputs=[0.0])
    assert len(points) == 1
    assert not points.proved
    assert not points[0].proved
    assert points.undecided > 0


def test_a_point_on_the_cut_is_counted_once():
    """The first cut lies at -1 + 2 * 0.4873; a bias puts the only point exactly there."""
    cut = -1 + 2 * 0.4873
    (proof,) = prove(step_map(simple(0.5, np.arctanh(cut) - 0.5 * cut), cell="simple_rnn", inputs=[0.0]))
    assert proof.decided
    assert proof.tight.middle == pytest.approx(np.array([[cut]]), abs=1e-9)


def test_folds_lie_where_the_closed_form_says():
    """One unit tanh(w h + b): three points between the folds h² = 1 - 1/w, one beyond them."""
    w = 3.0
    place = np.sqrt(1 - 1 / w)
    fold = w * place - np.arctanh(place)
    biases = fold * np.array([-1.01, -0.99, 0, 0.99, 1.01])
    weights = [np.array([[1.0]]), np.array([[w]]), np.array([0.0])]
    found = bifurcation(weights, cell="simple_rnn", inputs=biases[:, None])
    assert [len(one) for one in found] == [1, 3, 3, 3, 1]
    assert all(one.proved for one in found)


@pytest.mark.parametrize("cell", ["SimpleRNN", "GRU"])
def test_many_inputs_at_once_are_proved_as_one_by_one(cell):
    weights, inputs = layer(cell, 2, seed=2, scale=5), np.linspace(-1, 1, 7)[:, None] * [1, 0.5]
    together = bifurcation(weights, cell=cell, inputs=inputs)
    for one, row in zip(together, inputs, strict=True):
        alone = fixed_points(weights, cell=cell, inputs=row)
        assert one.proved
        assert alone.proved
        np.testing.assert_allclose([p.state for p in one], [p.state for p in alone], atol=1e-12)


def test_a_cell_that_cannot_be_proved_is_searched_at_every_input():
    weights = layer("LSTM", 1, scale=4)
    found = bifurcation(weights, cell="lstm", inputs=[[0.0, 0.0], [1.0, 0.0]])
    assert [one.index_sum for one in found] == [1, 1]
    assert not any(one.proved for one in found)


@pytest.mark.parametrize(("cell", "units"), [("LSTM", 1), ("GRU", 3)])
def test_what_cannot_be_proved_is_refused(cell, units):
    with pytest.raises(ValueError, match=rf"at most 2 units; got {cell} with {units} units\.$"):
        prove(step_map(layer(cell, units), cell=cell, inputs=[0, 0]))
