"""`.keras` files: a run for anybody's Keras, and a network from somebody else's file.

In: a config and weights, or the bytes of a file. Out: the other of the two.

A file that a person brings is untrusted. Before Keras opens it, its description is compared with the models
this app builds; anything else is refused, and Keras then opens it in safe mode.
"""

import io
import json
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import keras
import numpy as np

from models import build_model
from viz_core.checks import check_one_of
from viz_core.config import CELL_NAMES, ENCODER_DECODER, HEADS, LONGEST_DATA, ExperimentConfig, ModelConfig
from viz_core.network.merges import MERGES
from viz_core.network.summary import MERGE_LAYERS
from viz_core.network.weights import Weights
from viz_core.tasks import TASKS

MOST_BYTES = 100 * 2**20
# Parts of a description that say nothing about what a layer computes; shapes are compared with the weights'.
NOT_COMPARED = {"name", "build_config", "batch_shape", "shape", "registered_name", "shared_object_id"}
FOREIGN = "`file` must be a .keras file of a network that this app can build; got {what}."


def to_keras(config: ExperimentConfig, weights: Weights) -> bytes:
    """A run as the bytes of a `.keras` file that opens in any Keras, without this project."""
    task = TASKS[config.task.name]
    timesteps = config.task.length if config.model.decodes else None
    model = build_model(config.model, features=task.features, outputs=task.outputs, timesteps=timesteps)
    model.set_weights(weights)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "run.keras")
        model.save(path)
        return path.read_bytes()


def from_keras(data: bytes, task_name: str) -> tuple[ModelConfig, Weights]:
    """The network in a `.keras` file.

    Args:
        data: the file.
        task_name: the task it reads; says how wide its input and its output are.

    Raises:
        ValueError: it is no such file, or its network is none that this app can build.
    """
    check_one_of("task", task_name, TASKS)
    task = TASKS[task_name]
    described = _description(data)
    for config in _candidates(described):
        timesteps = _repeated(described) if config.decodes else None
        model = build_model(config, features=task.features, outputs=task.outputs, timesteps=timesteps)
        if _plain(json.loads(model.to_json())) == _plain(described):
            return config, _read(data, config, [weight.shape for weight in model.weights])
    raise ValueError(FOREIGN.format(what="a network of another architecture, or for another task"))


def _description(data: bytes) -> Any:
    """The model's config, as JSON, from the archive."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(one.file_size for one in archive.infolist()) > MOST_BYTES:
                raise ValueError(FOREIGN.format(what="more than 100 MB"))
            return json.loads(archive.read("config.json"))
    except (zipfile.BadZipFile, KeyError, UnicodeDecodeError, json.JSONDecodeError) as problem:
        raise ValueError(FOREIGN.format(what="something else")) from problem


def _plain(described: Any) -> Any:
    """A description without names: each name becomes the place where it first stands."""
    places: dict[str, int] = {}
    layers = _layers(described)
    for layer in layers:
        places.setdefault(str(layer.get("name")), len(places))
    return _renamed(layers, places)


def _renamed(part: Any, places: dict[str, int]) -> Any:
    if isinstance(part, dict):
        return {key: _renamed(value, places) for key, value in part.items() if key not in NOT_COMPARED}
    if isinstance(part, list):
        return [_renamed(one, places) for one in part]
    return places.get(part, part) if isinstance(part, str) else part


def _candidates(described: Any) -> Iterator[ModelConfig]:
    """Every config that could have this description: what it says, and all that it leaves open."""
    layers = _layers(described)
    cells = [cell for layer in layers if (cell := _cell(layer)) is not None]
    if not cells or not all(isinstance(one.get("units"), int) and 1 <= one["units"] <= 512 for one in cells):
        return
    rates = [one["config"].get("rate") for one in layers if one["class_name"] == "Dropout"]
    dense = [layer for layer in layers if layer["class_name"] in ("Dense", "TimeDistributed")]
    hidden = _dense_units(dense[0]) if len(dense) > 1 else 0
    decoder = _repeated(described) is not None
    for direction, merge_mode, shared in _readers({layer["class_name"] for layer in layers}):
        if decoder and merge_mode == "none":
            continue
        for count in {len(cells) - decoder, len(cells) // 2} & {1, 2, 3, 4}:
            for head in (ENCODER_DECODER,) if decoder else HEADS:
                for head_units in {0, hidden}:
                    yield ModelConfig(
                        cell=cells[0]["class_name"],
                        units=cells[0]["units"],
                        layers=count,
                        direction=direction,
                        merge_mode=merge_mode,
                        shared_weights=shared,
                        dropout=rates[0] if rates and isinstance(rates[0], float) else 0.0,
                        head=head,
                        head_units=head_units,
                    )


def _layers(described: Any) -> list[dict[str, Any]]:
    """The layers of a functional model; none where the description is of another shape."""
    config = described.get("config") if isinstance(described, dict) else None
    layers = config.get("layers") if isinstance(config, dict) else None
    if not isinstance(layers, list):
        return []
    sound = (isinstance(one, dict) and isinstance(one.get("config"), dict) for one in layers)
    named = (isinstance(one, dict) and isinstance(one.get("class_name"), str) for one in layers)
    return layers if all(sound) and all(named) else []


def _repeated(described: Any) -> int | None:
    """How many steps a decoder answers; None where there is none."""
    repeats = (one["config"].get("n") for one in _layers(described) if one["class_name"] == "RepeatVector")
    steps = next(repeats, None)
    return steps if isinstance(steps, int) and 1 <= steps <= LONGEST_DATA else None


def _cell(layer: dict[str, Any]) -> dict[str, Any] | None:
    """Class and units of a recurrent layer, also within `Bidirectional`."""
    inner = layer["config"].get("layer", {}) if layer["class_name"] == "Bidirectional" else layer
    if not isinstance(inner, dict) or inner.get("class_name") not in CELL_NAMES:
        return None
    return {"class_name": inner["class_name"], "units": inner.get("config", {}).get("units")}


def _dense_units(layer: dict[str, Any]) -> int:
    inner = (
        layer["config"].get("layer", {}).get("config", {}) if "layer" in layer["config"] else layer["config"]
    )
    units = inner.get("units")
    return units if isinstance(units, int) and 0 <= units <= 512 else 0


def _readers(classes: set[str]) -> list[tuple[str, str, bool]]:
    """Direction, merge mode and sharing that go with the kinds of layers there are."""
    if "Bidirectional" in classes:
        return [("bidirectional", mode, False) for mode in MERGES]
    if classes & set(MERGE_LAYERS.values()):
        return [("bidirectional", mode, True) for mode, layer in MERGE_LAYERS.items() if layer in classes]
    twins = [("bidirectional", "none", shared) for shared in (False, True)]
    return [("forward", "concat", False), ("backward", "concat", False), *twins]


def _read(data: bytes, config: ModelConfig, shapes: Sequence[tuple[int, ...]]) -> Weights:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "given.keras")
        path.write_bytes(data)
        model = keras.saving.load_model(path, safe_mode=True, compile=False)
    weights = tuple(np.asarray(one, np.float32) for one in model.get_weights())
    if [one.shape for one in weights] != list(shapes) or not all(np.isfinite(one).all() for one in weights):
        raise ValueError(FOREIGN.format(what="weights of other shapes, or that are no numbers"))
    return weights
