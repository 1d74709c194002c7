"""Read what trainings elsewhere write.

In: the folder that they write to. Out: a list of them, their curves, their networks with the newest weights.
Nothing that stands there is believed: sizes are looked at first, and nothing is unpickled.
"""

import json
import math
import os
import stat
import time
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from viz_core.data import apart
from viz_core.data.recent import Recent
from viz_core.guests.guest import Guest
from viz_core.watch.folder import ABOUT, CURVE, NETWORK, SAMPLE, WEIGHTS, About, watch_folder

MOST_LISTED = 50
MOST_ABOUT, MOST_CURVE, MOST_NETWORK = 64 * 2**10, 4 * 2**20, 100 * 2**20
MOST_SAMPLE = 8 * 2**20
# Lines of a curve: several times what `Watch` writes.
MOST_LINES = 20_000
# Without news for so long, a training that has not said that it is over has probably died.
SILENT_SECONDS = 60.0
# What JSON of another kind than expected may raise on its way to an `About`.
ODD = (OSError, ValueError, TypeError, OverflowError, RecursionError)


@dataclass(frozen=True, kw_only=True)
class Watched:
    """One training.

    Attributes:
        id: name of its folder.
        about: what it says of itself.
        version: changes with whatever it writes.
        silent: seconds since it last wrote something.
    """

    id: str
    about: About
    version: tuple[int, ...]
    silent: float

    @property
    def running(self) -> bool:
        """Whether it goes on, as far as anybody can tell."""
        return not self.about.over and self.silent < SILENT_SECONDS


def watched() -> list[Watched]:
    """All trainings there are, the newest first."""
    try:
        places = [one for one in watch_folder().iterdir() if (one / ABOUT).is_file()]
    except OSError:
        return []
    newest = sorted(places, key=lambda one: one.name, reverse=True)[:MOST_LISTED]
    return [one for place in newest if (one := _watched(place)) is not None]


def _watched(place: Path) -> Watched | None:
    """One of them; None where what it says of itself cannot be read."""
    try:
        about = _about(_bytes(place / ABOUT, MOST_ABOUT))
    except ODD:
        return None
    written = [_written(place / name) for name in (ABOUT, CURVE, WEIGHTS)]
    return Watched(
        id=place.name,
        about=about,
        version=tuple(written),
        silent=max(time.time() - max(written) / 1e9, 0.0),
    )


def _written(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


def _about(data: bytes) -> About:
    values = json.loads(data)
    known = {one.name for one in fields(About)}
    if not isinstance(values, dict) or not set(values) <= known or not isinstance(values.get("name"), str):
        raise ValueError("`about` must say what the training is; got something else.")
    sample = tuple(tuple(int(size) for size in shape) for shape in values.get("sample", ()))
    targets = tuple(int(one) for one in values.get("targets", ()))
    if any(size < 1 for shape in sample for size in shape) or any(not 0 <= one < 2**31 for one in targets):
        raise ValueError("`about` must have sizes from 1 and classes from 0; got others.")
    return About(
        name=values["name"][:60],
        over=bool(values.get("over")),
        epochs=int(values.get("epochs", 0)),
        sample=sample,
        targets=targets,
        without=str(values.get("without", ""))[:500],
    )


def curves(one: Watched) -> dict[str, npt.NDArray[np.float64]]:
    """The curves of a training: name -> `(points, 2)`, steps and values."""
    try:
        lines = _bytes(watch_folder() / one.id / CURVE, MOST_CURVE).splitlines()[-MOST_LINES:]
    except (OSError, ValueError):
        return {}
    found: dict[str, list[tuple[float, float]]] = {}
    for line in lines:
        for name, step, value in _points(line):
            found.setdefault(name, []).append((step, value))
    return {name: np.array(points) for name, points in found.items()}


def _points(line: bytes) -> list[tuple[str, float, float]]:
    """What one line says; nothing where it is only half there."""
    try:
        values: Any = json.loads(line)
        if not isinstance(values, dict) or not all(type(one) in (int, float) for one in values.values()):
            return []
        step = float(values.get("step", 0))
        named = {name: float(one) for name, one in values.items() if name not in ("step", "epoch")}
    except (ValueError, OverflowError, RecursionError):
        return []
    return [(name, step, one) for name, one in named.items() if math.isfinite(step) and math.isfinite(one)]


def network(one: Watched) -> Guest:
    """The network of a training, with its newest weights.

    Raises:
        ValueError: there is none, or its weights are not those of its file.
    """
    guest = _opened(one.id)
    sizes = [array.size for array in guest.arrays.values()]
    try:
        data = _bytes(watch_folder() / one.id / WEIGHTS, 4 * sum(sizes))
    except OSError as problem:
        raise ValueError("`weights` must be there; got none.") from problem
    if len(data) != 4 * sum(sizes):
        raise ValueError("`weights` must be those of the network; got another number of them.")
    parts = np.split(np.frombuffer(data, "<f4"), np.cumsum(sizes)[:-1])
    shapes = (array.shape for array in guest.arrays.values())
    return guest.holding([part.reshape(shape) for part, shape in zip(parts, shapes, strict=True)])


def sample(one: Watched) -> tuple[npt.NDArray[np.float64], ...]:
    """The sequence that the training is watched with, one array for each input.

    Raises:
        ValueError: it is not there, or not as large as the training says.
    """
    sizes = [math.prod(shape) for shape in one.about.sample]
    try:
        data = _bytes(watch_folder() / one.id / SAMPLE, MOST_SAMPLE)
    except OSError as problem:
        raise ValueError("`sample` must be there; got none.") from problem
    if not sizes or len(data) != 8 * sum(sizes):
        raise ValueError("`sample` must be as large as the training says; got another size.")
    parts = np.split(np.frombuffer(data, "<f8"), np.cumsum(sizes)[:-1])
    return tuple(part.reshape(shape) for part, shape in zip(parts, one.about.sample, strict=True))


def targets(one: Watched) -> npt.NDArray[np.int32] | None:
    """The right classes of the sample; None where nobody knows."""
    return np.array(one.about.targets, np.int32) if one.about.targets else None


def _bytes(path: Path, most: int) -> bytes:
    """What is in a file; a pipe would keep its reader waiting, and some devices never end."""
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0))
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise ValueError(f"`{path.name}` must be a file; got something else.")
        data = file.read(most + 1)
    if len(data) > most:
        raise ValueError(f"`{path.name}` must have at most {most:,} bytes; got more.")
    return data


def _read_network(folder_name: str) -> Guest:
    try:
        data = _bytes(watch_folder() / folder_name / NETWORK, MOST_NETWORK)
    except OSError as problem:
        raise ValueError("`network` must be there; got none.") from problem
    found: Guest = apart.call("viz_core.guests.opening:open_here", data)
    return found


def _size(guest: Guest) -> int:
    return sum(array.nbytes for array in guest.arrays.values())


_opened = Recent(_read_network, size=_size, most=MOST_NETWORK)
