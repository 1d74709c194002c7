"""Networks that come with the project.

In: a name, or a config. Out: its weights, and for some the weights at several moments of their training.
For pages and lessons; `python -m viz_core.pretrained NAME` trains one again.
"""

from viz_core.pretrained.networks import (
    LONG_SEEDS,
    LONG_STEPS,
    TWINS,
    Film,
    Pretrained,
    card_accuracy,
    film,
    load,
    matching,
    trained_on,
)

__all__ = [
    "LONG_SEEDS",
    "LONG_STEPS",
    "TWINS",
    "Film",
    "Pretrained",
    "card_accuracy",
    "film",
    "load",
    "matching",
    "trained_on",
]
