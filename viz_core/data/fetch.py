"""Fetch the file of a data set in the background, with progress and checksum.

In: the name of a data set. Out: its file in Keras's cache, where `keras.datasets` would put it.
Only bytes are moved here: nothing is opened, and nothing needs Keras.
"""

import hashlib
import logging
import threading
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from viz_core.checks import check_one_of
from viz_core.data.local import KERAS_CACHE, keras_cache

ORIGIN = "https://storage.googleapis.com/tensorflow/tf-keras-datasets/"
PIECE = 2**16
PATIENCE_SECONDS = 20.0

log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Remote:
    """A file to fetch: its name, size in bytes and SHA-256, as Keras has them."""

    name: str
    size: int
    sha256: str


REMOTES = {
    "digits": Remote(
        name="mnist.npz",
        size=11_490_434,
        sha256="731c5ac602752760c8e48fbffcf8c3b850d9dc2a2aedcf2cc48468fc17b673d1",
    ),
    "reviews": Remote(
        name="imdb.npz",
        size=17_464_789,
        sha256="69664113be75683a8fe16e3ed0ab59fda8886cb3cd7ada244f7d9544e4676b9f",
    ),
}


class Fetch:
    """One file on its way.

    Attributes:
        error: one sentence when it did not arrive; empty otherwise.
        over: whether nothing more will happen.
    """

    def __init__(self, remote: Remote, *, origin: str = ORIGIN, folder: Path | None = None) -> None:
        """Begin at once, in a thread of its own.

        Args:
            remote: which file.
            origin: address of the folder it lies in.
            folder: where to put it; None takes Keras's cache.
        """
        self._remote, self._origin, self._folder = remote, origin, folder or keras_cache()
        self._bytes = 0
        self.error, self.over = "", False
        self._thread = threading.Thread(target=self._run, name=f"fetch-{remote.name}", daemon=True)
        self._thread.start()

    @property
    def progress(self) -> float:
        """Share of the file that is here, 0 to 1."""
        return min(1.0, self._bytes / self._remote.size)

    def wait(self, seconds: float) -> None:
        """Wait until it is over, at most so long."""
        self._thread.join(seconds)

    def _run(self) -> None:
        part = self._folder / f"{self._remote.name}.part"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            digest = self._copy(part)
            if digest == self._remote.sha256:
                part.replace(self._folder / self._remote.name)
            else:
                self.error = f"`{self._remote.name}` must have the checksum Keras knows; got another file."
        except OSError as problem:
            log.warning("%s could not be fetched", self._remote.name, exc_info=True)
            # Where the problem is a file's, `str` would also give its path.
            reason = problem.strerror or str(problem)
            self.error = (
                f"`{self._remote.name}` must come from {self._origin}; got no answer ({reason}). Check this "
                f"machine's network, or put the file into the folder {KERAS_CACHE} by hand."
            )
        finally:
            part.unlink(missing_ok=True)
            self.over = True

    def _copy(self, part: Path) -> str:
        """Copy the file piece by piece, never more than its known size; returns its SHA-256."""
        digest = hashlib.sha256()
        address = self._origin + self._remote.name
        with urllib.request.urlopen(address, timeout=PATIENCE_SECONDS) as source, part.open("wb") as file:
            while self._bytes <= self._remote.size and (piece := source.read(PIECE)):
                file.write(piece)
                digest.update(piece)
                self._bytes += len(piece)
        return digest.hexdigest()


_under_way: dict[str, Fetch] = {}
_lock = threading.Lock()


def fetch(name: str) -> Fetch:
    """Fetch the file of a data set; whoever asks meanwhile gets the same `Fetch`.

    Raises:
        ValueError: the set needs no file.
    """
    check_one_of("data set", name, REMOTES)
    with _lock:
        if name not in _under_way or _under_way[name].over:
            _under_way[name] = Fetch(REMOTES[name])
        return _under_way[name]


def under_way(name: str) -> Fetch | None:
    """The latest `Fetch` of a data set in this process, or None."""
    return _under_way.get(name)
