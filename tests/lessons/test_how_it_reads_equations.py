import re

import numpy as np
import pytest

from viz_core.config import ModelConfig
from viz_core.lessons.how_it_reads import small_weights
from viz_core.lessons.how_it_reads_equations import column, factor, number, worked
from viz_core.network.tracing import trace

INPUTS = np.array([0.5, -1.0, 0.25]).reshape(1, 3, 1)


def small(**fields):
    return ModelConfig(cell="SimpleRNN", **{"units": 1} | fields)


def written(config, *, weights=None, origin="random"):
    weights = small_weights(config, origin, seed=4) if weights is None else weights
    found = trace(weights, config, INPUTS)
    return worked(found, weights, config), found


def text(line):
    return "".join(words for words, _ in line)


def by_hand():
    """W→ 2, V→ 0.5, b→ 0; W← −1, V← 1, b← 0.1; U 1.5 and −2; c 0.25."""
    rows = [[[2.0]], [[0.5]], [0.0], [[-1.0]], [[1.0]], [0.1], [[1.5], [-2.0]], [0.25]]
    return [np.array(row) for row in rows]


def test_three_steps_worked_by_hand():
    found, _ = written(small(), weights=by_hand())
    forward, backward = found.layers[0]["forward"], found.layers[0]["backward"]
    # tanh(1) = 0.7616; tanh(−2 + 0.3808) = −0.9245; last backward tanh(−0.15) = −0.1489.
    assert text(forward[0]) == "h→₁ = tanh( 2.00·0.50 + 0.50·0.00 + 0.00 ) = tanh( 1.00 ) = 0.76"
    assert text(forward[1]) == "h→₂ = tanh( 2.00·(−1.00) + 0.50·0.76 + 0.00 ) = tanh( −1.62 ) = −0.92"
    assert text(backward[2]) == "h←₃ = tanh( −1.00·0.25 + 1.00·0.00 + 0.10 ) = tanh( −0.15 ) = −0.15"
    assert text(backward[1]) == "h←₂ = tanh( −1.00·(−1.00) + 1.00·(−0.15) + 0.10 ) = tanh( 0.95 ) = 0.74"
    # 1.5 · (−0.9245) − 2 · 0.7402 + 0.25 = −2.6172
    assert text(found.answers[1]) == "y₂ = σ( 1.50·(−0.92) + (−2.00)·0.74 + 0.25 ) = σ( −2.62 ) = 0.07"


def test_every_part_wears_the_hue_of_its_reader():
    found, _ = written(small(), weights=by_hand())
    hues = {hue for _, hue in found.layers[0]["backward"][0]}
    assert hues == {"text", "backward"}
    assert [hue for _, hue in found.answers[0]] == [
        "merged", "text", "forward", "text", "backward", "text", "text", "merged",
    ]  # fmt: skip


@pytest.mark.parametrize("units", [1, 2, 3])
@pytest.mark.parametrize("layers", [1, 2, 3])
@pytest.mark.parametrize("direction", ["forward", "bidirectional"])
@pytest.mark.parametrize("shared_weights", [False, True])
def test_the_numbers_written_are_those_of_the_trace(units, layers, direction, shared_weights):
    config = small(units=units, layers=layers, direction=direction, shared_weights=shared_weights)
    found, seen = written(config)
    assert len(found.layers) == layers and len(found.answers) == 3
    for layer, readers in enumerate(found.layers):
        assert tuple(readers) == config.readers
        for reader, lines in readers.items():
            states = seen[f"layer{layer}/{reader}/hidden"][0]
            assert [line[-1][0] for line in lines] == [column(state) for state in states]
    assert [line[-1][0] for line in found.answers] == [number(p) for p in seen["probabilities"][0, :, 0]]


def test_the_sum_inside_tanh_is_the_sum_of_its_terms():
    found, seen = written(small(units=2, layers=2))
    for lines in found.layers[1].values():
        for line in lines:
            inner = re.search(r"tanh\( \(([^()]*)\) \) = $", line[3][0]).group(1)
            state = line[4][0].strip("()")
            sums, states = (np.array(part.replace("−", "-").split(","), float) for part in (inner, state))
            np.testing.assert_allclose(np.tanh(sums), states, rtol=0, atol=0.011)


def test_numbers_have_true_minus_signs_and_no_negative_zero():
    assert [number(value) for value in (-0.001, -1.5, 2.0)] == ["0.00", "−1.50", "2.00"]
    assert [factor(value) for value in (-0.5, 0.5)] == ["(−0.50)", "0.50"]
    assert column(np.array([0.25, -1.0])) == "(0.25, −1.00)"


@pytest.mark.parametrize(
    ("fields", "match"),
    [
        ({"cell": "GRU"}, "`cell` must be one of SimpleRNN; got 'GRU'."),
        ({"merge_mode": "sum"}, "`merge_mode` must be one of concat; got 'sum'."),
        ({"head": "final_state"}, "`head` must be one of per_step; got 'final_state'."),
        ({"head_units": 2}, "`head_units` must be a whole number from 0 to 0; got 2."),
    ],
)
def test_other_networks_are_refused(fields, match):
    config = ModelConfig(**{"cell": "SimpleRNN", "units": 1} | fields)
    with pytest.raises(ValueError, match=match):
        worked(None, [], config)
