"""What if? A trained network with something changed by hand.

In: a network's weights and config, an `Ablation`, sequences. Out: the changed weights; the trace and
|d logit / d x| of the changed network.

Three of the four changes are changes of weights, so that whatever reads weights (tracing, gradients) stays
exact. With all its weights at zero a reader's candidate is tanh(0) = 0 at every step, and with it, in each of
the three cells, its hidden state: the reader is cut. With one unit's columns at zero the same holds for that
unit alone. Only foreign backward states are no weights: there the sequence x' of the donor is read backward,
    logit_t = U · merge(h→_t(x), h←_t(x')) + d,
and no input of x reaches the answers through the backward reader any more.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from viz_core.arrays import Floats, Floats32
from viz_core.checks import check_integer, check_one_of, check_same_shape
from viz_core.config import ModelConfig
from viz_core.lessons.merge_evidence import is_additive
from viz_core.network.gradients import input_jacobian
from viz_core.network.merges import MERGES
from viz_core.network.trace_arrays import Trace
from viz_core.network.tracing import apply_head, trace
from viz_core.network.weights import GATES, Weights, WeightSpec, unpack, weight_specs


@dataclass(frozen=True, kw_only=True)
class Ablation:
    """What is changed.

    Attributes:
        cut: readers whose states are zero.
        frozen: (reader, moment of the film), for readers that keep the weights they had then.
        silenced: (reader, unit counted from 0), for units whose state is zero.
        donor: whether backward states come from another sequence.
    """

    cut: tuple[str, ...] = ()
    frozen: tuple[tuple[str, int], ...] = ()
    silenced: tuple[tuple[str, int], ...] = ()
    donor: bool = False

    @property
    def touched(self) -> bool:
        """Whether anything is changed at all."""
        return self != Ablation()


def changed_weights(
    weights: Weights, config: ModelConfig, ablation: Ablation, *, moments: tuple[Weights, ...] = ()
) -> Weights:
    """The weights of the changed network; foreign states are left to `changed_trace`.

    Args:
        weights: in the order of `get_weights()`.
        config: the network, without shared weights.
        ablation: what to change. Freezing comes first, then cutting and silencing.
        moments: the weights through training that `frozen` counts.

    Raises:
        ValueError: a reader, unit or moment there is not.
    """
    _check(config, ablation, len(moments))
    features, outputs = len(weights[0]), len(weights[-1])
    specs = weight_specs(config, features=features, outputs=outputs)
    frozen = dict(ablation.frozen)
    return tuple(
        _changed(spec, array, number, config, ablation, frozen, moments)
        for number, (spec, array) in enumerate(zip(specs, weights, strict=True))
    )


def _check(config: ModelConfig, ablation: Ablation, moments: int) -> None:
    check_one_of("shared_weights", config.shared_weights, [False])
    for reader in ablation.cut:
        check_one_of("cut", reader, config.readers)
    for reader, moment in ablation.frozen:
        check_one_of("frozen", reader, config.readers)
        check_integer("moment", moment, 0, moments - 1)
    for reader, unit in ablation.silenced:
        check_one_of("silenced", reader, config.readers)
        check_integer("unit", unit, 0, config.units - 1)


def _changed(
    spec: WeightSpec,
    array: Floats32,
    number: int,
    config: ModelConfig,
    ablation: Ablation,
    frozen: dict[str, int],
    moments: tuple[Weights, ...],
) -> Floats32:
    layer, _, rest = spec.name.partition("/")
    reader = rest.partition("/")[0]
    if not layer.startswith("layer"):
        return array
    if reader in frozen:
        array = moments[frozen[reader]][number]
    if reader in ablation.cut:
        return np.zeros_like(array)
    units = [unit for one, unit in ablation.silenced if one == reader]
    return _without(array, units, config) if units else array


def _without(array: Floats32, units: list[int], config: ModelConfig) -> Floats32:
    """The same with the columns of some units at zero, in every gate."""
    gates = array.reshape(*array.shape[:-1], len(GATES[config.cell]), config.units).copy()
    gates[..., units] = 0
    return gates.reshape(array.shape)


def changed_trace(
    weights: Weights,
    config: ModelConfig,
    inputs: npt.NDArray[np.generic],
    *,
    donor: npt.NDArray[np.generic] | None = None,
) -> Trace:
    """Trace a network, if asked with the backward states of other sequences.

    Args:
        weights: of `changed_weights`.
        config: the network; with a donor bidirectional, of one layer, merged, with an answer at each step.
        inputs: `(batch, time, features)`.
        donor: the same shape: whose backward states to take; None leaves the network its own.

    Raises:
        ValueError: a donor of another shape, or for a network that cannot take one.
    """
    own = trace(weights, config, inputs)
    if donor is None:
        return own
    _check_takes_donor(config)
    check_same_shape(inputs=inputs, donor=donor)
    other = trace(weights, config, donor)
    backward = {name: other[name] for name in own if name.startswith("layer0/backward/")}
    merge = MERGES[config.merge_mode].apply
    merged = merge(own["layer0/forward/hidden"], other["layer0/backward/hidden"])
    wide = tuple(np.asarray(one, np.float64) for one in weights)
    answers = apply_head(merged, unpack(wide, config).heads[0])
    return Trace(arrays={**own.arrays, **backward, "layer0/merged": merged, **answers})


def _check_takes_donor(config: ModelConfig) -> None:
    check_one_of("direction", config.direction, ["bidirectional"])
    check_integer("layers", config.layers, 1, 1)
    check_one_of("merge_mode", config.merge_mode, MERGES)
    check_one_of("head", config.head, ["per_step"])


def changed_jacobian(
    weights: Weights, config: ModelConfig, inputs: npt.NDArray[np.generic], *, donor: bool = False
) -> Floats:
    """|d logit_t / d x_s| of the changed network, `(time, time)`, as `input_jacobian`.

    With foreign backward states a linear merge leaves the way through the forward reader alone: the same as
    with the backward reader cut.

    Raises:
        ValueError: a donor for a network whose logit is not a sum over its readers.
    """
    if donor:
        _check_takes_donor(config)
        check_one_of("additive", is_additive(config), [True])
        weights = changed_weights(weights, config, Ablation(cut=("backward",)))
    return input_jacobian(weights, config, inputs)
