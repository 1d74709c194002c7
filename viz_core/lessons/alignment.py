"""What happens to answers when the backward states are not flipped, or are taken from the wrong step.

In: weights, a config, sequences. Out: answers with the flip forgotten; the states a reader ends with, beside
those a careless `output[:, -1]` takes.

A backward reader writes the state of the last input first. Keras's `Bidirectional` flips that array before
it merges; whoever builds the layer by hand with `go_backwards=True` must do it too, or input t is joined with
the backward state of input T + 1 - t.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from viz_core.arrays import Floats
from viz_core.checks import check_integer, check_one_of
from viz_core.config import ExperimentConfig, ModelConfig
from viz_core.network.merges import MERGES, merge
from viz_core.network.probe import fresh_batch
from viz_core.network.recurrence import last_read, to_input_time
from viz_core.network.trace_arrays import Trace
from viz_core.network.tracing import apply_head, trace
from viz_core.network.weights import Weights, unpack
from viz_core.statistics.metrics import accuracy_per_step

READ = {"forward": "layer0/forward/hidden", "backward": "layer0/backward/hidden"}


@dataclass(frozen=True, kw_only=True, eq=False)
class FinalState:
    """One reader's state where an answer is taken from.

    Attributes:
        reader: 'forward' or 'backward'.
        step: the input it stands beside, from 0.
        first: the first input it has read, in input time.
        last: the last one; first to last are all it knows.
        values: `(units,)`.
    """

    reader: str
    step: int
    first: int
    last: int
    values: Floats

    @property
    def tokens(self) -> int:
        """How many inputs it has read."""
        return self.last - self.first + 1


def unflipped_answers(weights: Weights, config: ModelConfig, seen: Trace) -> dict[str, Floats]:
    """The answers when the backward states are merged in the order in which they were written.

    Args:
        weights: in the order of `get_weights()`.
        config: bidirectional, merged, one layer, answering at each step.
        seen: the trace of this network on the sequences.

    Returns:
        As of `viz_core.network.tracing.apply_head`: `logits` and `probabilities`, `(batch, time, outputs)`.

    Raises:
        ValueError: the network is another one.
    """
    _check_merged_at_each_step(config)
    written = to_input_time(seen[READ["backward"]], "backward")
    states = merge(seen[READ["forward"]], written, config.merge_mode)
    return apply_head(states, unpack(weights, config).heads[0])


def accuracies(config: ExperimentConfig, weights: Weights, *, sequences: int) -> dict[str, Floats]:
    """Accuracy at each step on fresh sequences: `flipped`, as it should be, and `unflipped`, each `(time,)`.

    Args:
        config: bidirectional, merged, one layer, answering at each step.
        weights: of that network.
        sequences: how many fresh ones to ask.
    """
    batch = fresh_batch(config, sequences)
    seen = trace(weights, config.model, batch.inputs)
    forgotten = unflipped_answers(weights, config.model, seen)
    return {
        "flipped": accuracy_per_step(seen["probabilities"], batch.targets),
        "unflipped": accuracy_per_step(forgotten["probabilities"], batch.targets),
    }


def final_states(seen: Trace, *, example: int = 0) -> dict[str, FinalState]:
    """The states one answer for a whole sequence may be taken from.

    `return_sequences=False` joins 'forward', at the last step, with 'backward', at the **first**: each has
    read everything. `output[:, -1]` of a layer that returns sequences joins 'forward' with 'naive', the
    backward state beside the last step, which has read that one input only.

    Args:
        seen: the trace of a bidirectional network; its first layer is looked at.
        example: which sequence.

    Returns:
        'forward', 'backward' and 'naive'.
    """
    forward, backward = (seen[name] for name in READ.values())
    check_integer("example", example, 0, len(forward) - 1)
    end = forward.shape[1] - 1
    at = {reader: range(end + 1)[last_read(reader)] for reader in READ}
    return {
        "forward": _state("forward", forward[example], at["forward"]),
        "backward": _state("backward", backward[example], at["backward"]),
        "naive": _state("backward", backward[example], end),
    }


def _state(reader: str, states: Floats, step: int) -> FinalState:
    first, last = (0, step) if reader == "forward" else (step, len(states) - 1)
    return FinalState(reader=reader, step=step, first=first, last=last, values=states[step])


def reading_order(steps: int) -> npt.NDArray[np.intp]:
    """The input each place of the backward reader's own array belongs to: the last one first."""
    return to_input_time(np.arange(steps)[np.newaxis], "backward")[0]


def _check_merged_at_each_step(config: ModelConfig) -> None:
    check_one_of("direction", config.direction, ["bidirectional"])
    check_one_of("merge_mode", config.merge_mode, MERGES)
    check_integer("layers", config.layers, 1, 1)
    check_one_of("head", config.head, ["per_step"])
