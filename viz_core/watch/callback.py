"""The callback that writes what a training is doing, for the page *Your network* to follow.

In: Keras's own `fit`. Out: files, see `folder`. Needs Keras; imported through `viz_core.watch` only.

A training is never broken by being watched: whatever goes wrong here is logged once, and the watching ends.
After something was written, at least `SHARE` times as long passes until the next writing.
"""

import logging
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from html import escape
from pathlib import Path
from typing import Any

import keras
import numpy as np
import numpy.typing as npt

from viz_core.arrays import Floats32
from viz_core.guests.guest import Guest, tensors
from viz_core.guests.opening import open_here
from viz_core.guests.variables import variables_of
from viz_core.watch import folder, inline
from viz_core.watch.folder import About

# Seconds between two writings, and how many times the seconds that the last one took.
EVERY, SHARE = 0.5, 100
# The curves get slower as they get longer: this many points at most in any training.
POINTS = 4_000

log = logging.getLogger(__name__)


class Watch(keras.callbacks.Callback):
    """Follow a training in the page *Your network*, while it goes on.

    `watch = Watch(x[:1], name="my run"); model.fit(x, y, callbacks=[watch])`; in a notebook `watch` as the
    last line of a cell shows the player.
    """

    def __init__(
        self,
        sample: npt.ArrayLike | Sequence[npt.ArrayLike],
        *,
        name: str = "training",
        targets: npt.ArrayLike | None = None,
        to: str | Path | None = None,
    ) -> None:
        """Say what is to be watched.

        Args:
            sample: one sequence as the network reads it, its batch axis of one included; a list of arrays for
                a network with several inputs.
            name: what the page calls the training.
            targets: the right class of each step of the sample, or of the whole; None where nobody knows.
            to: the folder that the app reads; None takes `BIRNN_WATCH`, or the folder of this person.
        """
        super().__init__()
        several = isinstance(sample, list | tuple)
        self._sample = [np.asarray(one, np.float64)[:1] for one in (sample if several else [sample])]  # type: ignore[union-attr]
        right = () if targets is None else np.asarray(targets).reshape(-1)
        self._about = About(
            name=str(name)[:60],
            sample=tuple(one.shape for one in self._sample),
            targets=tuple(int(one) for one in right),
        )
        self._to = to
        self._place: Path | None = None
        self._variables: list[Any] = []
        self._guest: Guest | None = None
        self._waiting: list[dict[str, float]] = []
        self._step = self._epoch = 0
        self._due = self._began = 0.0
        self._spent = 0.0

    @property
    def seconds(self) -> float:
        """How long the watching has taken so far, in all."""
        return self._spent

    def _repr_html_(self) -> str:
        """What a notebook shows: each recurrent layer in the player, with the newest weights.

        Source: https://ipython.readthedocs.io/en/stable/config/integrating.html.
        """
        if self._guest is None:
            why = self._about.without or "Nothing is to be seen before `fit` has begun with this callback."
            return f"<p>{escape(why)}</p>"
        return inline.players(self._guest.holding(self._arrays()), self._about, self._sample)

    def on_train_begin(self, logs: Any = None) -> None:
        """Keras's hook."""
        self._guarded(self._begin, share=0)

    def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:
        """Keras's hook."""
        self._epoch = epoch

    def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
        """Keras's hook."""
        self._step += 1
        if time.monotonic() >= self._due:
            self._guarded(lambda: self._write(logs))

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        """Keras's hook."""
        validated = {name: one for name, one in _numbers(logs).items() if name.startswith("val_")}
        if validated and len(self._waiting) < POINTS:
            self._waiting.append(self._point(validated))

    def on_train_end(self, logs: Any = None) -> None:
        """Keras's hook."""
        self._guarded(lambda: self._end(logs))

    def _guarded(self, act: Callable[[], None], share: float | None = None) -> None:
        """Do it, unless the watching has ended; measure it; end the watching if it cannot be done.

        Args:
            act: what to do.
            share: how many times as long as it takes passes until the next writing; None takes `SHARE`.
        """
        if self._due == np.inf:
            return
        start = time.monotonic()
        try:
            act()
        except Exception:
            log.warning("This training is not watched any more.", exc_info=True)
            self._due = np.inf
            return
        end = time.monotonic()
        self._spent += end - start
        pause = (SHARE if share is None else share) * (end - start)
        self._due = end + max(EVERY, pause, (end - self._began) / POINTS)

    def _begin(self) -> None:
        self._began, self._step, self._variables, self._guest = time.monotonic(), 0, [], None
        self._waiting.clear()
        root = Path(self._to) if self._to is not None else folder.watch_folder()
        self._place = folder.new_folder(root, time.time())
        try:
            self._variables = self._network(self._place)
        except ValueError as problem:
            self._about = replace(self._about, without=str(problem))
        epochs = int((self.params or {}).get("epochs") or 0)
        self._about = replace(self._about, epochs=epochs, over=False)
        packed = b"".join(np.ascontiguousarray(one).tobytes() for one in self._sample)
        folder.write(self._place / folder.SAMPLE, packed)
        self._weights()
        folder.write_about(self._place, self._about)

    def _network(self, place: Path) -> list[Any]:
        """Write the file of the network; which variables hold the arrays that are in it."""
        with tempfile.TemporaryDirectory() as there:
            path = Path(there, folder.NETWORK)
            try:
                self.model.save(path)
            except Exception as problem:  # whatever Keras makes of a layer that it cannot describe
                raise ValueError("`model` must be one that Keras can save; got another.") from problem
            data = path.read_bytes()
        guest = open_here(data)
        tensors(self._sample if len(self._sample) > 1 else self._sample[0], None, guest.input_shapes)
        variables = variables_of(self.model, guest)
        folder.write(place / folder.NETWORK, data)
        self._guest = guest
        return variables

    def _write(self, logs: Any) -> None:
        if self._place is not None:
            folder.append_curve(self._place, [*self._waiting, self._point(_numbers(logs))])
            self._waiting.clear()
            self._weights()

    def _point(self, values: dict[str, float]) -> dict[str, float]:
        return {"step": self._step, "epoch": self._epoch, **values}

    def _weights(self) -> None:
        if self._place is not None and (arrays := self._arrays()):
            folder.write(self._place / folder.WEIGHTS, b"".join(one.tobytes() for one in arrays))

    def _arrays(self) -> list[Floats32]:
        """The newest weights; asking for `self.model` brings those of JAX up to date."""
        variables = [] if self.model is None else self._variables
        return [np.asarray(keras.ops.convert_to_numpy(one), np.float32) for one in variables]

    def _end(self, logs: Any) -> None:
        if self._step:
            self._write({name: one for name, one in _numbers(logs).items() if not name.startswith("val_")})
        self._about = replace(self._about, over=True)
        if self._place is not None:
            folder.write_about(self._place, self._about)


def _numbers(logs: Any) -> dict[str, float]:
    """The metrics that are one number each."""
    found = {}
    for name, one in (logs or {}).items():
        with suppress(TypeError, ValueError):
            found[str(name)] = float(one)
    return found
