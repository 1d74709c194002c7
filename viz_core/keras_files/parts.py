"""What a described network is made of: layers, calls, references.

Out: `Description` and its parts; frozen values that `description` makes and others read.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from viz_core.words import N_

# Layers that hand on what they get, when a network answers.
IDLE = {
    "ActivityRegularization",
    "AlphaDropout",
    "Dropout",
    "GaussianDropout",
    "GaussianNoise",
    "Identity",
    "SpatialDropout1D",
}
MOST_LAYERS, MOST_CALLS = 200, 400
ODD = N_("a description that cannot be understood")


class Ref(NamedTuple):
    """One output of one call."""

    call: int
    output: int


@dataclass(frozen=True, kw_only=True)
class Layer:
    """One layer as a file describes it.

    Attributes:
        name: what its author calls it.
        kind: its Keras class.
        options: what it was made with.
        path: where its weights stand in `model.weights.h5`.
        inner: what it is made of, where it is a network itself.
    """

    name: str
    kind: str
    options: Mapping[str, Any]
    path: str
    inner: "Description | None" = None


@dataclass(frozen=True, kw_only=True)
class Call:
    """A layer at work on what other calls gave.

    Attributes:
        layer: which.
        inputs: what it reads.
        states: the first states that it is given, if any.
        mask: the masks that it is given, if any, in the order of what it reads.
        constants: numbers that an operation is given beside what it reads.
    """

    layer: Layer
    inputs: tuple[Ref, ...]
    states: tuple[Ref, ...] = ()
    mask: tuple[Ref | None, ...] = ()
    constants: tuple[float, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Description:
    """A network.

    Attributes:
        calls: each after those that it reads.
        inputs: the calls of the input layers, in the order of the network's inputs.
        outputs: in the order of the network's outputs.
    """

    calls: tuple[Call, ...]
    inputs: tuple[int, ...]
    outputs: tuple[Ref, ...]
