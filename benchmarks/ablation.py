"""Where the time of an update goes: the parts of the engine timed alone.

In: workloads. Out: one `Parts` each, measured in a process of its own (`python -m benchmarks.ablation NAME`).
Used by: `benchmarks.__main__`; the measuring process needs TensorFlow.

Each part but the rest is timed by itself, in the form in which the engine runs it: recurrences and
optimizer compiled in a loop like the loop over updates. The rest is what remains: input products, embedding,
head and loss, and whatever the parts gain or lose by being together.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from benchmarks.contestants import ENTRIES, OURS
from benchmarks.lane import ROOT
from benchmarks.workloads import CONTEST, Workload

REPEATS = 5


@dataclass(frozen=True, kw_only=True)
class Parts:
    """Milliseconds of one update.

    Attributes:
        workload: its name.
        milliseconds: 'whole update', then its parts.
    """

    workload: str
    milliseconds: dict[str, float]


def ablation(workloads: Iterable[Workload], *, tell: Callable[[str], None]) -> list[Parts]:
    """Take every workload apart."""
    found = []
    for workload in workloads:
        found.append(Parts(workload=workload.name, milliseconds=_ask(workload.name)))
        tell(f"parts of {workload.name}")
    return found


def _ask(name: str) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.ablation", name],
        cwd=ROOT,
        env={**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3", **ENTRIES[OURS].environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        check=True,
        text=True,
    )
    return json.loads(done.stdout)


def take_apart(workload: Workload) -> dict[str, float]:
    """Time the whole and its parts, in milliseconds per update."""
    whole = _update(workload)
    forward, both = (_recurrences(workload, backward=backward) for backward in (False, True))
    found = {
        "laying out batches": _laying_out(workload),
        "calls": _calls(workload),
        "recurrence forward": forward,
        "recurrence backward": both - forward,
        "optimizer": _optimizer(workload),
    }
    return {"whole update": whole, **found, "rest": whole - sum(found.values())}


def _median(action: Callable[[], Any]) -> float:
    """Milliseconds, after one call that does not count."""
    action()
    seconds = []
    for _ in range(REPEATS):
        started = time.perf_counter()
        action()
        seconds.append(time.perf_counter() - started)
    return 1000 * float(np.median(seconds))


def _update(workload: Workload) -> float:
    from benchmarks.contestants.engine import Engine

    engine = Engine(workload)
    return _median(lambda: engine.round(None)) / workload.updates


def _laying_out(workload: Workload) -> float:
    """Gathering the sequences of a chunk, time first."""
    from viz_core.training.data import cut

    data, chunk, size = workload.sequences(), _shape(workload).chunk, workload.batch
    count = min(chunk, workload.updates)
    rows = np.random.default_rng(0).permutation(workload.training.sequences)[: count * size]
    return _median(lambda: cut(data, rows, size, chunk)) / count


def _calls(workload: Workload) -> float:
    """Handing a chunk to its program and asking for no update at all."""
    import tensorflow as tf

    from viz_core.training.programs import empty, program

    shape = _shape(workload)
    run, _ = program(shape)
    state, data = empty(shape)
    arrays = [one.numpy() for one in data]
    numbers = {"count": 0, "step": 0, "learning_rate": 0.0, "dropout": 0.0, "seed": 0}
    call = lambda: run(state, [tf.constant(one) for one in arrays], **numbers)  # noqa: E731
    return _median(call) / min(shape.chunk, workload.updates)


def _shape(workload: Workload) -> Any:
    from viz_core.training.engine import shape_of

    ends = {"features": workload.features, "outputs": workload.outputs}
    return shape_of(workload.model, workload.training, workload.sequences(), **ends)


def _looped(workload: Workload, step: Callable[[Any], Any], arrays: tuple[Any, ...]) -> float:
    """Milliseconds of one pass of a compiled loop; each pass starts from what the one before gave."""
    import tensorflow as tf

    @tf.function(jit_compile=True, autograph=False)
    def run(arrays: tuple[Any, ...]) -> Any:
        body = lambda i, arrays: (i + 1, step(arrays))  # noqa: E731
        return tf.while_loop(lambda i, _: i < workload.updates, body, (tf.constant(0), arrays))[1]

    return _median(lambda: run(arrays)[0].numpy()) / workload.updates


def _optimizer(workload: Workload) -> float:
    """Adam on all parameters, with gradients that cost next to nothing."""
    import tensorflow as tf

    from viz_core.training.optimizers import OPTIMIZERS_BY_NAME

    adam, rate = OPTIMIZERS_BY_NAME["adam"], tf.constant(workload.learning_rate)
    params = [tf.constant(one) for one in workload.weights()]
    arrays = tuple(params + [tf.zeros_like(one) for one in params * adam.slots])

    def step(arrays: tuple[Any, ...]) -> tuple[Any, ...]:
        parts = [arrays[place :: len(params)] for place in range(len(params))]
        moved = [adam.update(one, 0.1 * one, tuple(slots), tf.constant(9), rate) for one, *slots in parts]
        slots = [slots[k] for k in range(adam.slots) for _, slots in moved]
        return (*(param for param, _ in moved), *slots)

    return _looped(workload, step, arrays)


def _recurrences(workload: Workload, *, backward: bool) -> float:
    """The time loops of all readers of all layers; with `backward` their gradients too."""
    import tensorflow as tf

    def step(arrays: tuple[Any, ...]) -> tuple[Any, ...]:
        with tf.GradientTape() as tape:
            tape.watch(arrays)
            hidden = _readers(workload, arrays)
        if not backward:
            return arrays[0] + 1e-9 * hidden[..., :1], *arrays[1:]
        moved = tape.gradient(hidden, arrays)
        # Feeding the results back keeps the compiler from leaving work out.
        return tuple(one - 1e-6 * two for one, two in zip(arrays, moved, strict=True))

    return _looped(workload, step, _fed(workload)) * workload.model.layers


def _readers(workload: Workload, arrays: tuple[Any, ...]) -> Any:
    """The states of one layer's readers, added up."""
    import tensorflow as tf

    from viz_core.training.kernels import recurrence

    fed, kernel, *bias = arrays
    mask = tf.ones(fed.shape[:2]) if workload.model.embedding else None
    both = [
        recurrence(
            workload.model.cell, fed, kernel, bias[0] if bias else None, mask, backward=reader == "backward"
        )
        for reader in workload.model.readers
    ]
    return tf.add_n(both)


def _fed(workload: Workload) -> tuple[Any, ...]:
    """What the inputs give to the gates `(time, batch, gates * units)`, a recurrent kernel, GRU's bias."""
    import tensorflow as tf

    from viz_core.weights import GATES

    config, rng = workload.model, np.random.default_rng(0)
    wide = len(GATES[config.cell]) * config.units
    shapes = [(workload.timesteps, workload.batch, wide), (config.units, wide)]
    shapes += [(wide,)] if config.cell == "GRU" else []
    return tuple(tf.constant(0.1 * rng.normal(size=shape), tf.float32) for shape in shapes)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(take_apart(CONTEST[sys.argv[1]])))
