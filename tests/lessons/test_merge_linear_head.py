import numpy as np
import pytest

from viz_core.lessons.merge_linear_head import fit_head
from viz_core.network.losses import cross_entropy


def test_with_one_yes_or_no_state_the_logits_are_the_log_odds_of_the_counts():
    # Where the state is 0, 1 of 4 answers is 1: log-odds log(1/3). Where it is 1, 3 of 4: log 3.
    states = np.repeat([0.0, 1.0], 4)[:, None]
    head = fit_head(states, np.array([0, 0, 0, 1, 0, 1, 1, 1]), ridge=1e-12)
    np.testing.assert_allclose(head.bias, [-np.log(3)], atol=1e-8)
    np.testing.assert_allclose(head.kernel, [[2 * np.log(3)]], atol=1e-8)


def test_at_the_best_head_the_loss_has_no_slope():
    rng = np.random.default_rng(0)
    states, targets = rng.normal(size=(40, 6, 5)), rng.integers(0, 2, (40, 6))
    head = fit_head(states, targets, ridge=0.0)
    _, d_logits = cross_entropy(states @ head.kernel + head.bias, targets, None)
    np.testing.assert_allclose(np.tensordot(states, d_logits, axes=([0, 1], [0, 1])), 0, atol=1e-9)
    np.testing.assert_allclose(d_logits.sum(), 0, atol=1e-9)


def test_separable_answers_leave_the_weights_finite():
    states = np.array([[-1.0], [-2.0], [1.0], [2.0]])
    targets = np.array([0, 0, 1, 1])
    head = fit_head(states, targets)
    assert np.isfinite(head.kernel).all()
    np.testing.assert_array_equal((states @ head.kernel + head.bias)[:, 0] > 0, targets == 1)


def test_no_weighing_of_two_bits_gives_their_exclusive_or():
    bits = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    exclusive_or = np.array([0, 1, 1, 0])
    head = fit_head(bits, exclusive_or)
    np.testing.assert_allclose(bits @ head.kernel + head.bias, 0, atol=1e-9)
    product = np.prod(2 * bits - 1, axis=1, keepdims=True)
    answers = product @ (head := fit_head(product, exclusive_or)).kernel + head.bias
    np.testing.assert_array_equal(answers[:, 0] > 0, exclusive_or == 1)


def test_targets_of_another_shape_are_refused():
    with pytest.raises(ValueError, match=r"`targets` must have shape \(axis 0=3\); got \(2,\)"):
        fit_head(np.zeros((3, 2)), np.zeros(2, dtype=int))


@pytest.mark.parametrize("factor", [0.5, 30.0])
def test_states_on_another_scale_get_the_same_answers(factor):
    rng = np.random.default_rng(0)
    states, targets = rng.normal(size=(200, 4)), rng.integers(0, 2, 200)
    states[:, 0] = targets + 0.01 * states[:, 0]  # nearly separable: here the penalty counts most
    one, other = fit_head(states, targets), fit_head(factor * states, targets)
    np.testing.assert_allclose(
        factor * states @ other.kernel + other.bias, states @ one.kernel + one.bias, atol=1e-8
    )


def test_a_state_that_is_always_zero_gets_no_weight():
    states = np.array([[0.0, -1.0], [0.0, 1.0], [0.0, 2.0]])
    assert fit_head(states, np.array([0, 1, 1])).kernel[0, 0] == 0
