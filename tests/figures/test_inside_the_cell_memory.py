import numpy as np

from viz_core.figures.inside_the_cell_memory import LOWEST, memory

SIZES = {
    "SimpleRNN": np.array([1.0, 0.1, 0.0]),
    "LSTM": np.array([0.5, 0.5, 0.5]),
    "GRU": np.array([1.0, 0.9, 0.8]),
}


def test_there_is_a_labelled_line_for_each_cell():
    figure = memory(SIZES)
    assert [line.name for line in figure.data] == list(SIZES)
    assert [one.text for one in figure.layout.annotations] == ["··· SimpleRNN", "— LSTM", "- - GRU"]
    assert len({line.line.dash for line in figure.data}) == 3


def test_zero_is_not_drawn_on_a_logarithmic_axis():
    line = memory(SIZES).data[0]
    assert np.isnan(line.y[2])
    assert line.y[:2].tolist() == [1.0, 0.1]


def test_the_axis_reaches_from_the_largest_effect_far_down():
    low, high = memory(SIZES).layout.yaxis.range
    assert high > 0 > low
    assert low == np.log10(LOWEST)


def test_nothing_to_show_is_no_error():
    assert len(memory({"LSTM": np.zeros(3)}).data) == 1
