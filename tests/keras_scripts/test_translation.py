"""The Keras scripts of the translation sets: the same questions, the same network, running as they stand."""

import re

import keras
import numpy as np
import pytest

from viz_core.config import CELL_NAMES, DIRECTIONS
from viz_core.data import DATA_SETS
from viz_core.data.dates import WAYS, written
from viz_core.data.number_words import french_symbols, in_english, in_french
from viz_core.data.recipes import TRANSLATED, recipe
from viz_core.keras_scripts.translation import translation_code
from viz_core.network.weights import count_parameters

pytestmark = pytest.mark.usefixtures("eager")


def run(code, until=None):
    names = {}
    exec(code if until is None else code[: code.index(until)], names)
    return names


@pytest.mark.parametrize("direction", DIRECTIONS)
@pytest.mark.parametrize("name", TRANSLATED)
def test_the_script_builds_a_network_with_as_many_parameters(name, direction):
    for cell in CELL_NAMES:
        config = recipe(name, cell=cell, direction=direction)
        model = run(translation_code(config), until="model.compile")["model"]
        data_set = DATA_SETS[name]
        assert model.count_params() == count_parameters(
            config.model, features=data_set.features, outputs=data_set.outputs
        )


def test_the_script_writes_numbers_as_we_do():
    names = run(translation_code(recipe("numbers")), until="# Both ways")
    for number in range(10_000):
        assert tuple(names["french"](number)) == french_symbols(in_french(number))
        for joined in (False, True):
            assert names["english"](number, joined) == in_english(number, joined=joined).split()


def test_the_script_writes_days_as_we_do():
    names = run(translation_code(recipe("dates")), until="rng.shuffle")
    for day in names["days"][::997]:
        assert names["ways"](day) == [written(day, way) for way in WAYS]


@pytest.mark.parametrize("name", TRANSLATED)
def test_no_answer_of_the_script_s_test_has_been_learned(name):
    names = run(translation_code(recipe(name)), until="model = keras")
    cut = names["SEQUENCES"]
    learned = {tuple(answer) for _, answer in names["pairs"][:cut]}
    asked = [tuple(answer) for _, answer in names["pairs"][cut:]]
    assert len(asked) >= 700
    # A number said in two ways may lie on the cut itself.
    assert sum(one in learned for one in asked) <= 1
    assert (names["y"][:, -1] == 0).all()


def test_the_script_trains_and_tells_how_many_are_right(capsys):
    code = translation_code(recipe("numbers"))
    code = re.sub(r"SEQUENCES, TEST, TIMESTEPS = \d+", "SEQUENCES, TEST, TIMESTEPS = 64", code)
    names = run(code.replace("epochs=8", "epochs=1, verbose=0").replace("LSTM(64", "LSTM(4"))
    assert isinstance(names["model"].optimizer, keras.optimizers.Adam)
    assert np.isclose(float(names["model"].optimizer.learning_rate), 0.002)
    assert 0 <= float(capsys.readouterr().out.split(":")[-1]) <= 1


def test_other_sets_have_no_such_script():
    with pytest.raises(ValueError, match="`data set` must be one of dates, numbers; got 'digits'"):
        translation_code(recipe("digits"))
