"""Which of the networks that this app can build a description is, whatever its layers are called.

In: a `Description`. Out: a config, and where among the file's weights each of its arrays lies.

What counts is what the network computes when it answers: names, initialisers, regularisers, constraints,
`unroll`, `trainable`, dropout and noise are left aside. Dropout is kept where it stands as this app puts it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from viz_core.config import CELL_NAMES, LONGEST_DATA, ModelConfig
from viz_core.keras_files.archive import refusal
from viz_core.keras_files.candidates import candidates, written
from viz_core.keras_files.description import opened
from viz_core.keras_files.expressions import Expressions
from viz_core.keras_files.parts import IDLE, Call, Description, Layer
from viz_core.network.summary import MERGE_LAYERS
from viz_core.tasks import Task
from viz_core.words import N_

OTHER = N_("a network of another architecture, or for another task")
MERGED = {layer: mode for mode, layer in MERGE_LAYERS.items()}


@dataclass(frozen=True, kw_only=True)
class Recognised:
    """A network of this app in somebody's file.

    Attributes:
        config: the network.
        places: owner of weights in this app -> path in the file.
        without_bias: the paths of layers that have none.
    """

    config: ModelConfig
    places: dict[str, str]
    without_bias: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class _Flow:
    """A tensor: its expression, its number of axes, and what share of it was just dropped."""

    expression: int
    axes: int
    dropped: float = 0.0


def recognise(described: Description, task: Task) -> Recognised:
    """The config of a description, for a task.

    Raises:
        ValueError: this app builds no such network, or not for this task.
    """
    given = _Given(task.features)
    outputs = given.read(described)
    to = given.expressions
    top = to[outputs[0]]
    hidden = to[top.reads[0]].facts[0] if top.reads and to[top.reads[0]].kind == "dense" else 0
    if not given.readers or len(outputs) > 2:
        raise refusal(OTHER)
    cell, units = next(iter(given.readers.values()))
    steps = given.repeated
    for config in candidates(cell, units, int(hidden), two=len(outputs) == 2, decodes=steps > 0):
        ours = written(config, to, outputs=task.outputs, steps=steps)
        for order in (outputs, outputs[::-1]):
            places = to.owners(ours, order)
            if places is not None:
                rate = given.rate(places, config)
                return Recognised(
                    config=replace(config, dropout=rate),
                    places=places,
                    without_bias=frozenset(given.without_bias),
                )
    raise refusal(OTHER)


class _Given:
    """A description on its way to expressions.

    Attributes:
        expressions: where they are kept.
        readers: path of every recurrent layer -> its class and units.
        without_bias: paths of layers without one.
        repeated: how many steps a decoder answers; 0 without one.
    """

    def __init__(self, features: int) -> None:
        self.expressions = Expressions()
        self.readers: dict[str, tuple[str, int]] = {}
        self.without_bias: set[str] = set()
        self.repeated = 0
        self._features = features
        self._rates: dict[str, float] = {}

    def read(self, described: Description) -> tuple[int, ...]:
        """The expressions of a network's outputs."""
        if len(described.inputs) != 1:
            raise refusal(OTHER)
        given: list[list[_Flow]] = []
        for call in described.calls:
            if call.states or call.mask or any(one.output >= len(given[one.call]) for one in call.inputs):
                raise refusal(OTHER)
            given.append(self._call(call, [given[one.call][one.output] for one in call.inputs]))
        if any(one.output >= len(given[one.call]) for one in described.outputs):
            raise refusal(OTHER)
        return tuple(given[one.call][one.output].expression for one in described.outputs)

    def rate(self, places: dict[str, str], config: ModelConfig) -> float:
        """The dropout in front of all recurrent layers but a decoder; 0 unless it is the same everywhere."""
        decoder = f"layer{config.layers}/" if config.decodes else "-"
        readers = [path for path in self.readers if path in places.values()]
        ours = {path: owner for owner, path in places.items()}
        rates = {self._rates[path] for path in readers if not ours[path].startswith(decoder)}
        return rates.pop() if len(rates) == 1 else 0.0

    def _call(self, call: Call, inputs: list[_Flow]) -> list[_Flow]:
        layer, one = call.layer, inputs[0] if inputs else None
        if layer.kind == "InputLayer":
            return [self._input(layer)]
        if layer.kind in MERGED:
            return [self._merge(MERGED[layer.kind], layer, inputs)]
        if one is None or len(inputs) != 1:
            raise refusal(OTHER)
        if layer.kind in CELL_NAMES:
            return [self._reader(layer.kind, layer.options, layer.path, one)]
        if layer.kind == "Bidirectional":
            return self._both(layer, one)
        return [self._step_by_step(layer, one)]

    def _step_by_step(self, layer: Layer, one: _Flow) -> _Flow:
        """A layer that treats every step alike, or turns time round, or repeats."""
        to, options = self.expressions, layer.options
        if layer.kind in IDLE:
            rate = options.get("rate") if layer.kind == "Dropout" else 0.0
            usual = options.get("noise_shape") is None and isinstance(rate, float) and 0 <= rate <= 0.9
            return replace(one, dropped=float(rate) if usual and rate else 0.0)
        if layer.kind == "TimeDistributed":
            kind, inner = opened(options.get("layer"))
            if kind == "Dense" and one.axes == 3:
                return self._dense(inner, f"{layer.path}/layer", one)
        if layer.kind == "Dense":
            return self._dense(options, layer.path, one)
        if layer.kind in ("Activation", "Softmax"):
            name = options.get("activation") if layer.kind == "Activation" else "softmax"
            if isinstance(name, str) and options.get("axis", -1) in (-1, one.axes - 1):
                return _Flow(expression=to.activation(name, one.expression), axes=one.axes)
        if layer.kind == "Flip" and one.axes == 3 and options.get("axis") in (1, -2, [1], [-2]):
            return replace(one, expression=to.flip(one.expression))
        if layer.kind == "Copy":
            return one
        if layer.kind == "RepeatVector" and one.axes == 2:
            self.repeated = _whole(options.get("n"), LONGEST_DATA)
            return _Flow(expression=to.make("repeat", one.expression, facts=(self.repeated,)), axes=3)
        raise refusal(OTHER)

    def _input(self, layer: Layer) -> _Flow:
        shape = layer.options.get("batch_shape", layer.options.get("batch_input_shape"))
        if not isinstance(shape, list) or len(shape) != 3 or shape[2] != self._features:
            raise refusal(OTHER)
        if shape[1] is not None:
            _whole(shape[1], LONGEST_DATA)
        return _Flow(expression=self.expressions.make("input"), axes=3)

    def _merge(self, mode: str, layer: Layer, inputs: list[_Flow]) -> _Flow:
        axes = {one.axes for one in inputs}
        last = (-1, *(one - 1 for one in axes))
        if len(inputs) != 2 or len(axes) != 1 or layer.options.get("axis", -1) not in last:
            raise refusal(OTHER)
        return self._merged(mode, inputs)

    def _merged(self, mode: str, inputs: list[_Flow]) -> _Flow:
        both = (one.expression for one in inputs)
        return _Flow(expression=self.expressions.make("merge", *both, facts=(mode,)), axes=inputs[0].axes)

    def _dense(self, options: Any, path: str, one: _Flow) -> _Flow:
        activation = options.get("activation")
        if not _is_float32(options) or not isinstance(activation, str):
            raise refusal(OTHER)
        self._note_bias(options, path)
        units = _whole(options.get("units"), 10_000)
        return _Flow(
            expression=self.expressions.dense(path, units, activation, one.expression), axes=one.axes
        )

    def _both(self, layer: Layer, one: _Flow) -> list[_Flow]:
        """Two readers, and what `merge_mode` makes of them."""
        kind, forward = opened(layer.options.get("layer"))
        backward: Mapping[str, Any] = {**forward, "go_backwards": not forward.get("go_backwards")}
        kinds = kind
        if layer.options.get("backward_layer") is not None:
            kinds, backward = opened(layer.options["backward_layer"])
        mode = layer.options.get("merge_mode")
        if kind not in CELL_NAMES or kinds not in CELL_NAMES or mode not in (*MERGED.values(), None):
            raise refusal(OTHER)
        first = self._reader(kind, forward, f"{layer.path}/forward_layer", one)
        second = self._reader(kinds, backward, f"{layer.path}/backward_layer", one)
        if first.axes != second.axes:
            raise refusal(OTHER)
        if second.axes == 3:
            second = replace(second, expression=self.expressions.flip(second.expression))
        return [first, second] if mode is None else [self._merged(mode, [first, second])]

    def _reader(self, kind: str, options: Any, path: str, one: _Flow) -> _Flow:
        usual = options.get("activation") == "tanh" and _is_float32(options)
        gated = kind == "SimpleRNN" or options.get("recurrent_activation") == "sigmoid"
        reset = kind != "GRU" or options.get("reset_after") is True
        if not (usual and gated and reset) or one.axes != 3:
            raise refusal(OTHER)
        self._note_bias(options, path)
        units = _whole(options.get("units"), 512)
        self.readers[path] = kind, units
        self._rates[path] = one.dropped
        sequences = options.get("return_sequences") is True
        expression = self.expressions.reader(
            path,
            kind,
            units,
            one.expression,
            sequences=sequences,
            backward=options.get("go_backwards") is True,
        )
        return _Flow(expression=expression, axes=3 if sequences else 2)

    def _note_bias(self, options: Any, path: str) -> None:
        if options.get("use_bias") is False:
            self.without_bias.add(path)


def _is_float32(options: Any) -> bool:
    """Whether a layer computes with the numbers that this app computes with."""
    dtype = options.get("dtype", "float32")
    if isinstance(dtype, dict):
        inner = dtype.get("config")
        dtype = inner.get("name") if isinstance(inner, dict) else None
    return dtype in ("float32", None)


def _whole(value: Any, most: int) -> int:
    if type(value) is not int or not 1 <= value <= most:
        raise refusal(f"a network with a size that is no whole number from 1 to {most:,}")
    return value
