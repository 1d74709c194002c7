"""What several networks believe about each word of one sentence.

In: networks that answer at each step, one sentence. Out: `Beliefs`, one for each network.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from viz_core.arrays import Floats
from viz_core.checks import check_shape


@dataclass(frozen=True, kw_only=True)
class Belief:
    """What one reader believes about one word.

    Attributes:
        tag: the most likely one; empty where nothing is known.
        probability: of that tag.
        other: the next one, if it has at least `WORTH_SAYING`; else empty.
        other_probability: of that one, or 0.
        right: whether `tag` is the right one; None where that is not known.
    """

    tag: str
    probability: float
    other: str
    other_probability: float
    right: bool | None


WORTH_SAYING = 0.05


def beliefs(
    probabilities: Floats, tags: Sequence[str], truth: Sequence[str] | None = None
) -> tuple[Belief, ...]:
    """The two most likely tags of every word.

    Args:
        probabilities: `(words, outputs)`, NaN where nothing is known; outputs without a tag are left out.
        tags: the names of the first outputs, at least two.
        truth: the right tags, where they are known.

    Raises:
        ValueError: fewer outputs than tags, or not one right tag for each word.
    """
    check_shape("probabilities", probabilities, {"words": None, "outputs": None})
    known = probabilities[:, : len(tags)]
    check_shape("probabilities", known, {"words": None, "outputs": len(tags)})
    if truth is not None:
        check_shape("truth", truth, {"words": len(probabilities)})
    return tuple(
        _belief(row, tags, None if truth is None else truth[place]) for place, row in enumerate(known)
    )


def _belief(row: Floats, tags: Sequence[str], truth: str | None) -> Belief:
    if np.isnan(row).any():
        return Belief(tag="", probability=0.0, other="", other_probability=0.0, right=None)
    first, second = np.argsort(-row, kind="stable")[:2]
    worth = row[second] >= WORTH_SAYING
    return Belief(
        tag=tags[first],
        probability=float(row[first]),
        other=tags[second] if worth else "",
        other_probability=float(row[second]) if worth else 0.0,
        right=None if truth is None else tags[first] == truth,
    )
