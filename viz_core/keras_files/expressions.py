"""What a network computes, written so that two networks that compute the same are written the same.

In: readers, dense layers, merges, flips, one upon the other. Out: numbers that stand for expressions; equal
expressions have equal numbers.

A backward reader is a forward reader of the flipped sequence. Flips are moved towards the input, through
whatever treats every step alike, and two in a row are none.
"""

from typing import NamedTuple

Fact = str | int | float | bool


class Expression(NamedTuple):
    """One step of a computation.

    Attributes:
        kind: 'input', 'flip', 'reader', 'dense', 'activation', 'repeat' or 'merge'.
        owner: whose parameters it uses; '' for none.
        facts: what else decides what it computes.
        reads: the expressions that it reads.
    """

    kind: str
    owner: str = ""
    facts: tuple[Fact, ...] = ()
    reads: tuple[int, ...] = ()


class Expressions:
    """All expressions of some networks, each kept once."""

    def __init__(self) -> None:
        self._kept: list[Expression] = []
        self._numbers: dict[Expression, int] = {}
        self._flipped: dict[int, int] = {}

    def __getitem__(self, number: int) -> Expression:
        return self._kept[number]

    def make(self, kind: str, *reads: int, owner: str = "", facts: tuple[Fact, ...] = ()) -> int:
        """The number of an expression."""
        one = Expression(kind, owner, facts, reads)
        if one not in self._numbers:
            self._numbers[one] = len(self._kept)
            self._kept.append(one)
        return self._numbers[one]

    def flip(self, number: int) -> int:
        """The same sequence, last step first."""
        if number not in self._flipped:
            self._flipped[number] = self._flip(self[number], number)
        return self._flipped[number]

    def _flip(self, one: Expression, number: int) -> int:
        if one.kind == "flip":
            return one.reads[0]
        if one.kind == "repeat":
            return number
        if one.kind in ("merge", "dense", "activation"):
            return self.make(
                one.kind, *(self.flip(read) for read in one.reads), owner=one.owner, facts=one.facts
            )
        return self.make("flip", number)

    def reader(self, owner: str, cell: str, units: int, over: int, *, sequences: bool, backward: bool) -> int:
        """What a recurrent layer gives, in the order in which it read."""
        source = self.flip(over) if backward else over
        return self.make("reader", source, owner=owner, facts=(cell, units, sequences))

    def dense(self, owner: str, units: int, activation: str, over: int) -> int:
        """A Dense layer at every step of a sequence, or over one vector."""
        return self.make("dense", over, owner=owner, facts=(units, activation))

    def activation(self, name: str, over: int) -> int:
        """A function of each number; a dense layer without one takes it as its own."""
        below = self[over]
        if name == "linear":
            return over
        if below.kind == "dense" and below.facts[1] == "linear":
            return self.dense(below.owner, int(below.facts[0]), name, below.reads[0])
        return self.make("activation", over, facts=(name,))

    def owners(self, ours: tuple[int, ...], theirs: tuple[int, ...]) -> dict[str, str] | None:
        """Whose parameters in `theirs` are whose in `ours`; None where the two compute different things."""
        found: dict[str, str] = {}
        waiting, seen = list(zip(ours, theirs, strict=True)), set()
        while waiting:
            pair = waiting.pop()
            if pair in seen:
                continue
            seen.add(pair)
            one, other = self[pair[0]], self[pair[1]]
            if (one.kind, one.facts, len(one.reads)) != (other.kind, other.facts, len(other.reads)):
                return None
            if found.setdefault(one.owner, other.owner) != other.owner:
                return None
            waiting += zip(one.reads, other.reads, strict=True)
        return found if len(set(found.values())) == len(found) else None
