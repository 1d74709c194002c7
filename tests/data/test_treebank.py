import os
from pathlib import Path

import numpy as np
import pytest

from viz_core.config import TaskConfig
from viz_core.data import DATA_SETS, MissingFile
from viz_core.data.sentences import kind
from viz_core.data.treebank import MOST, PARTS, TAGS, WORDS, vocabulary, write_vocabulary
from viz_core.pretrained import load

FOLDER = Path(os.environ.get("BIRNN_DATA_DIR", Path(__file__).parents[3] / "shared" / "data"))
TASK = TaskConfig(name="treebank")
with_files = pytest.mark.skipif(
    not (FOLDER / "ud_en_ewt-test.conllu.gz").is_file(), reason=f"the English treebank is not in {FOLDER}"
)


@pytest.fixture
def there(monkeypatch):
    monkeypatch.setenv("BIRNN_DATA_DIR", str(FOLDER))


def test_without_its_files_the_set_is_missing_in_one_sentence(monkeypatch, tmp_path):
    monkeypatch.setenv("BIRNN_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    assert not DATA_SETS["treebank"].available()
    with pytest.raises(
        MissingFile, match=r"`English web` must be on this machine, as ud_en_ewt-train\.conllu\.gz"
    ):
        DATA_SETS["treebank"].parts(TASK)


def test_one_missing_part_is_enough(monkeypatch, tmp_path):
    monkeypatch.setenv("BIRNN_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    for part in PARTS[:2]:
        (tmp_path / f"en_ewt-ud-{part}.conllu").write_text("a\tX\n", encoding="utf-8")
    assert not DATA_SETS["treebank"].available()
    (tmp_path / "en_ewt-ud-test.conllu").write_text("a\tX\n", encoding="utf-8")
    assert DATA_SETS["treebank"].available()


def test_the_vocabulary_knows_frequent_words_and_the_look_of_others():
    assert len(vocabulary()) <= MOST
    assert vocabulary().knows("The") and not vocabulary().knows("zyxwving")
    assert kind("zyxwving") in vocabulary().words


@with_files
def test_every_word_of_the_treebank_is_in_its_parts(there):
    parts = DATA_SETS["treebank"].parts(TASK)
    assert [int(part.mask.sum()) for part in (parts.train, parts.validation, parts.test)] == [
        204_577,
        25_147,
        25_094,
    ]
    assert len(parts.train.inputs) == DATA_SETS["treebank"].training_sequences
    assert parts.test.targets.max() < len(TAGS)


@with_files
def test_the_shipped_vocabulary_is_that_of_the_training_part(there, tmp_path):
    write_vocabulary(tmp_path / "words.txt")
    assert (tmp_path / "words.txt").read_bytes() == WORDS.read_bytes()


@with_files
def test_the_bidirectional_tagger_reaches_nine_tenths_on_the_test_part_by_keras(there):
    from viz_core.training import exam_answers

    network = load("treebank_bidirectional")
    said, truth = exam_answers(network.config, network.weights)
    share = float(np.mean(said.argmax(axis=-1) == truth))
    card = (Path(__file__).parents[2] / "models/pretrained/treebank_bidirectional.md").read_text("utf-8")
    assert len(truth) == 25_094
    assert share > 0.93
    assert f"{share:.4f}" in card
