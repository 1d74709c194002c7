import numpy as np
import pytest

from viz_core.config import TaskConfig
from viz_core.data import DATA_SETS, MissingFile, own_sets, widths
from viz_core.data.own_examples import EXAMPLES
from viz_core.data.own_numbers import labelled_numbers, standardised
from viz_core.data.own_sequences import OwnData, commonest, divided
from viz_core.data.own_sets import division, keep_table, own_data, own_experiment, own_vocabulary
from viz_core.data.own_texts import vocabulary_of


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("BIRNN_UPLOADS", str(tmp_path / "kept"))
    for cached in (own_data, division, own_vocabulary):
        cached.cache_clear()


def whole(labels, *, lengths=None):
    """Sequences of one number, each with one label."""
    lengths = lengths or [2] * len(labels)
    return OwnData(
        ids=tuple(map(str, range(len(labels)))),
        values=tuple(np.full((n, 1), float(k)) for k, n in enumerate(lengths)),
        targets=tuple(np.array([one], np.int32) for one in labels),
        classes=("a", "b", "c"),
        features=("x",),
    )


def per_step(targets):
    return OwnData(
        ids=tuple(map(str, range(len(targets)))),
        values=tuple(np.arange(2.0 * len(one)).reshape(-1, 2) for one in targets),
        targets=tuple(np.array(one, np.int32) for one in targets),
        classes=("a", "b"),
        features=("x", "y"),
        per_step=True,
    )


def test_every_sequence_is_in_exactly_one_part():
    for own in (whole([0, 1] * 15), per_step([[0, 1]] * 23)):
        parts = divided(own)
        both = np.concatenate([parts.train, parts.validation])
        assert sorted(both) == list(range(len(own.values)))
        assert len(parts.validation) == round(0.2 * len(own.values))


def test_both_parts_have_the_same_mixture_of_labels():
    own = whole([0] * 50 + [1] * 10 + [2])
    parts = divided(own)
    assert np.bincount([own.targets[k][0] for k in parts.validation]).tolist() == [10, 2]
    assert np.bincount([own.targets[k][0] for k in parts.train]).tolist() == [40, 8, 1]


def test_the_division_is_always_the_same():
    assert np.array_equal(divided(whole([0, 1] * 20)).train, divided(whole([0, 1] * 20)).train)


def test_guessing_takes_the_commonest_label_to_learn_from():
    assert commonest(whole([0] * 15 + [1] * 10)) == ("a", 0.6)
    own = per_step([[0, 1, 1]] * 20)
    assert commonest(own) == ("b", pytest.approx(2 / 3))


def test_features_are_standardised_by_what_is_learned_from_alone():
    own = whole([0, 1] * 20, lengths=[2, 3] * 20)
    parts = divided(own)
    learned = np.concatenate(standardised(own, parts, parts.train))
    assert learned.mean() == pytest.approx(0, abs=1e-6) and learned.std() == pytest.approx(1, rel=1e-6)
    known = np.concatenate([own.values[k] for k in parts.train])
    place = int(parts.validation[0])
    asked = standardised(own, parts, [place])[0]
    assert asked == pytest.approx((own.values[place] - known.mean()) / known.std())
    assert asked.shape == own.values[place].shape


def test_a_feature_that_never_changes_becomes_zero():
    own = per_step([[0, 1]] * 20)
    same = OwnData(**{**vars(own), "values": tuple(np.full((2, 2), 7.0) for _ in own.values)})
    assert not np.concatenate(standardised(same, divided(same), range(20))).any()


def test_two_sequences_by_hand_padded_behind_and_masked():
    own = whole([0, 1, 1], lengths=[1, 3, 2])
    parts = divided(own)
    known = np.concatenate([own.values[k] for k in parts.train])
    made = labelled_numbers(own, parts, np.array([1, 0]), 3)
    z = ((np.array([1.0, 0.0]) - known.mean()) / known.std()).astype(np.float32)
    assert made.inputs[:, :, 0] == pytest.approx(np.array([[z[0]] * 3, [z[1], 0, 0]]))
    assert made.mask.tolist() == [[True, True, True], [True, False, False]]
    assert made.targets.tolist() == [1, 0]


