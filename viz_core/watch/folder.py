"""Where trainings elsewhere write what they are doing, and in which files.

In: the state of a training. Out: one folder for each, named by its beginning and its process:

- `about.json`: an `About`;
- `network.keras`: the network as Keras saves it, where this app can evaluate it;
- `weights.bin`: its newest arrays as float32, one after the other, in the order of `Guest.arrays`;
- `sample.bin`: the sequence to watch as float64, one input after the other;
- `curve.jsonl`: one line for each point of the curves.

Whole files are written under another name and then moved to their place, so nobody reads a half.
"""

import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from viz_core.access.folder import data_folder, private_folder

ABOUT, NETWORK, WEIGHTS, SAMPLE, CURVE = (
    "about.json",
    "network.keras",
    "weights.bin",
    "sample.bin",
    "curve.jsonl",
)
# Trainings in a person's own folder; the oldest give way to a new one.
KEPT = 50


@dataclass(frozen=True, kw_only=True)
class About:
    """What a training says of itself.

    Attributes:
        name: as its author calls it.
        over: whether it has ended.
        epochs: how many there will be; 0 where nobody knows.
        sample: the shape of each array in `sample.bin`, batch axis included.
        targets: the right classes of the sample, one for each step or one for all; empty where nobody knows.
        without: why the network cannot be shown, in one sentence; empty where it can.
    """

    name: str
    over: bool = False
    epochs: int = 0
    sample: tuple[tuple[int, ...], ...] = ()
    targets: tuple[int, ...] = ()
    without: str = ""


def watch_folder() -> Path:
    """Where trainings write: `BIRNN_WATCH`, or a folder of the person who started the process.

    Raises:
        OSError: the folder cannot be made, is a symbolic link, or belongs to somebody else.
    """
    if named := os.environ.get("BIRNN_WATCH"):
        return Path(named).expanduser()
    return private_folder(private_folder(data_folder()) / "watched")


def new_folder(root: Path, began: float) -> Path:
    """A folder for one training; in a person's own folder the oldest others give way.

    Raises:
        OSError: it cannot be made.
    """
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not os.environ.get("BIRNN_WATCH"):
        for old in sorted(one for one in root.iterdir() if (one / ABOUT).is_file())[: -KEPT + 1]:
            shutil.rmtree(old, ignore_errors=True)
    place = Path(tempfile.mkdtemp(prefix=f"{int(began)}-{os.getpid()}-", dir=root))
    return place


def write_about(place: Path, about: About) -> None:
    """Say what the training is."""
    write(place / ABOUT, json.dumps(asdict(about)).encode())


def append_curve(place: Path, lines: Iterable[Mapping[str, float]]) -> None:
    """Add points to the curves."""
    text = "".join(json.dumps(dict(line)) + "\n" for line in lines)
    with (place / CURVE).open("a", encoding="utf-8") as file:
        file.write(text)


def write(path: Path, data: bytes) -> None:
    """Put a file in its place, whole."""
    part = path.with_suffix(".part")
    part.write_bytes(data)
    part.replace(path)
