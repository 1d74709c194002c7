"""What a person may type, how it is written back, and the sentence for everything else."""

import re

import numpy as np
import pytest

from viz_core.config import TaskConfig
from viz_core.tasks import TASKS

NUMBERS = [name for name, task in TASKS.items() if hasattr(task, "low")]
SYMBOLS = [name for name, task in TASKS.items() if hasattr(task, "alphabet")]


@pytest.mark.parametrize("name", TASKS)
def test_what_symbols_writes_parse_reads(name: str):
    task, config = TASKS[name], TaskConfig(name=name)
    inputs = task.sample(1, config, np.random.default_rng(3)).inputs
    written = task.symbols(inputs)
    assert len(written) == 1 and len(written[0]) == config.length
    read = task.parse(" ".join(written[0]), config)
    assert read.dtype == np.float32
    np.testing.assert_allclose(read, inputs, atol=0.0051)
    assert task.symbols(read) == written


@pytest.mark.parametrize("name", TASKS)
def test_the_example_in_typed_is_accepted(name: str):
    example = re.search(r"for example (.*?)[.;]?(?:$|; )", TASKS[name].typed)
    words = example[1].rstrip(".")
    length = len(words.split()) if name in NUMBERS or " " in words else len(words)
    config = TaskConfig(name=name, timesteps=length)
    assert TASKS[name].parse(words, config).shape == (1, length, TASKS[name].features)


@pytest.mark.parametrize(
    "text",
    ["0.1 0.2 1", "0.1,0.2,1", " .1;\t0.2\n1.0 ", "1e-1, 2E-1, +1.", "０.１，０.２、１"],
)
def test_numbers_may_be_separated_as_people_do(text: str):
    inputs = TASKS["cumulative_sum"].parse(text, TaskConfig(timesteps=3))
    np.testing.assert_allclose(inputs[0, :, 0], [0.1, 0.2, 1], rtol=1e-6)


def test_a_typographic_minus_is_a_minus():
    inputs = TASKS["signed_walk"].parse("\N{MINUS SIGN}0.5 0.5", TaskConfig(name="signed_walk", timesteps=2))
    assert inputs[0, :, 0].tolist() == [-0.5, 0.5]


def test_full_width_brackets_and_digits_are_plain_ones():
    config = TaskConfig(name="brackets", timesteps=3)
    assert TASKS["brackets"].symbols(TASKS["brackets"].parse("（）(", config)) == [["(", ")", "("]]
    config = TaskConfig(name="echo", timesteps=2)
    assert TASKS["echo"].parse("３ 0", config)[0].tolist() == [[0, 0, 0, 1], [1, 0, 0, 0]]


def test_small_negative_numbers_are_written_without_a_minus():
    assert TASKS["signed_walk"].symbols(np.array([[[-0.001], [-0.42]]], np.float32)) == [["0.00", "−0.42"]]


@pytest.mark.parametrize(
    ("text", "got"),
    [
        ("0.1 " * 9, "9"),
        ("0.1 " * 11, "11"),
        ("", "0"),
        (" , ,", "0"),
        ("0.5 x", "'x'"),
        ("nan", "'nan'"),
        ("0.1 inf", "'inf'"),
        ("1e999", "'1e999'"),
        ("1.01", "'1.01'"),
        ("-0.1", "'-0.1'"),
        ("1_0", "'1_0'"),
        ("٠.٥", "'٠.٥'"),
        ("0.1\x00", "'0.1\\x00'"),
        ("9" * 5_000, "'99999999999999999999…'"),
        ("0 " * 5_001, "10,002 characters"),
    ],
)
def test_bad_numbers_get_one_sentence(text: str, got: str):
    sentence = f"`sequence` must be 10 numbers from 0 to 1, separated by spaces; got {got}."
    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}$"):
        TASKS["cumulative_sum"].parse(text, TaskConfig())


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("echo", "0123", "`sequence` must be 3 digits from 0 to 3; got 4."),
        ("echo", "014", "`sequence` must be 3 digits from 0 to 3; got '4'."),
        ("xor_neighbours", "1-0", "`sequence` must be 3 bits, each 0 or 1; got '-'."),
        ("casino", "01", "`sequence` must be 3 bits, each 0 or 1; got 2."),
        ("brackets", "([)", "`sequence` must be 3 brackets, each ( or ); got '['."),
        ("brackets", "\ufdfa", "`sequence` must be 3 brackets, each ( or ); got 'ص'."),
        ("brackets", "(" * 10**6, "`sequence` must be 3 brackets, each ( or ); got 1,000,000 characters."),
        (
            "balance",
            "0 0 -1.5",
            "`sequence` must be 3 numbers from -1 to 1, separated by spaces; got '-1.5'.",
        ),
    ],
)
def test_bad_symbols_get_one_sentence(name: str, text: str, sentence: str):
    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}$"):
        TASKS[name].parse(text, TaskConfig(name=name, timesteps=3))


@pytest.mark.parametrize("name", SYMBOLS)
def test_symbols_write_the_alphabet(name: str):
    task = TASKS[name]
    config = TaskConfig(name=name, timesteps=len(task.alphabet))
    assert task.symbols(task.parse(task.alphabet, config)) == [list(task.alphabet)]


@pytest.mark.parametrize("name", NUMBERS)
def test_both_ends_of_the_range_are_allowed(name: str):
    task = TASKS[name]
    inputs = task.parse(f"{task.low} {task.high}", TaskConfig(name=name, timesteps=2))
    assert inputs[0, :, 0].tolist() == [task.low, task.high]
