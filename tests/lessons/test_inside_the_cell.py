import json

import numpy as np
import pytest

from viz_core.figures.palette import SOURCES
from viz_core.lessons.inside_the_cell import (
    ORIGINS,
    SEQUENCES,
    UNITS,
    cell_weights,
    inside,
    returned,
    typed_inputs,
)
from viz_core.network.recurrence import read
from viz_core.pretrained import load
from viz_core.scratch.plain_loops import LOOPS


def payload(cell, origin="hand-set", unit=0, text="1 0 0 -1"):
    inputs = typed_inputs(text)
    return inside(cell, cell_weights(cell, origin), inputs, unit=unit, source=ORIGINS[origin])


def test_typed_numbers_become_a_sequence_of_one_feature():
    np.testing.assert_array_equal(typed_inputs("0.5, -1  2")[0, :, 0], [0.5, -1, 2])


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "`length` must be a whole number from 2 to 16; got 0"),
        ("1", "`length` must be a whole number from 2 to 16; got 1"),
        ("1 " * 17, "`length` must be a whole number from 2 to 16; got 17"),
        ("1 two", "`sequence` must be 2 numbers from -10 to 10, separated by spaces; got 'two'"),
        ("1 11", "`sequence` must be 2 numbers from -10 to 10, separated by spaces; got '11'"),
    ],
)
def test_bad_input_gets_one_sentence(text, sentence):
    with pytest.raises(ValueError, match=sentence):
        typed_inputs(text)


@pytest.mark.parametrize("cell", LOOPS)
@pytest.mark.parametrize("origin", ORIGINS)
def test_every_cell_has_weights_of_every_origin(cell, origin):
    weights = cell_weights(cell, origin)
    assert weights.kernel.shape[0] == 1
    assert weights.recurrent_kernel.shape[0] == UNITS[origin]
    assert weights.kernel.dtype == np.float64
    assert ORIGINS[origin] in SOURCES
    assert typed_inputs(SEQUENCES[origin]).shape == (1, 10, 1)


def test_random_weights_follow_the_seed():
    one, same, other = (cell_weights("GRU", "random", seed=seed).kernel for seed in (1, 1, 2))
    np.testing.assert_array_equal(one, same)
    assert (one != other).any()


def test_pretrained_weights_are_those_of_the_file():
    np.testing.assert_array_equal(cell_weights("LSTM", "pretrained").kernel, load("inside_LSTM").weights[0])


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("RNN", "random"), "`cell` must be one of SimpleRNN, LSTM, GRU; got 'RNN'"),
        (("LSTM", "lucky"), "`origin` must be one of hand-set, pretrained, random; got 'lucky'"),
    ],
)
def test_unknown_choices_are_refused(arguments, sentence):
    with pytest.raises(ValueError, match=sentence):
        cell_weights(*arguments)


@pytest.mark.parametrize("cell", LOOPS)
def test_what_the_lines_say_is_what_the_reader_computes(cell):
    made = payload(cell, text="1 0.5 -1")
    states = [one["changed"]["output_t"]["values"] for one in made["frames"] if "output_t" in one["changed"]]
    expected = read(typed_inputs("1 0.5 -1"), cell_weights(cell, "hand-set"), cell).outputs[0]
    np.testing.assert_allclose(states, expected, atol=1e-6)


@pytest.mark.parametrize("cell", LOOPS)
def test_every_equation_belongs_to_a_variable_of_the_loop(cell):
    made = payload(cell)
    named = {name for frame in made["frames"] for name in frame["changed"]}
    assert len(made["equations"]) == 4
    assert {one["name"] for step in made["equations"] for one in step} <= named


def test_the_longest_payload_is_small():
    assert len(json.dumps(payload("LSTM", "random", text="0.123 " * 16))) < 60_000


def test_returned_are_all_states_or_the_last():
    reading = read(typed_inputs("1 0 -1"), cell_weights("GRU", "hand-set"), "GRU")
    found = returned(reading)
    assert found["True"].shape == (1, 3, 3)
    np.testing.assert_array_equal(found["False"], found["True"][:, -1])


@pytest.mark.parametrize("cell", LOOPS)
def test_every_block_of_columns_bears_the_index_of_its_equation(cell):
    made = payload(cell)
    rules = " ".join(one["rule"] for one in made["equations"][0])
    blocks = [head for heads in made["gates"].values() for head in heads]
    assert len(blocks) == {"SimpleRNN": 0, "LSTM": 12, "GRU": 9}[cell]
    assert all(head in rules for head in blocks)
