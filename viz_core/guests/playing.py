"""One recurrent layer of a guest, for the player: with the network's answers where they belong to it.

In: a guest, what it read, what it made of it. Out: the player's payload.
"""

from collections.abc import Callable, Sequence

import numpy as np

from viz_core.arrays import Array
from viz_core.guests.feeding import MARK, Fed
from viz_core.guests.guest import Guest, last_activation
from viz_core.guests.looking import Look
from viz_core.payloads.guest_playback import guest_playback
from viz_core.payloads.playback import Playback

Translate = Callable[[str], str]


def reading_playback(
    guest: Guest, fed: Fed, seen: Look, place: int, *, source: str, _: Translate = str
) -> Playback:
    """Pack one of the recurrent layers; `predictions` is empty where the answers belong to another.

    Args:
        guest: the network.
        fed: what it read.
        seen: what it made of it.
        place: of the layer in `seen.readings`.
        source: where the numbers come from, one of `palette.SOURCES`.
        _: translates.

    Raises:
        ValueError: there are more numbers than can be played.
    """
    reading, answers = seen.readings[place], _answers(guest, seen, place)
    first, steps = fed.inputs[0][0], len(reading.read)
    reads_input = reading.aligned and len(first) == steps
    known = answers is not None and fed.classes
    classes = tuple(_(one) for one in fed.classes or ()) if known else _classes(answers)
    return guest_playback(
        reading.states,
        cells=reading.cells,
        activations=reading.activations,
        merge_mode=reading.merge_mode,
        sequences=reading.sequences,
        inputs=first.reshape(steps, -1) if reads_input else reading.read,
        symbols=symbols_of(fed, _) if reads_input else None,
        image=fed.image and reads_input,
        level=guest.embedding() is None,
        mask=reading.mask,
        probabilities=answers,
        classes=classes,
        targets=_targets(fed, answers, classes),
        source=source,
    )


def symbols_of(fed: Fed, _: Translate = str) -> tuple[str, ...] | None:
    """How the steps are written; the mark at the beginning of a text is ours."""
    if fed.symbols is None:
        return None
    return tuple(_(one) if one == MARK else one for one in fed.symbols)


def _targets(fed: Fed, answers: Array | None, classes: Sequence[str]) -> list[int] | None:
    """The right classes, where there is one for each answer."""
    if answers is None or fed.targets is None:
        return None
    fits = len(fed.targets) == len(np.atleast_2d(answers)) and fed.targets.max() < len(classes)
    return [int(one) for one in fed.targets] if fits else None


def _classes(answers: Array | None) -> tuple[str, ...]:
    if answers is None:
        return ()
    width = answers.shape[-1]
    return ("0", "1") if width == 1 else tuple(map(str, range(width)))


def _answers(guest: Guest, seen: Look, place: int) -> Array | None:
    """The network's probabilities, where they belong to the steps, or to the end, of this reading."""
    reading, output = seen.readings[place], seen.outputs[0]
    activation = last_activation(guest)
    usual = activation == "softmax" or (activation == "sigmoid" and output.shape[-1] == 1)
    if len(seen.outputs) != 1 or not usual or place != len(seen.readings) - 1:
        return None
    if output.ndim == 2 and reading.sequences and len(output) == len(reading.read):
        return output
    return output[None] if output.ndim == 1 and not reading.sequences else None
