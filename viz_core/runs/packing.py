"""Runs as text and bytes: the name of a config, arrays as `.npz`, the versions behind a run.

In: configs, curves, weights. Out: what a database can hold, and back. Nothing is pickled.
"""

import io
import json
import sys
import zlib
from collections.abc import Iterable
from dataclasses import fields, replace
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from math import isnan, nan
from typing import Any

import numpy as np

from viz_core.arrays import Array
from viz_core.config import ExperimentConfig, ModelConfig, TaskConfig
from viz_core.training.events import EpochMetrics
from viz_core.training.history import Curve

Arrays = tuple[Array, ...]

PACKAGES = ("numba", "numpy", "scipy", "distributed")
CURVE = ("steps", "losses", "accuracies", "seconds")
EPOCH = tuple(one.name for one in fields(EpochMetrics))


def canonical(config: ExperimentConfig) -> ExperimentConfig:
    """The same experiment with every setting that has no effect at its default.

    A single reader has nothing to merge or to share, and only the echo has a delay.
    """
    model, task = config.model, config.task
    if not model.bidirectional:
        usual = ModelConfig()
        model = replace(model, merge_mode=usual.merge_mode, shared_weights=usual.shared_weights)
    if task.name != "echo":
        task = replace(task, delay=TaskConfig().delay)
    return replace(config, model=model, task=task)


@lru_cache(maxsize=20_000)
def name_of(config: ExperimentConfig) -> str:
    """The text under which a run is stored: its canonical config as JSON, keys sorted."""
    return json.dumps(canonical(config).to_dict(), sort_keys=True, separators=(",", ":"))


@lru_cache(maxsize=4_000)
def config_of(text: str) -> ExperimentConfig:
    """The config in such a text, canonical or not.

    Raises:
        ValueError: it is none of this version.
    """
    return ExperimentConfig.from_dict(json.loads(text))


@lru_cache(maxsize=4_000)
def renamed(name: str) -> str:
    """The present name of a run stored before the config had all of its fields, which take their defaults.

    A name that this version cannot read, because a later one wrote it, stays as it is.
    """
    try:
        return name_of(config_of(name))
    except (ValueError, TypeError):
        return name


def fields_mark() -> int:
    """A number that changes whenever the config gets other fields."""
    return zlib.crc32(json.dumps(ExperimentConfig().to_dict(), sort_keys=True).encode()) & 0x7FFFFFFF


def versions() -> dict[str, str]:
    """Versions of Python and of the packages that decide a run, as far as they are installed here."""
    found = {"python": ".".join(map(str, sys.version_info[:3]))}
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found


def pack_curve(curve: Curve) -> bytes:
    """A curve as the bytes of an `.npz` file; the metrics of its epochs are one row each."""
    epochs = [[getattr(one, name) for name in EPOCH] for one in curve.epochs]
    table = np.array(epochs, np.float64).reshape(-1, len(EPOCH))
    means = np.array([curve.epoch_loss, curve.epoch_accuracy])
    return save_arrays([*(getattr(curve, name) for name in CURVE), table, means])


def unpack_curve(blob: bytes, total_steps: int) -> Curve:
    """The inverse of `pack_curve`.

    Early files have no means over the last epoch: they are the last point of a run that went to its end.

    Args:
        blob: what `pack_curve` made.
        total_steps: updates of the whole run.
    """
    *points, table, means = _with_means(load_arrays(blob), total_steps)
    return Curve(
        **dict(zip(CURVE, points, strict=True)),
        epochs=tuple(_epoch(row) for row in table.tolist()),
        epoch_loss=float(means[0]),
        epoch_accuracy=float(means[1]),
    )


def _with_means(arrays: Arrays, total_steps: int) -> Arrays:
    *points, table = arrays[: len(CURVE) + 1]
    if len(arrays) > len(CURVE) + 1:
        return arrays
    steps, losses, accuracies, _ = points
    if not len(steps):
        return (*points, table, np.array([nan, nan]))
    means = np.array([losses[-1], accuracies[-1]])
    # Of so few points none can be spared.
    if steps[-1] == total_steps and len(steps) > 2:
        points = [one[:-1] for one in points]
    return (*points, table, means)


def _epoch(row: list[float]) -> EpochMetrics:
    """The metrics of an epoch; NaN stands for an exact share that was not measured, early files have none."""
    values: dict[str, Any] = dict(zip(EPOCH, row, strict=False))
    exact = values.get("validation_exact", nan)
    return EpochMetrics(
        **values | {"epoch": int(values["epoch"]), "validation_exact": None if isnan(exact) else exact}
    )


def save_arrays(arrays: Iterable[Array]) -> bytes:
    """Arrays as the bytes of an `.npz` file."""
    buffer = io.BytesIO()
    np.savez(buffer, *arrays)
    return buffer.getvalue()


def load_arrays(blob: bytes) -> Arrays:
    """The inverse of `save_arrays`."""
    with np.load(io.BytesIO(blob), allow_pickle=False) as file:
        return tuple(file[f"arr_{k}"] for k in range(len(file.files)))
