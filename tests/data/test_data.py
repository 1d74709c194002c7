import io
import zipfile
from collections import Counter, defaultdict

import numpy as np
import pytest

from viz_core.config import DATA_SET_TIMESTEPS, ExperimentConfig, ModelConfig, TaskConfig, TrainingConfig
from viz_core.data import DATA_SETS, MissingFile, task_or_data_set
from viz_core.data.digits import SHIPPED, parts_of, rows, shipped
from viz_core.data.local import find, read_arrays
from viz_core.data.mini_reviews import every_review, vocabulary
from viz_core.data.vocabulary import START, UNKNOWN, Vocabulary, padded, read_words
from viz_core.tasks import TASKS

OFFLINE = ("mini_reviews", "digits_5000")


@pytest.fixture
def nowhere(monkeypatch, tmp_path):
    """Neither a local folder nor Keras's cache has anything."""
    monkeypatch.setenv("BIRNN_DATA_DIR", str(tmp_path / "own"))
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    (tmp_path / "own").mkdir()
    return tmp_path / "own"


def parts(name, **task):
    return DATA_SETS[name].parts(TaskConfig(name=name, **task))


# The registry.


def test_every_data_set_has_a_length_and_says_where_it_comes_from():
    assert set(DATA_SETS) == set(DATA_SET_TIMESTEPS)
    assert not set(DATA_SETS) & set(TASKS)
    for one in DATA_SETS.values():
        assert one.origin and one.licence and one.size and one.title


def test_a_name_finds_its_task_or_data_set():
    assert task_or_data_set("echo") is TASKS["echo"]
    assert task_or_data_set("digits").outputs == 10
    assert task_or_data_set("reviews").outputs == 1


@pytest.mark.parametrize("name", OFFLINE)
def test_offline_sets_are_there_without_any_file(name, nowhere):
    assert DATA_SETS[name].available()
    one = parts(name)
    assert len(one.train.targets) == DATA_SETS[name].training_sequences
    assert one.train.inputs.shape[1] == DATA_SET_TIMESTEPS[name]
    for part in (one.train, one.validation, one.test):
        assert len(part.inputs) == len(part.targets)
        assert part.targets.dtype == np.int32


@pytest.mark.parametrize("name", OFFLINE)
def test_no_sequence_is_in_two_parts(name):
    one = parts(name)
    seen = [{row.tobytes() for row in part.inputs} for part in (one.train, one.validation, one.test)]
    assert not seen[0] & seen[1] and not seen[0] & seen[2] and not seen[1] & seen[2]


@pytest.mark.parametrize("name", ["reviews", "digits"])
def test_a_full_set_without_its_file_is_missing_in_one_sentence(name, nowhere):
    assert not DATA_SETS[name].available()
    with pytest.raises(
        MissingFile, match=r"must be on this machine, as \w+\.npz in the folder .*; got no such"
    ):
        parts(name)


def test_more_sequences_than_there_are_is_refused():
    with pytest.raises(ValueError, match="`sequences` must be a whole number from 1 to 4,000; got 4001."):
        parts("digits_5000").few(4_001)
    assert len(parts("digits_5000").few(10).train.targets) == 10


def test_a_data_set_may_be_longer_than_a_task():
    assert TaskConfig(name="reviews").length == 500
    with pytest.raises(ValueError, match="`timesteps` must be a whole number from 2 to 200; got 500"):
        TaskConfig(name="echo", timesteps=500)


# Mini-reviews.


def test_a_bag_of_words_is_a_fair_coin_for_every_mini_review():
    labels = defaultdict(Counter)
    for words, label in every_review():
        labels[tuple(sorted(words))][label] += 1
    assert all(counts[0] == counts[1] > 0 for counts in labels.values())


def test_the_words_in_order_always_decide_a_mini_review():
    assert len(dict(every_review())) == len(every_review()) == 18_432


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("dull but moving", 1),
        ("moving but dull", 0),
        ("moving although dull", 1),
        ("the film was slow but not bad at all", 1),
        ("at first charming later not good at all in my view", 0),
    ],
)
def test_mini_reviews_worked_by_hand(text, label):
    assert dict(every_review())[tuple(text.split())] == label


def test_mini_reviews_are_padded_in_front_and_masked_there():
    one = parts("mini_reviews").train
    assert np.array_equal(one.mask, one.inputs != 0)
    assert np.all(one.mask[:, -1])
    assert np.all(np.diff(one.mask.astype(int), axis=1) >= 0)
    assert one.inputs.max() < len(vocabulary()) == DATA_SETS["mini_reviews"].features


# Words.


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Not bad, at ALL!", ["not", "bad", "at", "all"]),
        ("It\N{RIGHT SINGLE QUOTATION MARK}s 'great'...", ["it's", "great"]),
        ("well-made<br/>film", ["well", "made", "br", "film"]),
        ("今日は 10/10", ["今日は", "10", "10"]),
    ],
)
def test_text_is_cut_as_the_reviews_were(text, words):
    assert read_words(text, most=10) == words


@pytest.mark.parametrize(
    ("text", "got"), [("", "0"), ("...", "0"), ("a " * 11, "11"), ("x" * 30_000, "30,000 characters")]
)
def test_no_words_and_too_many_are_refused(text, got):
    with pytest.raises(ValueError, match=f"`review` must have .* 10 words; got {got}"):
        read_words(text, most=10)


