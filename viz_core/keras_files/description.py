"""The network that a `.keras` file describes, as layers and their calls: read, checked and never built.

In: the JSON values of a description by any Keras 3, Sequential or Functional. Out: a `Description`.
Everything that is not understood is refused here; what a layer computes is left to whoever reads the result.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from viz_core.keras_files.archive import refusal
from viz_core.keras_files.nested import flat
from viz_core.keras_files.parts import MOST_CALLS, MOST_LAYERS, ODD, Call, Description, Layer, Ref

# A call may say these with one of these values; they do not change what is computed.
IDLE_WORDS: dict[str, tuple[Any, ...]] = {
    "training": (None, False),
    "initial_state": (None,),
    "use_causal_mask": (False,),
    "return_attention_scores": (False,),
    "attention_mask": (None,),
}
History = tuple[str, int, int]
NETWORKS = ("Sequential", "Functional")
# Networks within networks, this deep.
DEEPEST = 8


def describe(values: Any) -> Description:
    """The network in the JSON values of a description, networks within it laid out flat.

    Raises:
        ValueError: it is none of Keras 3, has parts that are not Keras's own, or is too large.
    """
    kind, _ = opened(values)
    if kind not in NETWORKS:
        raise refusal("a network that is neither Sequential nor Functional")
    return flat(_network(values, DEEPEST))


def _network(values: Any, deepest: int) -> Description:
    """A network whose layers may be networks."""
    kind, config = opened(values)
    parts = config.get("layers")
    if not isinstance(parts, list) or not parts:
        raise refusal(ODD)
    if len(parts) > MOST_LAYERS:
        raise refusal(f"{len(parts):,} layers; {MOST_LAYERS} can be read")
    if not deepest:
        raise refusal(f"networks within networks, more than {DEEPEST} deep")
    layers = list(_layers(parts, deepest))
    if kind == "Sequential":
        return _chain(layers, _input_shape(values, config))
    return _Graph(layers, parts).description(config)


def opened(values: Any) -> tuple[str, Mapping[str, Any]]:
    """Class and config of a serialised object, which must be Keras's own."""
    if not isinstance(values, dict) or not isinstance(values.get("config"), dict):
        raise refusal(ODD)
    kind, module = values.get("class_name"), values.get("module")
    if not isinstance(kind, str) or not isinstance(module, str):
        raise refusal(ODD)
    own = re.fullmatch(r"keras(\.\w+)*", module) and values.get("registered_name") in (None, kind)
    if not own or kind == "Lambda":
        raise refusal("a network with a part that is not one of Keras's own layers")
    config: Mapping[str, Any] = values["config"]
    return kind, config


def snake_case(kind: str) -> str:
    """A class's name as `model.weights.h5` has it (`keras.src.utils.naming.to_snake_case`)."""
    parted = re.sub(r"(.)([A-Z][a-z]+)", r"\1_\2", kind)
    return re.sub(r"([a-z])([A-Z])", r"\1_\2", parted).lower()


def _layers(parts: list[Any], deepest: int) -> Iterator[Layer]:
    """Each with its place among the weights: counted by class, whatever the names say."""
    seen: dict[str, int] = {}
    for part in parts:
        kind, config = opened(part)
        place = snake_case(kind)
        count = seen.get(place, 0)
        if part["module"].startswith("keras.src.ops"):
            path = ""
        else:
            seen[place] = count + 1
            path = f"layers/{place}_{count}" if count else f"layers/{place}"
        name = part.get("name", config.get("name"))
        name = name if isinstance(name, str) else place
        inner = _network(part, deepest - 1) if kind in NETWORKS else None
        yield Layer(name=name, kind=kind, options=config, path=path, inner=inner)


def _input_shape(values: Any, config: Mapping[str, Any]) -> Any:
    """The shape that a Sequential without an input layer was built for."""
    built = values.get("build_config")
    return config.get("build_input_shape") or (built.get("input_shape") if isinstance(built, dict) else None)


def _chain(layers: list[Layer], shape: Any) -> Description:
    if layers[0].kind != "InputLayer":
        layers = [Layer(name="input", kind="InputLayer", options={"batch_shape": shape}, path=""), *layers]
    calls = [
        Call(layer=layer, inputs=(Ref(place - 1, 0),) if place else ()) for place, layer in enumerate(layers)
    ]
    return Description(calls=tuple(calls), inputs=(0,), outputs=(Ref(len(calls) - 1, 0),))


