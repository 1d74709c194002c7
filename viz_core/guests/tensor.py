"""What flows through a guest: an array and the mask that Keras would attach to it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from viz_core.arrays import Floats, Mask
from viz_core.keras_files.archive import refusal

# (path, number of the array there, shape) -> the array.
Arrays = Callable[[str, int, tuple[int, ...]], Floats]
MOST_WIDE = 100_000


@dataclass(frozen=True, kw_only=True, eq=False)
class Tensor:
    """An array, its batch axis first, and which of its steps are real: `(batch, time)`, None for all."""

    array: Floats
    mask: Mask | None = None

    def carrying(self, array: Floats) -> "Tensor":
        """Another array with the same mask."""
        return replace(self, array=array)


@dataclass(frozen=True, kw_only=True, eq=False)
class Work:
    """One call of one layer.

    Attributes:
        kind: the layer's class.
        options: what it was made with.
        path: where its weights stand.
        arrays: gives them.
        inputs: what it reads.
        states: the first states that it is given.
        constants: numbers that an operation is given.
        seen: takes up the states of recurrent layers, by the part of their names after `layer{k}/`.
    """

    kind: str
    options: Mapping[str, Any]
    path: str
    arrays: Arrays
    inputs: tuple[Tensor, ...]
    states: tuple[Floats, ...] = ()
    constants: tuple[float, ...] = ()
    seen: dict[str, Floats] = field(default_factory=dict)

    @property
    def one(self) -> Tensor:
        """The only thing that it reads."""
        if len(self.inputs) != 1:
            raise refusal(f"a layer `{self.kind}` that reads {len(self.inputs)} things at once")
        return self.inputs[0]

    def weight(self, number: int, *shape: int) -> Floats:
        """One of its arrays."""
        return self.arrays(self.path, number, shape)

    def whole(self, name: str, most: int = MOST_WIDE) -> int:
        """An option that is a whole number, also in a tuple of one."""
        value = self.options.get(name)
        value = value[0] if isinstance(value, list) and len(value) == 1 else value
        if type(value) is not int or not 1 <= value <= most:
            raise refusal(f"a layer `{self.kind}` whose `{name}` is no whole number from 1 to {most:,}")
        return value

    def number(self, name: str, default: float) -> float:
        """An option that is a number."""
        value = self.options.get(name, default)
        if type(value) not in (int, float):
            raise refusal(f"a layer `{self.kind}` whose `{name}` is no number")
        return float(value)

    def flag(self, name: str, default: bool = False) -> bool:
        """An option that is true or false."""
        value = self.options.get(name, default)
        if not isinstance(value, bool):
            raise refusal(f"a layer `{self.kind}` whose `{name}` is neither true nor false")
        return value

    def axes(self, *allowed: int) -> None:
        """Refuse an input with another number of axes."""
        if self.one.array.ndim not in allowed:
            raise refusal(f"a layer `{self.kind}` that reads {self.one.array.ndim} axes")

    def usual(self, name: str, *values: object) -> None:
        """Refuse an option of another value than these; one that is not there is usual."""
        if self.options.get(name, values[0]) not in values:
            raise refusal(f"a layer `{self.kind}` with a `{name}` that this app does not know")


# What a kind of layer does.
Layer = Callable[[Work], list[Tensor]]
