"""A trace: every named array of one forward pass, in input time.

In: arrays from `viz_core.network.tracing`. Out: the same, by name, with their axes documented here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from viz_core.arrays import Floats


@dataclass(frozen=True, kw_only=True, eq=False)
class Trace:
    """The arrays of one forward pass.

    Every array has its batch axis first and, unless said otherwise, its time axis second. Backward arrays
    are stored in **input time**: entry t belongs to input t, and has read inputs t to the end.

    Names (k counts layers from 0; d is `forward` or `backward`):
        `inputs`: `(batch, time, features)`; with an embedding the tokens, `(batch, time)`.
        `embedding`: with an embedding, its output, `(batch, time, embedding)`.
        `layer{k}/{d}/hidden`: hidden states, `(batch, time, units)`.
        `layer{k}/{d}/cell`: LSTM's cell states (its carry track), `(batch, time, units)`.
        `layer{k}/{d}/i`, `/f`, `/c`, `/o`: LSTM's input and forget gates, candidate, output gate.
        `layer{k}/{d}/z`, `/r`, `/h`: GRU's update and reset gates, candidate.
        `layer{k}/merged`: what the layer hands on, `(batch, time, width)`; for one direction its hidden
            states; absent when `merge_mode` is 'none'.
        `final/{d}`: with a 'final_state' or 'encoder_decoder' head, the state each reader ends with,
            `(batch, units)`: forward at the last step, backward at the first.
        `final/merged`: both of them merged, `(batch, width)`; for one direction its final state; absent when
            `merge_mode` is 'none'. With 'encoder_decoder' it is all that the decoder sees, and the decoder
            is the layer after the last that reads, with the names of a layer; its steps are those of the
            answers, and none of them is masked.
        `head/hidden`: output of the optional hidden Dense layer, `(batch, time, head_units)`
            (`(batch, head_units)` with a 'final_state' head).
        `logits`, `probabilities`: `(batch, time, outputs)`, or `(batch, outputs)` with a 'final_state' head.
        With `merge_mode` 'none' there are two of each of the last three: `head/hidden/{d}`, `logits/{d}` and
            `probabilities/{d}`.

    At masked steps `hidden` is what Keras's layer returns there: zero in a `Bidirectional` layer that returns
    its sequence, else the state of the step read before (zero if there is none). `cell` keeps its value, and
    the gates have no effect.

    Attributes:
        arrays: name -> array.
        mask: `(batch, time)` bool, False where a step is padding, or None.
    """

    arrays: Mapping[str, Floats]
    mask: npt.NDArray[np.bool_] | None = None

    def __getitem__(self, name: str) -> Floats:
        """The array of that name; an unknown name raises `KeyError` with the names there are."""
        if name not in self.arrays:
            raise KeyError(f"`name` must be one of {', '.join(self.arrays)}; got {name!r}.")
        return self.arrays[name]

    def __contains__(self, name: object) -> bool:
        return name in self.arrays

    def __iter__(self) -> Iterator[str]:
        return iter(self.arrays)
