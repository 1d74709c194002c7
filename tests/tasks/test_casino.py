"""The casino's messages and ceilings against sums over all hidden states."""

import itertools

import numpy as np
import pytest

from viz_core.config import TaskConfig
from viz_core.tasks import TASKS
from viz_core.tasks.casino import backward_message, forward_message, log_odds, posterior
from viz_core.tasks.casino_ceilings import casino_ceilings, filtered_atoms

STAY, SHOW = 0.95, 0.7


def joint(length: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """All strings `(2^length, length)` and P(states, bits), states first."""
    strings = np.array(list(itertools.product((0, 1), repeat=length)))
    kept = (strings[:, 1:] == strings[:, :-1]).sum(axis=1)
    prior = 0.5 * STAY**kept * (1 - STAY) ** (length - 1 - kept)
    shown = (strings[:, None] == strings[None]).sum(axis=2)
    return strings, prior[:, None] * SHOW**shown * (1 - SHOW) ** (length - shown), prior


def best_by_enumeration(length: int, t: int, seen: slice) -> float:
    strings, probability, _ = joint(length)
    views, group = np.unique(strings[:, seen], axis=0, return_inverse=True)
    best = np.zeros((2, len(views)))
    for state in (0, 1):
        np.add.at(best[state], group.ravel(), probability[strings[:, t] == state].sum(axis=0))
    return best.max(axis=0).sum()


@pytest.mark.parametrize("length", [2, 3, 4, 7])
def test_ceilings_equal_enumeration_of_states_and_bits(length: int):
    exact = casino_ceilings(length)
    for t in range(length):
        forward, backward, both = slice(0, t + 1), slice(t, length), slice(0, length)
        assert exact["forward"][t] == pytest.approx(best_by_enumeration(length, t, forward), rel=1e-12)
        assert exact["backward"][t] == pytest.approx(best_by_enumeration(length, t, backward), rel=1e-12)
        assert exact["bidirectional"][t] == pytest.approx(best_by_enumeration(length, t, both), rel=1e-12)


def test_two_steps_by_hand():
    # Step 1 is guessed as its own bit shows, whether the other bit agrees (chain stays, both bits true; or
    # chain moves, one flipped) or differs (chain stays, the other flipped; or chain moves, both true).
    agree = 0.95 * 0.7 * 0.7 + 0.05 * 0.7 * 0.3
    differ = 0.95 * 0.7 * 0.3 + 0.05 * 0.7 * 0.7
    np.testing.assert_allclose(casino_ceilings(2)["bidirectional"], agree + differ)


def test_keeping_every_atom_changes_nothing_visible_at_eighteen_steps():
    exact = [atoms.max(axis=1).sum() for atoms in filtered_atoms(18, most=2**18)]
    np.testing.assert_allclose(casino_ceilings(18)["forward"], exact, atol=1e-6)


def spread_atoms(length: int, cells: int = 4096) -> list[np.ndarray]:
    """As `filtered_atoms`, but each atom is moved to the ends of its cell with its mean kept.

    That gives a reader information it does not have, so what follows from it is an upper bound.
    """
    ends = 1 / (1 + np.exp(-np.linspace(-4, 4, cells + 1)))
    atoms, kept = np.array([[0.5, 0.5]]), []
    for _ in range(length):
        moved = atoms @ np.array([[STAY, 1 - STAY], [1 - STAY, STAY]])
        atoms = np.concatenate([moved * [SHOW, 1 - SHOW], moved * [1 - SHOW, SHOW]])
        weight = atoms.sum(axis=1)
        chance = atoms[:, 1] / weight
        cell = np.searchsorted(ends, chance) - 1
        up = (chance - ends[cell]) / (ends[cell + 1] - ends[cell])
        mass = np.bincount(cell, weight * (1 - up), cells + 1) + np.bincount(cell + 1, weight * up, cells + 1)
        atoms = np.stack([mass * (1 - ends), mass * ends], axis=1)[mass > 0]
        kept.append(atoms)
    return kept


def test_the_stated_error_bound_holds_at_two_hundred_steps():
    length = 200
    found = casino_ceilings(length)
    upper = spread_atoms(length)
    forward = np.array([atoms.max(axis=1).sum() for atoms in upper])
    gap = forward - found["forward"]
    assert gap.min() > -1e-12 and gap.max() < 1e-6
    for t in (0, 1, 10, 60, 100, 199):
        past = upper[t]
        future = np.array([[0.5, 0.5]])
        if t < length - 1:
            future = upper[length - 2 - t] @ np.array([[STAY, 1 - STAY], [1 - STAY, STAY]])
        both = sum(
            np.maximum(np.outer(a[:, 0], future[:, 0]), np.outer(a[:, 1], future[:, 1])).sum()
            for a in np.array_split(past, 32)
        )
        gap = 2 * both - found["bidirectional"][t]
        assert -1e-12 < gap < 1e-6


def test_ceilings_equal_the_accuracy_of_the_posteriors_in_simulation():
    config = TaskConfig(name="casino")
    batch = TASKS["casino"].sample(100_000, config, np.random.default_rng(1))
    exact = TASKS["casino"].ceilings_per_step(config)
    beliefs = {
        "forward": forward_message(batch.inputs),
        "backward": forward_message(batch.inputs[:, ::-1])[:, ::-1],
        "bidirectional": posterior(batch.inputs),
    }
    for reader, belief in beliefs.items():
        accuracy = np.mean(belief.argmax(axis=-1) == batch.targets, axis=0)
        np.testing.assert_allclose(accuracy, exact[reader], atol=0.006)


def test_ceilings_settle_in_the_middle_of_long_sequences():
    best = casino_ceilings(200)
    assert best["forward"][60] == pytest.approx(best["forward"][199], abs=1e-6)
    assert best["bidirectional"][80] == pytest.approx(best["bidirectional"][120], abs=1e-6)
    assert best["bidirectional"].max() < 0.87


def every_string(length: int) -> np.ndarray:
    return np.array(list(itertools.product((0, 1), repeat=length)), dtype=np.float32)[..., None]


def test_messages_have_their_axes_and_sum_to_one():
    inputs = np.ones((3, 5, 1), dtype=np.float32)
    for message in (forward_message(inputs), backward_message(inputs), posterior(inputs)):
        assert message.shape == (3, 5, 2)
        np.testing.assert_allclose(message.sum(axis=-1), 1)


def test_messages_equal_sums_over_hidden_states():
    length = 5
    strings, probability, prior = joint(length)
    past, future, both = (f(every_string(length)) for f in (forward_message, backward_message, posterior))
    for t, state in itertools.product(range(length), (0, 1)):
        here = strings[:, t] == state
        np.testing.assert_allclose(both[:, t, state], probability[here].sum(axis=0) / probability.sum(axis=0))
        shown = strings[:, None] == strings[None]
        upto = prior[:, None] * np.where(shown[..., : t + 1], SHOW, 1 - SHOW).prod(axis=2)
        np.testing.assert_allclose(past[:, t, state], upto[here].sum(axis=0) / upto.sum(axis=0))
        after = prior[:, None] * np.where(shown[..., t + 1 :], SHOW, 1 - SHOW).prod(axis=2)
        np.testing.assert_allclose(future[:, t, state], after[here].sum(axis=0) / after.sum(axis=0))


def test_log_odds_of_the_two_messages_add():
    def log_odds(belief: np.ndarray) -> np.ndarray:
        return np.log(belief[..., 1] / belief[..., 0])

    inputs = every_string(6)
    added = log_odds(forward_message(inputs)) + log_odds(backward_message(inputs))
    np.testing.assert_allclose(added, log_odds(posterior(inputs)), atol=1e-12)


def test_the_future_says_nothing_at_the_last_step():
    np.testing.assert_array_equal(backward_message(every_string(3))[:, -1], 0.5)


def test_inputs_without_a_features_axis_are_refused():
    with pytest.raises(
        ValueError, match=r"`inputs` must have shape \(batch, time, features=1\); got \(2, 5\)"
    ):
        posterior(np.zeros((2, 5), dtype=np.float32))


def test_log_odds_of_past_and_future_add_up_to_those_of_the_posterior():
    inputs = np.random.default_rng(0).integers(0, 2, (5, 9, 1)).astype(np.float32)
    past, future = log_odds(inputs)
    both = posterior(inputs)
    np.testing.assert_allclose(past + future, np.log(both[..., 1] / both[..., 0]), atol=1e-12)
    # One bit from a fair start: 0.7 to 0.3 for the state it shows, and nothing from the future at the end.
    np.testing.assert_allclose(past[:, 0], np.where(inputs[:, 0, 0] == 1, 1, -1) * np.log(7 / 3), atol=1e-12)
    np.testing.assert_array_equal(future[:, -1], 0)
