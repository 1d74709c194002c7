"""The Keras scripts of the taggers: the same layers as the page shows, running as they stand."""

from dataclasses import replace

import pytest

from viz_core.config import DIRECTIONS, ENCODER_DECODER
from viz_core.data.recipes import recipe
from viz_core.keras_scripts.tagging import tagging_code
from viz_core.network.summary import summary_rows
from viz_core.network.weights import count_parameters

pytestmark = pytest.mark.usefixtures("eager")
SENTENCES = "the/DET old/NOUN man/VERB the/DET boats/NOUN\nthe/DET man/NOUN reads/VERB\n"


@pytest.mark.parametrize("direction", DIRECTIONS)
@pytest.mark.parametrize("head", ["per_step", ENCODER_DECODER])
def test_the_script_builds_and_trains_the_layers_that_the_page_shows(tmp_path, monkeypatch, head, direction):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "sentences.txt").write_text(SENTENCES, encoding="utf-8")
    config = recipe("mini_sentences", cell="LSTM", direction=direction, epochs=1)
    config = replace(config, model=replace(config.model, head=head, dropout=0.5))
    names: dict = {}
    exec(tagging_code(config), names)
    features, outputs = len(names["words"]) + 1, len(names["tags"])
    model = names["model"]
    assert model.count_params() == count_parameters(config.model, features=features, outputs=outputs)
    kinds = {type(layer).__name__ for layer in model.layers}
    rows = summary_rows(config.model, features=features, outputs=outputs, timesteps=config.task.length)
    shown = {row.layer.partition("(")[0] for row in rows} - {"InputLayer"}
    assert shown <= kinds
    assert ("RepeatVector" in kinds) == (head == ENCODER_DECODER)
    assert names["counts"].sum() == 8
