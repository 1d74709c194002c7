"""One recurrent layer of somebody's network, made small enough to play in a browser.

In: states of one layer that reads one sequence. Out: a dict for the player, as `playback` makes it, of a
network with that one layer.
"""

from collections.abc import Mapping, Sequence
from typing import cast

import numpy as np
import numpy.typing as npt

from viz_core.arrays import Array
from viz_core.checks import check_one_of
from viz_core.figures.palette import SOURCES
from viz_core.network.weights import GATES
from viz_core.payloads.playback import BUDGET, Layer, Playback, ReaderStates, encode, inputs_of, room_for

# States and gates of more numbers than this are not played.
MOST_NUMBERS = 400_000


def guest_playback(
    states: Mapping[str, Array],
    *,
    cells: Mapping[str, str],
    activations: Mapping[str, str],
    merge_mode: str | None,
    sequences: bool,
    inputs: Array,
    source: str,
    symbols: Sequence[str] | None = None,
    image: bool = False,
    level: bool = True,
    mask: npt.NDArray[np.bool_] | None = None,
    probabilities: Array | None = None,
    classes: Sequence[str] = (),
    targets: Sequence[int] | None = None,
) -> Playback:
    """Pack one layer for the player.

    Args:
        states: 'forward/hidden', 'backward/cell', 'merged' … -> `(time, units)`, in input time.
        cells: direction -> 'SimpleRNN', 'LSTM' or 'GRU'.
        activations: direction -> the name of the function that states go through.
        merge_mode: of two readers; None where they are not merged.
        sequences: whether the layer hands on every step, not the last alone.
        inputs: `(time, features)`, what is shown as being read.
        source: one of `palette.SOURCES`.
        symbols: how each step is written; None draws the features as a column of pixels.
        image: whether the steps are the rows of an image.
        level: whether a step that is one number is seen as a height, which a token is not.
        mask: `(time,)`, False at padding.
        probabilities: of the network's answers, `(time, outputs)`, or `(1, outputs)` where the layer hands on
            its last state; None where the answers are none or belong to another layer.
        classes: the names of the answers.
        targets: the right classes, one for each row of `probabilities`, or None.

    Raises:
        ValueError: the source is unknown, or there are more numbers than can be played.
    """
    check_one_of("source", source, SOURCES)
    numbers = sum(array.size for array in states.values())
    if numbers > MOST_NUMBERS:
        raise ValueError(f"`states` must be at most {MOST_NUMBERS:,} numbers to be played; got {numbers:,}.")
    readers = [name for name in ("forward", "backward") if name in cells]
    kinds = _kinds(states)
    first, shown = states[f"{readers[0]}/hidden"], inputs_of(inputs, symbols, image=image)
    shown["level"] &= level
    reader = "merged" if len(readers) == 2 else readers[0]
    return {
        "source": source,
        "cell": cells[readers[0]],
        "units": first.shape[1],
        "readers": readers,
        "merge_mode": (merge_mode or "none") if len(readers) == 2 else None,
        "head": "per_step" if sequences else "final_state",
        "steps": len(first),
        "classes": list(classes),
        "inputs": shown,
        "mask": None if mask is None else mask.astype(int).tolist(),
        "layers": [_layer(states, cells, activations, kinds)],
        "predictions": []
        if probabilities is None
        else [{"reader": reader, "probabilities": encode(np.atleast_2d(probabilities))}],
        "targets": None if targets is None or probabilities is None else [int(one) for one in targets],
    }


def _is_state(name: str) -> bool:
    return name.rsplit("/", 1)[-1] in ("hidden", "cell", "merged")


def _kinds(states: Mapping[str, Array]) -> tuple[str, str | None]:
    """How exactly states and gates travel, within the player's budget."""
    kept = sum(array.size for name, array in states.items() if _is_state(name))
    behind = sum(array.size for name, array in states.items() if not _is_state(name))
    return room_for(kept, behind, budget=BUDGET)


def _layer(
    states: Mapping[str, Array],
    cells: Mapping[str, str],
    activations: Mapping[str, str],
    kinds: tuple[str, str | None],
) -> Layer:
    state_kind, gate_kind = kinds
    made: dict[str, ReaderStates] = {}
    for reader, cell in cells.items():
        own = {name.rsplit("/", 1)[-1]: one for name, one in states.items() if name.startswith(f"{reader}/")}
        gates = GATES[cell] if gate_kind and cell != "SimpleRNN" else ()
        made[reader] = {
            "kind": cell,
            "activation": activations[reader],
            "hidden": encode(own["hidden"], state_kind),
            "behind": {name: encode(own[name], gate_kind or "int8") for name in gates},
        }
        if "cell" in own:
            made[reader]["cell"] = encode(own["cell"], state_kind)
    packed = cast("Layer", made)
    # Readers may differ in their units: the browser does not put them together itself.
    if "merged" in states and len(cells) == 2:
        packed["merged"] = encode(states["merged"], state_kind)
    return packed
