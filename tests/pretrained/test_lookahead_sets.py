"""What is reached with a part of a sentence, a review or a digit."""

import re
from dataclasses import replace

import numpy as np
import pytest

from viz_core.config import ExperimentConfig, ModelConfig, TaskConfig, TrainingConfig
from viz_core.data import DATA_SETS, Labelled, mini_reviews, mini_sentences
from viz_core.data.treebank import Treebank
from viz_core.network.tracing import trace
from viz_core.pretrained import load
from viz_core.pretrained.lookahead import measurable, reach
from viz_core.pretrained.lookahead_sets import (
    FURTHER,
    NETWORKS,
    READ,
    SETS,
    STEPS,
    beginning,
    config_of,
    joined,
    some,
)
from viz_core.pretrained.networks import FOLDER
from viz_core.statistics.metrics import predicted
from viz_core.training.windows import accuracy_of, trained_on, window_accuracy, windows


def test_the_best_look_ahead_on_sentences_lies_between_one_reader_and_both():
    best = mini_sentences.ceilings()
    told = [mini_sentences.lookahead_best(k) for k in range(8)]
    assert told[0] == pytest.approx(best["forward"])
    assert told[-1] == pytest.approx(best["bidirectional"])
    assert min(np.diff(told)) > -1e-12
    with pytest.raises(ValueError, match="`k` must be"):
        mini_sentences.lookahead_best(-1)


def test_the_best_after_some_words_of_a_review_worked_by_hand():
    # The first word says nothing: whatever it is, both labels are as frequent.
    assert mini_reviews.best_after(1) == 0.5
    assert mini_reviews.best_after(17) == 1
    told = [mini_reviews.best_after(words) for words in range(1, 18)]
    assert told == sorted(told)
    with pytest.raises(ValueError, match="`words` must be"):
        mini_reviews.best_after(0)


def test_a_beginning_keeps_the_first_steps_that_are_no_padding():
    tokens = np.array([[0, 5, 6, 7], [1, 2, 3, 4]])
    data = Labelled(inputs=tokens, targets=np.array([0, 1]), mask=tokens > 0)
    cut = beginning(data, 2)
    assert cut.inputs.tolist() == [[5, 6], [1, 2]]
    assert cut.mask.all()
    longer = beginning(data, 4)
    assert longer.inputs.tolist() == tokens.tolist()
    assert longer.mask.tolist() == (tokens > 0).tolist()
    rows = beginning(Labelled(inputs=np.ones((2, 4, 3)), targets=np.array([0, 1])), 2)
    assert rows.inputs.shape == (2, 2, 3)
    assert rows.mask is None


def test_a_network_answers_a_beginning_as_if_it_had_been_typed_alone():
    network = load("mini_reviews")
    data = DATA_SETS["mini_reviews"].parts(network.config.task).test.rows(slice(50))
    right = [
        predicted(trace(network.weights, network.config.model, one[mask][None, :3])["probabilities"])[0]
        for one, mask in zip(data.inputs, data.mask, strict=True)
    ]
    found = accuracy_of(network.weights, network.config, beginning(data, 3))
    assert found == pytest.approx(np.mean(np.equal(right, data.targets)))


def test_accuracy_is_over_all_sequences_however_many_are_evaluated_together(monkeypatch):
    network = load("mini_reviews")
    data = beginning(DATA_SETS["mini_reviews"].parts(network.config.task).test.rows(slice(50)), 9)
    together = accuracy_of(network.weights, network.config, data)
    monkeypatch.setattr("viz_core.training.windows.EVALUATED_AT_ONCE", 7)
    assert accuracy_of(network.weights, network.config, data) == together


def test_some_sequences_come_from_everywhere_and_are_always_the_same():
    data = Labelled(inputs=np.arange(100)[:, None], targets=np.arange(100), mask=np.ones((100, 1), bool))
    few = some(data, 10)
    assert few.targets.tolist() == few.inputs[:, 0].tolist() == some(data, 10).targets.tolist()
    assert few.mask.shape == (10, 1)
    assert few.targets.max() > 50 > few.targets.min()
    assert len(some(data, 1_000).targets) == 100


def test_training_that_goes_on_begins_at_the_given_weights():
    network = load("mini_reviews")
    config = replace(network.config, training=replace(network.config.training, epochs=1, learning_rate=1e-7))
    data = DATA_SETS["mini_reviews"].parts(config.task).test.rows(slice(32))
    for before, after in zip(network.weights, trained_on(config, data, network.weights), strict=True):
        np.testing.assert_allclose(after, before, atol=1e-6)


