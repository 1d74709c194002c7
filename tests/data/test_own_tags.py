import dataclasses

import numpy as np
import pytest

from viz_core.config import TaskConfig
from viz_core.data import DATA_SETS, MissingFile, own_tags, uploads
from viz_core.data.own_tags import FEWEST, ROOM, cut, keep, kept, rows_to_learn, tags_of
from viz_core.data.sentences import Sentence
from viz_core.data.tagged_file import MOST_TAGS
from viz_core.data.uploads import folder


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("BIRNN_UPLOADS", str(tmp_path / "kept"))
    for cached in (kept, tags_of, own_tags.vocabulary):
        cached.cache_clear()


def sentences(count, *, words=3):
    return [
        Sentence(words=tuple(f"w{n % 7}" for n in range(one, one + words)), tags=("A", "B", "A")[:words])
        for one in range(count)
    ]


def test_what_is_kept_is_found_again_whole():
    brought = sentences(30)
    source = keep(brought)
    assert sorted(kept(source), key=str) == sorted(brought, key=str)
    assert tags_of(source) == ("A", "B")
    assert keep(brought) == source


def test_one_tenth_each_is_set_aside():
    source = keep(sentences(40))
    assert [len(part) for part in cut(source)] == [32, 4, 4]


def test_a_set_of_ones_own_has_the_same_shape_whatever_the_file():
    config = TaskConfig(name="own_tags", source=keep(sentences(40)), timesteps=2)
    one = DATA_SETS["own_tags"]
    parts = one.parts(config)
    assert (one.features, one.outputs) == (ROOM, MOST_TAGS)
    assert parts.train.inputs.shape == (64, 2) == (rows_to_learn(config.source, 2), 2)
    assert np.array_equal(parts.train.mask, parts.train.inputs != 0)
    assert parts.train.inputs.max() < len(one.vocabulary(config)) <= ROOM


def test_too_few_sentences_are_refused_and_nothing_is_kept():
    with pytest.raises(ValueError, match=f"`file` must have at least {FEWEST} sentences; got 19"):
        keep(sentences(FEWEST - 1))
    assert not folder().exists()


@pytest.mark.parametrize("source", ["../../etc/passwd", "0123", "0123456789abcdeg", "0123456789ABCDEF"])
def test_only_digits_can_name_a_file(source):
    with pytest.raises(ValueError, match="`source` must be 16 digits from 0 to f, or empty; got"):
        TaskConfig(name="own_tags", source=source)


def test_a_file_that_is_gone_is_missing_in_one_sentence():
    with pytest.raises(MissingFile, match="`source` must be a file that was uploaded here; got none"):
        DATA_SETS["own_tags"].parts(TaskConfig(name="own_tags", source="0" * 16))


def test_the_oldest_files_give_way(monkeypatch):
    monkeypatch.setattr(uploads, "KEPT", 2)
    sources = [keep(sentences(20 + count)) for count in range(4)]
    assert len(list(folder().iterdir())) == 2
    assert (folder() / f"{sources[-1]}.tsv").is_file()


def test_files_give_way_by_their_size_too(monkeypatch):
    monkeypatch.setattr(uploads, "KEPT_BYTES", 1)
    sources = [keep(sentences(20 + count)) for count in range(3)]
    assert [path.stem for path in folder().iterdir()] == sources[-1:]


def test_a_source_tells_two_experiments_apart():
    one = TaskConfig(name="own_tags", source=keep(sentences(20)))
    assert one != dataclasses.replace(one, source=keep(sentences(21)))


@pytest.mark.slow
def test_a_network_learns_a_file_of_ones_own():
    from viz_core.config import ExperimentConfig, ModelConfig, TrainingConfig
    from viz_core.training import train

    brought = [
        Sentence(words=(first, "x"), tags=("P" if first == "a" else "Q", first.upper()))
        for first in "ab" * 40
    ]
    task = TaskConfig(name="own_tags", source=keep(brought), timesteps=2)
    config = ExperimentConfig(
        task=task,
        model=ModelConfig(cell="GRU", units=4, embedding=4),
        training=TrainingConfig(sequences=64, batch_size=8, epochs=10, learning_rate=0.03),
    )
    events = list(train(config))
    assert events[-1].epoch_metrics.validation_accuracy > 0.95