def test_tokens_begin_with_the_start_mark_and_mark_unknown_words():
    words = Vocabulary(["good", "bad"])
    assert words.tokens(["bad", "qwerty", "good"]).tolist() == [[START, 4, UNKNOWN, 3]]
    assert words.knows("bad") and not words.knows("qwerty")
    assert len(words) == 5


def test_padding_stands_in_front_and_long_ones_keep_their_end():
    short, long = np.array([1, 2], np.int32), np.arange(1, 6, dtype=np.int32)
    assert padded([short, long], 3).tolist() == [[0, 1, 2], [3, 4, 5]]


# Files.


def test_the_shipped_digits_are_even_and_small():
    images, labels = shipped()
    assert images.shape == (5000, 28, 28)
    assert np.bincount(labels).tolist() == [500] * 10
    assert np.bincount(labels[:1000]).min() > 60
    assert SHIPPED.stat().st_size < 1_000_000


def test_grey_values_become_numbers_from_0_to_1():
    assert rows(np.full((1, 28, 28), 255, np.uint8)).max() == 1
    with pytest.raises(ValueError, match="`images` must have shape"):
        rows(np.zeros((1, 27, 28)))


def test_the_local_folder_comes_before_keras_cache(nowhere, tmp_path):
    cache = tmp_path / "keras" / "datasets"
    cache.mkdir(parents=True)
    (cache / "mnist.npz").write_bytes(b"cache")
    assert find("mnist.npz") == cache / "mnist.npz"
    (nowhere / "mnist.npz").write_bytes(b"own")
    assert find("mnist.npz") == nowhere / "mnist.npz"


def _hostile(path, kind):
    if kind == "text":
        path.write_text("hello")
    elif kind == "empty":
        path.write_bytes(b"")
    elif kind == "pickle":
        np.savez(path, a=np.array([{"x": 1}], dtype=object))
    elif kind == "missing":
        np.savez(path, b=np.zeros(2, np.uint8))
    elif kind == "bomb":
        header = io.BytesIO()
        np.lib.format.write_array_header_1_0(
            header, {"descr": "|u1", "fortran_order": False, "shape": (2**40,)}
        )
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("a.npy", header.getvalue())
    elif kind == "cut":
        np.savez(path, a=np.zeros(5000, np.uint8))
        path.write_bytes(path.read_bytes()[:2000])
    elif kind == "no header":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("a.npy", "not an array")


@pytest.mark.parametrize("kind", ["text", "empty", "pickle", "missing", "bomb", "cut", "no header"])
def test_a_wrong_or_hostile_file_gets_one_sentence(kind, tmp_path):
    path = tmp_path / "mnist.npz"
    _hostile(path, kind)
    with pytest.raises(
        ValueError, match=r"`mnist.npz` must be an .npz file of whole numbers, .*; got [^\n]+\.$"
    ):
        read_arrays(path, {"a": "u"})


def _digits_file(path, **changes):
    arrays = {
        "x_train": np.zeros((3, 28, 28), np.uint8),
        "y_train": np.array([0, 1, 2], np.uint8),
        "x_test": np.zeros((2, 28, 28), np.uint8),
        "y_test": np.array([3, 4], np.uint8),
    }
    np.savez(path, **(arrays | changes))
    return path


def test_a_file_in_keras_format_gives_the_full_set_without_the_shipped_digits(tmp_path):
    images = np.stack([np.full((28, 28), 7, np.uint8), shipped()[0][0], np.full((28, 28), 9, np.uint8)])
    one = parts_of(_digits_file(tmp_path / "mnist.npz", x_train=images))
    assert len(one.train.targets) == 2
    assert sorted(one.train.targets.tolist()) == [0, 2]
    assert len(one.validation.targets) == 5000
    assert one.test.targets.tolist() == [3, 4]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"x_train": np.zeros((3, 28, 27), np.uint8)}, "`x_train` must have shape"),
        ({"y_test": np.array([3, 44], np.uint8)}, "`y_test` must be one label from 0 to 9"),
    ],
)
def test_digits_that_are_none_are_refused(changes, sentence, tmp_path):
    with pytest.raises(ValueError, match=sentence):
        parts_of(_digits_file(tmp_path / "mnist.npz", **changes))


# Training.


@pytest.mark.slow
def test_mini_reviews_are_learned_and_every_epoch_has_its_figures():
    from viz_core.training import train

    config = ExperimentConfig(
        task=TaskConfig(name="mini_reviews"),
        model=ModelConfig(cell="GRU", units=8, direction="forward", head="final_state", embedding=8),
        training=TrainingConfig(
            sequences=4_000, batch_size=32, epochs=2, optimizer="rmsprop", learning_rate=0.01
        ),
    )
    events = list(train(config))
    figures = [one.epoch_metrics for one in events if one.epoch_metrics]
    assert [one.epoch for one in figures] == [1, 2]
    assert events[-1].done and events[-1].epoch_metrics is figures[-1]
    assert events[-1].epoch_accuracy == figures[-1].accuracy
    assert figures[-1].validation_accuracy > 0.95