def test_axes_of_numbers_with_a_label_for_each_step():
    task = keep_table(EXAMPLES["leaks"].table().encode())
    parts = DATA_SETS["own_numbers"].parts(task)
    assert parts.train.inputs.shape == (320, 30, 2) and parts.validation.targets.shape == (80, 30)
    assert (parts.train.inputs.dtype, parts.train.targets.dtype) == (np.float32, np.int32)
    assert not parts.train.inputs[~parts.train.mask].any() and not len(parts.test.inputs)
    assert parts.train.mask.sum() + parts.validation.mask.sum() == own_data(task.source).lengths.sum()
    assert widths(task) == (2, 1)


def test_axes_of_numbers_with_a_label_for_the_whole():
    task = keep_table(EXAMPLES["gestures"].table().encode())
    parts = DATA_SETS["own_numbers"].parts(task)
    assert parts.train.inputs.shape[1:] == (24, 2) and parts.train.targets.ndim == 1
    assert widths(task) == (2, 3)


def test_axes_of_texts():
    task = keep_table(EXAMPLES["short_reviews"].table().encode())
    parts = DATA_SETS["own_texts"].parts(task)
    assert parts.train.inputs.shape == (1_600, task.length) and parts.train.targets.shape == (1_600,)
    assert np.array_equal(parts.train.mask, parts.train.inputs != 0)
    assert widths(task) == (len(own_vocabulary(task.source)), 1)
    assert parts.train.inputs.max() < widths(task)[0]


def test_words_of_the_validation_part_alone_stay_unknown():
    own = OwnData(
        ids=("1", "2", "3"),
        values=tuple(np.array(one, object) for one in (["a", "a", "b"], ["b", "a"], ["z", "z", "z"])),
        targets=(np.array([0]), np.array([1]), np.array([1])),
        classes=("n", "y"),
    )
    parts = own_sets.Divided(train=np.array([0, 1]), validation=np.array([2]))
    assert vocabulary_of(own, parts).words == ("a", "b")


def test_a_table_that_is_gone_is_missing_in_one_sentence():
    with pytest.raises(MissingFile, match="`source` must be a file that was uploaded here; got none"):
        DATA_SETS["own_numbers"].parts(TaskConfig(name="own_numbers", source="0" * 16))


@pytest.mark.parametrize(
    ("name", "head", "embedding"),
    [("leaks", "per_step", 0), ("gestures", "final_state", 0), ("short_reviews", "final_state", 8)],
)
def test_the_labels_choose_the_head(name, head, embedding):
    task = keep_table(EXAMPLES[name].table().encode())
    made = own_experiment(task, cell="GRU", units=8, direction="forward", epochs=3, seed=1)
    assert (made.model.head, made.model.embedding, made.model.layers) == (head, embedding, 1)
    assert made.training.sequences == len(division(task.source).train)


@pytest.mark.slow
def test_only_both_readers_find_the_leaks():
    from viz_core.training import train

    task = keep_table(EXAMPLES["leaks"].table().encode())
    reached = {}
    for direction in ("forward", "backward", "bidirectional"):
        config = own_experiment(task, cell="GRU", units=12, direction=direction, epochs=15, seed=3)
        reached[direction] = list(train(config))[-1].epoch_metrics.validation_accuracy
    guessing = commonest(own_data(task.source))[1]
    assert reached["bidirectional"] > 0.97
    assert guessing + 0.05 < max(reached["forward"], reached["backward"]) < 0.9


@pytest.mark.slow
def test_a_network_learns_texts_of_ones_own():
    from viz_core.training import train

    rows = "".join(f"{one} {n % 7} x,{one}\n" for n, one in enumerate(["good", "bad", "so so"] * 20))
    task = keep_table(("text,label\n" + rows).encode())
    config = own_experiment(task, cell="GRU", units=8, direction="bidirectional", epochs=15, seed=3)
    assert list(train(config))[-1].epoch_metrics.validation_accuracy > 0.95