class _Graph:
    """The calls of a Functional, put in an order in which they can be made."""

    def __init__(self, layers: list[Layer], parts: list[Any]) -> None:
        self._layers = {layer.name: layer for layer in layers}
        if len(self._layers) != len(layers):
            raise refusal("layers of the same name")
        self._nodes: dict[tuple[str, int], Any] = {}
        for layer, part in zip(layers, parts, strict=True):
            nodes = part.get("inbound_nodes")
            if not isinstance(nodes, list):
                raise refusal(ODD)
            for number, node in enumerate(nodes or [None]):
                self._nodes[layer.name, number] = node
        if len(self._nodes) > MOST_CALLS:
            raise refusal(f"{len(self._nodes):,} calls of layers; {MOST_CALLS} can be read")
        self._places: dict[tuple[str, int], int] = {}
        self._calls: list[Call] = []

    def description(self, config: Mapping[str, Any]) -> Description:
        waiting = {key: _arguments(node, self._layers[key[0]]) for key, node in self._nodes.items()}
        while waiting:
            ready = [
                key
                for key, groups in waiting.items()
                if all(one[:2] in self._places for one in groups.histories)
            ]
            if not ready:
                raise refusal("layers that read one another in a circle, or that are not there")
            for key in ready:
                self._place(key, waiting.pop(key))
        inputs, outputs = (_ends(config.get(name)) for name in ("input_layers", "output_layers"))
        return Description(
            calls=tuple(self._calls),
            inputs=tuple(self._ref(one).call for one in inputs),
            outputs=tuple(self._ref(self._counted(one)) for one in outputs),
        )

    def _counted(self, history: History) -> History:
        """Among a network's outputs, and nowhere else, Keras counts the calls of a Functional from 1."""
        name, call, output = history
        layer = self._layers.get(name)
        return (name, call - 1, output) if layer is not None and layer.kind == "Functional" else history

    def _place(self, key: tuple[str, int], given: "_Arguments") -> None:
        refs = tuple(self._ref(one) for one in given.inputs)
        layer = self._layers[key[0]]
        if (layer.kind == "InputLayer") == bool(refs):
            raise refusal(ODD)
        self._places[key] = len(self._calls)
        self._calls.append(
            Call(
                layer=layer,
                inputs=refs,
                states=tuple(self._ref(one) for one in given.states),
                mask=tuple(None if one is None else self._ref(one) for one in given.mask),
                constants=given.constants,
            )
        )

    def _ref(self, history: History) -> Ref:
        place = self._places.get(history[:2])
        if place is None:
            raise refusal(ODD)
        return Ref(place, history[2])


@dataclass(frozen=True, kw_only=True)
class _Arguments:
    """What a call is given, by name."""

    inputs: list[History]
    states: list[History]
    mask: list[History | None]
    constants: tuple[float, ...]

    @property
    def histories(self) -> list[History]:
        """All of it that other calls give."""
        return [*self.inputs, *self.states, *(one for one in self.mask if one is not None)]


def _arguments(node: Any, layer: Layer) -> _Arguments:
    if node is None:
        return _Arguments(inputs=[], states=[], mask=[], constants=())
    if not isinstance(node, dict):
        raise refusal("a file of Keras 2; open it in Keras 3 and save it again")
    words, given = node.get("kwargs"), node.get("args")
    if not isinstance(words, dict) or not isinstance(given, list) or not given:
        raise refusal(ODD)
    words, rest = dict(words), given[1:]
    if layer.kind == "MultiHeadAttention":
        return _attended(words, given)
    mask = words.pop("mask", None)
    rest = [one for one in rest if one is not None]
    first, constants = _histories(given[0]), ()
    if not layer.path:  # an operation, such as those that make masks
        constants = tuple(one for one in rest if type(one) in (int, float))
        first += [two for one in rest if isinstance(one, dict) for two in _histories(one)]
        rest = []
    states = rest[0] if rest else words.pop("initial_state", None)
    idle = all(name in IDLE_WORDS and word in IDLE_WORDS[name] for name, word in words.items())
    if len(rest) > 1 or not idle:
        raise refusal(f"a layer that is called in a way of its own, `{layer.kind}`")
    masks = mask if isinstance(mask, list) else [mask]
    return _Arguments(
        inputs=first,
        states=[] if states is None else _histories(states),
        mask=[None if one is None else _histories(one)[0] for one in masks] if any(masks) else [],
        constants=constants,
    )


def _attended(words: dict[str, Any], given: list[Any]) -> _Arguments:
    """Query, value and perhaps key, by place or by name, each with its mask."""
    read = dict(zip(("query", "value", "key"), given, strict=False))
    read |= {name: words.pop(name) for name in ("query", "value", "key") if name in words}
    masks = {name: words.pop(f"{name}_mask", None) for name in ("query", "value", "key")}
    idle = all(name in IDLE_WORDS and word in IDLE_WORDS[name] for name, word in words.items())
    names = [name for name in ("query", "value", "key") if read.get(name) is not None]
    if not idle or names[:2] != ["query", "value"] or len(given) > 3:
        raise refusal("a layer that is called in a way of its own, `MultiHeadAttention`")
    mask = [None if masks[name] is None else _histories(masks[name])[0] for name in names]
    inputs = [one for name in names for one in _histories(read[name])]
    return _Arguments(inputs=inputs, states=[], mask=mask if any(mask) else [], constants=())


def _histories(values: Any) -> list[History]:
    """Layer, call and output of one tensor, or of a list of them."""
    tensors = values if isinstance(values, list) else [values]
    found = []
    for one in tensors:
        if not isinstance(one, dict) or one.get("class_name") != "__keras_tensor__":
            raise refusal(ODD)
        config = one.get("config")
        found.append(_history(config.get("keras_history") if isinstance(config, dict) else None))
    return found


def _history(value: Any) -> History:
    if not isinstance(value, list) or len(value) != 3 or not isinstance(value[0], str):
        raise refusal(ODD)
    if not all(type(number) is int and 0 <= number < MOST_CALLS for number in value[1:]):
        raise refusal(ODD)
    return value[0], value[1], value[2]


def _ends(value: Any) -> list[History]:
    """Inputs or outputs of a network: one history, or a list of them."""
    if not isinstance(value, list) or not value:
        raise refusal(ODD)
    return [_history(value)] if isinstance(value[0], str) else [_history(one) for one in value]
