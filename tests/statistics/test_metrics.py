import numpy as np
import pytest

from viz_core.statistics.metrics import (
    AnswerRow,
    accuracy,
    accuracy_per_step,
    answer_rows,
    predicted,
    right_probability,
)

# Two sequences of three steps with one sigmoid output, and their answers.
SIGMOID = np.array([[[0.9], [0.2], [0.5]], [[0.4], [0.6], [0.51]]])
TARGETS = np.array([[1, 0, 0], [1, 1, 0]])
# Right are: all of the first (0.5 says 0), the middle one of the second.
MASK = np.array([[True, True, False], [True, True, False]])


def test_a_sigmoid_says_one_only_above_a_half():
    np.testing.assert_array_equal(predicted(SIGMOID), [[1, 0, 0], [0, 1, 1]])


def test_a_softmax_says_its_largest_class():
    np.testing.assert_array_equal(predicted(np.array([[[0.2, 0.5, 0.3], [0.6, 0.1, 0.3]]])), [[1, 0]])


def test_accuracy_counts_right_answers():
    assert accuracy(SIGMOID, TARGETS) == pytest.approx(4 / 6)
    np.testing.assert_allclose(accuracy_per_step(SIGMOID, TARGETS), [1 / 2, 1, 1 / 2])


def test_padding_does_not_count():
    assert accuracy(SIGMOID, TARGETS, MASK) == pytest.approx(3 / 4)
    np.testing.assert_allclose(accuracy_per_step(SIGMOID, TARGETS, MASK), [1 / 2, 1, np.nan])
    assert np.isnan(accuracy(SIGMOID, TARGETS, np.zeros((2, 3), dtype=bool)))


def test_accuracy_is_the_mean_over_steps_when_nothing_is_padded():
    assert accuracy(SIGMOID, TARGETS) == pytest.approx(accuracy_per_step(SIGMOID, TARGETS).mean())


def test_answers_from_final_states_have_no_time_axis():
    assert accuracy(SIGMOID[:, 0], TARGETS[:, 0]) == 1 / 2
    np.testing.assert_allclose(right_probability(SIGMOID[:, 0], TARGETS[:, 0]), [0.9, 0.4])


def test_right_probability_of_a_sigmoid_turns_round_for_class_zero():
    np.testing.assert_allclose(right_probability(SIGMOID, TARGETS), [[0.9, 0.8, 0.5], [0.4, 0.6, 0.49]])


def test_right_probability_of_a_softmax_is_its_entry_at_the_target():
    softmax = np.array([[[0.2, 0.5, 0.3], [0.6, 0.1, 0.3]]])
    np.testing.assert_allclose(right_probability(softmax, np.array([[2, 0]])), [[0.3, 0.6]])


def test_rows_leave_padding_out_and_know_whether_all_is_right():
    rows = answer_rows(SIGMOID, TARGETS, MASK)
    assert rows == [
        AnswerRow(targets=(1, 0), predicted=(1, 0), right=2),
        AnswerRow(targets=(1, 1), predicted=(0, 1), right=1),
    ]
    assert [row.correct for row in rows] == [True, False]
    assert [row.right for row in answer_rows(SIGMOID, TARGETS)] == [3, 1]


@pytest.mark.parametrize("outputs", [1, 4])
@pytest.mark.parametrize("masked", [False, True])
def test_accuracy_equals_that_of_keras(outputs, masked):
    keras = pytest.importorskip("keras")
    rng = np.random.default_rng(outputs)
    targets = rng.integers(0, max(outputs, 2), (6, 5))
    probabilities = rng.random((6, 5, outputs))
    mask = rng.random((6, 5)) < 0.7 if masked else None
    metric = keras.metrics.BinaryAccuracy() if outputs == 1 else keras.metrics.SparseCategoricalAccuracy()
    metric.update_state(targets[..., None] if outputs == 1 else targets, probabilities, sample_weight=mask)
    assert accuracy(probabilities, targets, mask) == pytest.approx(float(metric.result()), abs=1e-6)


@pytest.mark.parametrize("measure", [accuracy, accuracy_per_step, answer_rows, right_probability])
def test_targets_of_another_shape_are_refused(measure):
    with pytest.raises(ValueError, match=r"`targets` must have shape \(batch=2, time=3\); got \(2, 2\)"):
        measure(SIGMOID, TARGETS[:, :2])


@pytest.mark.parametrize("measure", [accuracy, accuracy_per_step, answer_rows])
def test_a_mask_of_another_shape_is_refused(measure):
    with pytest.raises(ValueError, match=r"`mask` must have shape \(batch=2, time=3\); got \(1, 3\)"):
        measure(SIGMOID, TARGETS, MASK[:1])


def test_accuracy_per_step_wants_a_time_axis():
    with pytest.raises(ValueError, match=r"`targets` must have shape \(batch, time\); got \(2,\)"):
        accuracy_per_step(SIGMOID[:, 0], TARGETS[:, 0])
