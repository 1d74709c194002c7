import numpy as np
import pytest

from viz_core.lessons.switchboard_ablation import Ablation, changed_trace, changed_weights
from viz_core.lessons.switchboard_film import film_picture, known_at, learned_at
from viz_core.network.probe import fresh_batch
from viz_core.network.tracing import trace
from viz_core.pretrained import film
from viz_core.statistics.metrics import accuracy, right_probability


def test_a_step_is_learned_once_it_stays_above_the_threshold():
    picture = np.array(
        [
            # at once, late, falls back, never, rises twice
            [0.9, 0.5, 0.9, 0.5, 0.5],
            [0.9, 0.5, 0.9, 0.5, 0.9],
            [0.9, 0.9, 0.5, 0.5, 0.5],
            [0.9, 0.9, 0.5, 0.5, 0.8],
        ]
    )
    assert learned_at(picture, threshold=0.8) == (0, 2, None, None, 3)


def test_the_threshold_is_a_probability():
    with pytest.raises(ValueError, match="`threshold` must be a number from 0 to 1; got 2."):
        learned_at(np.ones((2, 2)), threshold=2)


def test_readers_answer_as_they_read_and_both_together_a_beat_after_the_slower():
    assert known_at("forward", 4) == (1, 2, 3, 4)
    assert known_at("backward", 4) == (4, 3, 2, 1)
    assert known_at("bidirectional", 4) == (5, 4, 4, 5)


def test_a_row_of_the_film_is_the_mean_over_fresh_sequences_at_that_moment():
    twin = film("twin_bidirectional")
    picture = film_picture(twin, sequences=20)
    batch = fresh_batch(twin.config, 20)
    found = trace(twin.weights[3], twin.config.model, batch.inputs)["probabilities"]
    assert picture.shape == (len(twin.steps), 10)
    np.testing.assert_array_equal(picture[3], right_probability(found, batch.targets).mean(axis=0))


def test_training_goes_from_a_coin_to_knowledge_where_the_reader_can_know():
    both, forward = (film_picture(film(f"twin_{one}"), sequences=200) for one in ("bidirectional", "forward"))
    assert np.all(np.abs(both[0] - 0.5) < 0.1) and np.all(both[-1] > 0.95)
    assert forward[-1, -1] > 0.95 and forward[-1, 0] < 0.6


def test_more_parameters_are_no_second_reader():
    wide, forward = (film_picture(film(f"twin_{one}"), sequences=200)[-1] for one in ("wide", "forward"))
    np.testing.assert_allclose(wide, forward, rtol=0, atol=0.05)


def test_an_untrained_reader_is_worth_a_cut_one_and_foreign_states_are_worth_less():
    twin = film("twin_bidirectional")
    batch = fresh_batch(twin.config, 500)

    def score(ablation):
        weights = changed_weights(twin.weights[-1], twin.config.model, ablation, moments=twin.weights)
        donor = np.roll(batch.inputs, 1, axis=0) if ablation.donor else None
        found = changed_trace(weights, twin.config.model, batch.inputs, donor=donor)
        return accuracy(found["probabilities"], batch.targets)

    cut, untrained = score(Ablation(cut=("backward",))), score(Ablation(frozen=(("backward", 0),)))
    assert untrained == pytest.approx(cut, abs=0.02)
    assert score(Ablation(donor=True)) < cut - 0.02 < score(Ablation()) - 0.2
