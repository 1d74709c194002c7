"""What a guest may read, by the shapes of its inputs."""

import keras
import numpy as np
import pytest
from keras import layers

from tests.keras_files.archives import saved
from viz_core.guests import feeding
from viz_core.guests.opening import open_here
from viz_core.guests.typing_in import numbers_of, tokens_of, usual_numbers, usual_tokens

pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation doesn't accept a copy keyword")


@pytest.fixture(scope="module")
def guests(tmp_path_factory):
    """Name -> a guest that reads such inputs."""
    numbers = [keras.Input((5, 1)), layers.Masking(-1.0), layers.LSTM(2, return_sequences=True)]
    pairs = [keras.Input((None, 2)), layers.GRU(2)]
    tokens = [keras.Input((6,)), layers.Embedding(9, 2), layers.GRU(2)]
    rows = [keras.Input((28, 28)), layers.SimpleRNN(2)]
    models = {
        "numbers": keras.Sequential([*numbers, layers.Dense(1, activation="sigmoid")]),
        "once": keras.Sequential(
            [keras.Input((5, 1)), layers.LSTM(2), layers.Dense(1, activation="sigmoid")]
        ),
        "pairs": keras.Sequential([*pairs, layers.Dense(3)]),
        "tokens": keras.Sequential([*tokens, layers.Dense(1)]),
        "rows": keras.Sequential([*rows, layers.Dense(10, activation="softmax")]),
    }
    one, two = keras.Input((4, 1)), keras.Input((4, 2))
    both = layers.Concatenate()([layers.GRU(2)(one), layers.GRU(2)(two)])
    models["two"] = keras.Model([one, two], layers.Dense(1)(both))
    folder = tmp_path_factory.mktemp("guests")
    return {name: open_here(saved(model, folder)) for name, model in models.items()}


@pytest.mark.parametrize(
    ("name", "ways"),
    [
        ("numbers", ("task", "numbers", "file", "random")),
        ("once", ("task", "numbers", "file", "random")),
        ("pairs", ("numbers", "file", "random")),
        ("tokens", ("tokens", "text", "file", "random")),
        ("rows", ("numbers", "digit", "file", "random")),
        ("two", ("file", "random")),
    ],
)
def test_only_what_fits_is_offered(guests, name, ways):
    assert feeding.ways(guests[name]) == ways


@pytest.mark.parametrize("name", ["numbers", "pairs", "tokens", "rows", "two"])
def test_random_sequences_are_read_and_the_same_seed_draws_the_same(guests, name):
    guest = guests[name]
    one, same, other = (feeding.at_random(guest, seed) for seed in (1, 1, 2))
    guest.outputs(list(one.inputs) if len(one.inputs) > 1 else one.inputs[0])
    np.testing.assert_array_equal(one.inputs[0], same.inputs[0])
    assert not np.array_equal(one.inputs[0], other.inputs[0])


def test_a_sequence_of_a_task_brings_targets_and_the_names_of_the_answers(guests):
    assert "cumulative_sum" in feeding.tasks_of(guests["numbers"])
    fed = feeding.from_task(guests["numbers"], "cumulative_sum", 3)
    assert fed.inputs[0].shape == (1, 5, 1) and len(fed.targets) == len(fed.symbols) == 5
    right = (np.cumsum(fed.inputs[0][0, :, 0]) >= 5 / 4).astype(int)
    np.testing.assert_array_equal(fed.targets, right)


def test_a_network_that_answers_once_is_asked_for_the_last_step(guests):
    once, each = (feeding.from_task(guests[name], "cumulative_sum", 4) for name in ("once", "numbers"))
    np.testing.assert_array_equal(once.inputs[0], each.inputs[0])
    assert once.targets.tolist() == each.targets[-1:].tolist()


def test_a_short_sequence_is_padded_in_front_with_what_the_network_masks(guests):
    fed = feeding.from_numbers(guests["numbers"], [[0.5], [0.25]])
    assert fed.inputs[0][0, :, 0].tolist() == [-1, -1, -1, 0.5, 0.25]


def test_tokens_are_padded_with_zeros(guests):
    fed = feeding.from_tokens(guests["tokens"], [4, 8])
    assert fed.inputs[0].tolist() == [[0, 0, 0, 0, 4, 8]]
    assert fed.symbols == ("0", "0", "0", "0", "4", "8")


def test_words_get_their_numbers_and_unknown_ones_the_number_two(guests):
    index = {"the": 3, "film": 4, "rare": 50}
    fed = feeding.from_text(guests["tokens"], "The film, rare!", index, start=True)
    assert fed.inputs[0].tolist() == [[0, 0, 1, 3, 4, 2]]
    assert fed.symbols == ("", "", feeding.MARK, "the", "film", "rare")


