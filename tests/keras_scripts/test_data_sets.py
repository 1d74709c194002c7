import numpy as np
import pytest

from viz_core.config import DIRECTIONS
from viz_core.data import DATA_SETS
from viz_core.data.recipes import recipe
from viz_core.keras_scripts.data_sets import set_code
from viz_core.network.tracing import trace
from viz_core.network.weights import count_parameters

pytestmark = pytest.mark.usefixtures("eager")


@pytest.fixture
def sets(monkeypatch):
    """Keras's sets, a dozen sequences each."""
    import keras

    rng = np.random.default_rng(1)
    reviews = np.array([[1, *rng.integers(4, 99, 3 + k)] for k in range(12)], dtype=object)
    digits = rng.integers(0, 256, (12, 28, 28)).astype(np.uint8)
    labels = rng.integers(0, 2, 12)
    for module, x in ((keras.datasets.imdb, reviews), (keras.datasets.mnist, digits)):
        monkeypatch.setattr(module, "load_data", lambda x=x, **more: ((x, labels), (x, labels)))


def run(config):
    """The variables of the script after it ran, with training and printing left out."""
    lines = set_code(config).splitlines()
    kept = [one for one in lines if not one.startswith(("model.fit", "print"))]
    names = {}
    exec("\n".join(kept), names)  # noqa: S102 - the script under test
    return names


@pytest.mark.slow
@pytest.mark.parametrize("direction", DIRECTIONS)
@pytest.mark.parametrize(("name", "cell"), [("reviews", "SimpleRNN"), ("digits", "LSTM")])
def test_the_script_builds_the_same_network(sets, name, cell, direction):
    config, data_set = recipe(name, cell=cell, direction=direction), DATA_SETS[name]
    made = run(config)
    expected = count_parameters(config.model, features=data_set.features, outputs=data_set.outputs)
    assert made["model"].count_params() == expected
    weights = made["model"].get_weights()
    inputs = made["x"][:2]
    ours = trace(weights, config.model, inputs)["probabilities"]
    assert np.allclose(made["model"].predict(inputs, verbose=0), ours, atol=1e-5)


def test_the_settings_are_in_the_script():
    code = set_code(recipe("reviews", epochs=7))
    assert "maxlen=500" in code and "epochs=7, batch_size=128, validation_split=0.2" in code
    assert "keras.optimizers.RMSprop(0.001)" in code
    assert "layers.Dropout(0.2)" in set_code(recipe("digits"))


def test_a_set_that_keras_has_not_is_refused():
    with pytest.raises(ValueError, match="`data set` must be one of reviews, digits; got 'mini_reviews'"):
        set_code(recipe("mini_reviews"))
