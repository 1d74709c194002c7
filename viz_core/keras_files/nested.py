"""A network within a network, laid out flat: its layers stand where it was called.

In: a `Description` whose layers may be networks themselves. Out: one of plain layers, named 'outer/inner',
each with the path of its weights.
"""

from dataclasses import replace

from viz_core.keras_files.archive import refusal
from viz_core.keras_files.parts import MOST_CALLS, ODD, Call, Description, Layer, Ref

# For a call: what each of its outputs is among the flat calls; None where it is that call itself.
Given = list[tuple[Ref, ...] | int]


def flat(description: Description) -> Description:
    """The same network without networks in it.

    Raises:
        ValueError: one of them is called with more or fewer things than it reads, or there are too many.
    """
    calls: list[Call] = []
    given: Given = []
    for call in description.calls:
        moved = _moved(call, given)
        if call.layer.inner is None:
            given.append(len(calls))
            calls.append(moved)
        else:
            given.append(_laid_out(moved, flat(call.layer.inner), calls))
        if len(calls) > MOST_CALLS:
            raise refusal(f"more than {MOST_CALLS} calls of layers")
    inputs = [_found(Ref(place, 0), given).call for place in description.inputs]
    outputs = tuple(_found(one, given) for one in description.outputs)
    return Description(calls=tuple(calls), inputs=tuple(inputs), outputs=outputs)


def _laid_out(outer: Call, inner: Description, calls: list[Call]) -> tuple[Ref, ...]:
    """Put the layers of a network among the calls; gives its outputs."""
    if len(outer.inputs) != len(inner.inputs) or outer.states or outer.constants:
        raise refusal(ODD)
    read = dict(zip(inner.inputs, outer.inputs, strict=True))
    for number, mask in enumerate(outer.mask[: len(outer.inputs)]):
        if mask is not None:
            read[inner.inputs[number]] = Ref(len(calls), 0)
            layer = Layer(name=f"{outer.layer.name}/input", kind="Identity", options={}, path="")
            calls.append(Call(layer=layer, inputs=(outer.inputs[number],), mask=(mask,)))
    given: Given = []
    for place, call in enumerate(inner.calls):
        if place in read:
            given.append((read[place],))
            continue
        given.append(len(calls))
        calls.append(replace(_moved(call, given), layer=_within(outer.layer, call.layer)))
    return tuple(_found(one, given) for one in inner.outputs)


def _within(outer: Layer, layer: Layer) -> Layer:
    path = f"{outer.path}/{layer.path}" if layer.path else ""
    return replace(layer, name=f"{outer.name}/{layer.name}", path=path)


def _moved(call: Call, given: Given) -> Call:
    """The same call, reading from the flat ones."""
    return replace(
        call,
        inputs=tuple(_found(one, given) for one in call.inputs),
        states=tuple(_found(one, given) for one in call.states),
        mask=tuple(None if one is None else _found(one, given) for one in call.mask),
    )


def _found(ref: Ref, given: Given) -> Ref:
    place = given[ref.call]
    if isinstance(place, int):
        return Ref(place, ref.output)
    if ref.output >= len(place):
        raise refusal(ODD)
    return place[ref.output]
