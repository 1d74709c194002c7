import numpy as np
import pytest

from viz_core.lessons.inside_the_cell_hand_set import HAND_SET
from viz_core.network.recurrence import read

PULSES = np.array([0, 1, 0, 0, -1, 0, 1, 0, -1, 0], dtype=float).reshape(1, -1, 1)


def reading(cell):
    return read(PULSES, HAND_SET[cell].weights, cell)


def hidden(cell, unit):
    return reading(cell).states["hidden"][0, :, unit]


@pytest.mark.parametrize("cell", HAND_SET)
def test_there_is_a_purpose_for_each_unit(cell):
    units = len(HAND_SET[cell].weights.recurrent_kernel)
    assert len(HAND_SET[cell].purposes) == units == 3
    assert reading(cell).outputs.shape == (1, PULSES.shape[1], units)


def test_the_lstm_latch_keeps_plus_one_and_is_erased_by_minus_one():
    state = hidden("LSTM", 0)
    np.testing.assert_allclose(state[1:4], np.tanh(1), atol=0.02)
    np.testing.assert_allclose(state[4:6], 0, atol=0.02)
    np.testing.assert_allclose(state[8:], 0, atol=0.02)


def test_the_latch_shuts_its_forget_gate_only_at_minus_one():
    gate = reading("LSTM").gates["f"][0, :, 0]
    assert gate[[4, 8]].max() < 0.01
    assert np.delete(gate, [4, 8]).min() > 0.99


def test_the_lstm_counter_adds_up():
    state = reading("LSTM").states["cell"][0, :, 1]
    np.testing.assert_allclose(state[[1, 4, 6, 8]], [np.tanh(0.5), 0, np.tanh(0.5), 0], atol=0.03)


def test_the_secret_is_on_the_carry_track_but_not_in_the_output_until_asked():
    cell, state = reading("LSTM").states["cell"][0, :, 2], hidden("LSTM", 2)
    assert cell[2] > 0.95
    assert abs(state[2]) < 0.01
    assert state[4] > 0.7


def test_the_gru_latch_is_written_by_plus_one_and_kept():
    state = hidden("GRU", 0)
    assert state[0] == 0
    assert state[1:].min() > 0.9


def test_the_gru_average_replaces_an_eighth():
    np.testing.assert_allclose(1 - reading("GRU").gates["z"][0, :, 1], 0.119, atol=0.001)


def test_minus_one_resets_the_gru_but_plus_one_cannot_outvote_its_past():
    assert np.sign(hidden("GRU", 2)).tolist() == [0, 1, 1, 1, -1, -1, -1, -1, -1, -1]
    assert reading("GRU").gates["r"][0, 4, 2] < 0.02
