import numpy as np
import pytest

from viz_core.network.weights import count_parameters, weight_specs
from viz_core.pretrained import film, load
from viz_core.pretrained.networks import FILMED, FOLDER, RECIPES, log_spaced
from viz_core.tasks import TASKS


def test_moments_are_dense_at_the_beginning():
    assert log_spaced(1000, 5) == [0, 1, 10, 100, 1000]


@pytest.mark.parametrize(("last", "count"), [(0, 5), (1, 5), (7, 25), (937, 25)])
def test_moments_are_different_and_hold_both_ends(last, count):
    found = log_spaced(last, count)
    assert found[0] == 0 and found[-1] == last
    assert found == sorted(set(found)) and len(found) <= count


@pytest.mark.parametrize("name", sorted(FILMED))
def test_a_film_begins_at_update_0_and_ends_with_the_trained_network(name):
    seen, trained = film(name), load(name)
    assert seen.config == trained.config == RECIPES[name]
    assert (seen.steps[0], seen.steps[-1]) == (0, seen.config.training.steps)
    assert 20 <= len(seen.steps) == len(seen.weights) <= FILMED[name]
    assert all(np.array_equal(one, two) for one, two in zip(seen.weights[-1], trained.weights, strict=True))


@pytest.mark.parametrize("name", sorted(FILMED))
def test_every_moment_has_the_weights_of_its_network_and_the_file_is_small(name):
    seen = film(name)
    task = TASKS[seen.config.task.name]
    specs = weight_specs(seen.config.model, features=task.features, outputs=task.outputs)
    for weights in seen.weights:
        assert [one.shape for one in weights] == [spec.shape for spec in specs]
        assert all(one.dtype == np.float32 for one in weights)
    assert (FOLDER / f"{name}.film.npz").stat().st_size < 300_000


def test_the_wide_forward_twin_has_the_nearest_number_of_parameters_there_is():
    both, wide = RECIPES["twin_bidirectional"].model, RECIPES["twin_wide"].model
    aim = count_parameters(both, features=1, outputs=1)

    def distance(units):
        other = type(wide)(units=units, direction="forward")
        return abs(count_parameters(other, features=1, outputs=1) - aim)

    assert min(range(1, 60), key=distance) == wide.units


def test_only_filmed_networks_have_films():
    with pytest.raises(ValueError, match="`pretrained` must be one of .*twin_backward.*; got 'casino'."):
        film("casino")