def test_of_a_long_text_the_end_is_kept_as_keras_keeps_it(guests):
    index = {letter: number for number, letter in enumerate("abcdefgh")}
    fed = feeding.from_text(guests["tokens"], "a b c d e f g h", index)
    assert fed.inputs[0].tolist() == [[2, 3, 4, 5, 6, 7]] and fed.symbols[0] == "c"


def test_a_digit_is_read_row_by_row():
    fed = feeding.from_digit(np.full((28, 28), 255, np.uint8), 7)
    assert fed.inputs[0].shape == (1, 28, 28) and fed.inputs[0].max() == 1
    assert fed.image and fed.targets.tolist() == [7] and fed.symbols is None


@pytest.mark.parametrize(
    ("array", "row", "shape"),
    [
        (np.arange(10.0).reshape(2, 5), 1, [5, 6, 7, 8, 9]),
        (np.arange(5.0), 0, [0, 1, 2, 3, 4]),
        (np.arange(10.0).reshape(2, 5, 1), 1, [5, 6, 7, 8, 9]),
    ],
)
def test_one_row_of_a_file_is_one_sequence(guests, array, row, shape):
    fed = feeding.from_arrays(guests["numbers"], [array], row)
    assert fed.inputs[0].shape == (1, 5, 1) and fed.inputs[0].ravel().tolist() == shape


def test_a_table_with_a_column_for_each_feature_is_one_sequence(guests):
    fed = feeding.from_arrays(guests["pairs"], [np.arange(6.0).reshape(3, 2)], 0)
    assert fed.inputs[0].tolist() == [[[0, 1], [2, 3], [4, 5]]]


def test_a_table_with_whole_sequences_in_its_rows_is_cut_into_steps(guests):
    fed = feeding.from_arrays(guests["rows"], [np.arange(2.0 * 784).reshape(2, 784)], 1)
    assert fed.inputs[0].shape == (1, 28, 28) and fed.inputs[0][0, 0, 0] == 784


def test_a_network_with_two_inputs_reads_two_arrays(guests):
    fed = feeding.from_arrays(guests["two"], [np.ones((3, 4, 1)), np.ones((3, 4, 2))], 2)
    assert [one.shape for one in fed.inputs] == [(1, 4, 1), (1, 4, 2)]


BAD = [
    (lambda g: feeding.from_numbers(g["numbers"], [[1.0]] * 6), "at most 5 steps; got 6"),
    (lambda g: feeding.from_numbers(g["pairs"], [[1.0]]), "2 numbers at each step; got 1"),
    (lambda g: feeding.from_numbers(g["pairs"], []), "2 numbers at each step; got none"),
    (lambda g: feeding.from_tokens(g["tokens"], [9]), "whole numbers from 0 to 8; got 9"),
    (lambda g: feeding.from_tokens(g["tokens"], [-1]), "whole numbers from 0 to 8; got -1"),
    (lambda g: feeding.from_text(g["tokens"], "!?", {}), "1 to 500 words; got 0"),
    (lambda g: feeding.from_arrays(g["numbers"], [np.ones((2, 4))], 0), r"shape \('any', 5, 1\); got \(2, 4"),
    (lambda g: feeding.from_arrays(g["numbers"], [np.ones((2, 5))], 2), "from 1 to 2; got 3"),
    (lambda g: feeding.from_arrays(g["two"], [np.ones((2, 4, 1))], 0), "2 arrays, one for each input; got 1"),
    (lambda g: numbers_of("1 2\n3", 2), "2 numbers in each line; got 1 in line 2"),
    (lambda g: numbers_of("1 zwei", 1), "got 'zwei'"),
    (lambda g: numbers_of("nan", 1), "got 'nan'"),
    (lambda g: numbers_of("", 1), "got 0"),
    (lambda g: tokens_of("1.5"), "whole numbers; got others"),
]


@pytest.mark.parametrize(("feed", "got"), BAD)
def test_what_does_not_fit_is_said_in_one_sentence(guests, feed, got):
    with pytest.raises(ValueError, match=rf"^`\w+` must [^\n]*{got}[^\n]*\.$"):
        feed(guests)


def test_what_the_fields_begin_with_can_be_read(guests):
    assert len(numbers_of(usual_numbers(guests["numbers"]), 1)) == 5
    assert len(numbers_of(usual_numbers(guests["pairs"]), 2)) == feeding.USUAL
    assert len(feeding.from_tokens(guests["tokens"], tokens_of(usual_tokens(guests["tokens"]))).symbols) == 6