def test_parts_are_joined_one_behind_the_other():
    parts = DATA_SETS["digits_5000"].parts(TaskConfig(name="digits_5000"))
    both = joined(parts.validation, parts.test)
    assert both.targets.tolist() == [*parts.validation.targets, *parts.test.targets]
    assert both.mask is None


def test_windows_of_sentences_leave_out_what_asks_nothing():
    tokens = np.array([[0, 0, 5, 6]], np.int32)
    data = Labelled(inputs=tokens, targets=np.array([[-1, -1, 2, 3]], np.int32), mask=tokens > 0)
    cut = windows(data, 0)
    assert cut.inputs.tolist() == [[0, 0, 5, 0], [0, 0, 5, 6]]
    assert cut.targets.tolist() == [[-1, -1, 2, -1], [-1, -1, -1, 3]]
    assert cut.mask.tolist() == [[False, False, True, False], [False, False, True, True]]


@pytest.mark.parametrize("k", [0, 2])
def test_a_cut_tagger_answers_as_if_the_sentence_ended_there(k):
    network = load("mini_sentences_bidirectional")
    data = DATA_SETS["mini_sentences"].parts(network.config.task).test.rows(slice(20))
    said, asked = [], []
    for one, mask, targets in zip(data.inputs, data.mask, data.targets, strict=True):
        words, wanted = one[mask], targets[mask]
        for t in range(len(words)):
            answers = trace(network.weights, network.config.model, words[None, : t + k + 1])["probabilities"]
            said.append(predicted(answers)[0, t])
            asked.append(wanted[t])
    share, _ = window_accuracy(network.weights, network.config, data, k)
    assert share == pytest.approx(np.mean(np.equal(said, asked)))


def test_a_network_learns_from_beginnings():
    config = ExperimentConfig(
        task=TaskConfig(name="mini_reviews"),
        model=ModelConfig(cell="GRU", units=8, head="final_state", embedding=8),
        training=TrainingConfig(sequences=3_000, batch_size=32, epochs=4, learning_rate=0.01),
    )
    parts = DATA_SETS["mini_reviews"].parts(config.task).few(3_000)
    weights = trained_on(config, beginning(parts.train, 8))
    assert accuracy_of(weights, config, beginning(parts.test, 8)) > 0.8


@pytest.mark.parametrize("name", SETS)
def test_what_was_measured_is_possible_and_begins_at_no_more_than_guessing_allows(name):
    told = reach(name)
    slack = 4 * told.error + 1e-3
    for reached in (told.cut, told.retrained):
        assert len(reached) == len(told.steps)
        ceilings = told.ceilings or (1.0,) * len(told.steps)
        assert all(one <= best + slack for one, best in zip(reached, ceilings, strict=True))
    assert told.retrained[-1] == max(told.retrained) or max(told.retrained) - told.retrained[-1] < slack


@pytest.mark.parametrize("name", SETS)
def test_each_set_was_measured_at_its_steps(name):
    assert reach(name).steps == STEPS[name]


@pytest.mark.parametrize("name", sorted(set(READ) - set(FURTHER)))
def test_a_network_trained_for_a_beginning_is_better_there_than_one_that_was_cut(name):
    told = reach(name)
    assert np.subtract(told.retrained, told.cut).max() > 0.1
    assert told.cut[-1] == told.retrained[-1]


@pytest.mark.parametrize("name", FURTHER)
def test_what_is_cut_where_files_do_not_come_along_is_the_network_that_does(name):
    told = reach(name)
    assert told.ceilings == ()
    card = (FOLDER / f"{NETWORKS[name]}.md").read_text(encoding="utf-8")
    tested = float(re.search(r"Test accuracy on .*: (0\.\d+)", card)[1])
    assert told.cut[-1] == pytest.approx(tested, abs=4 * told.error)
    assert told.retrained[0] > told.cut[0]


def test_two_words_ahead_are_enough_for_the_grammar():
    told = reach("mini_sentences")
    assert told.ceilings[2] == 1
    assert told.retrained[2] > 0.99
    assert told.cut[0] < told.retrained[0]


@pytest.mark.parametrize("name", SETS)
def test_the_network_that_is_trained_is_of_that_set(name):
    assert config_of(name).task.name == name


def test_only_sets_whose_files_are_here_are_measured_unasked(monkeypatch):
    monkeypatch.setattr(Treebank, "available", lambda _: False)
    assert "treebank" not in measurable()
    assert {"brackets", "mini_sentences", "mini_reviews", "digits_5000"} <= set(measurable())
