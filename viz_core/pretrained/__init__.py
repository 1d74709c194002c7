"""Networks that come with the project.

In: a name, or a config. Out: its weights, and for some the weights at several moments of their training.
For pages and lessons; `python -m viz_core.pretrained NAME` trains one again.
"""

from viz_core.pretrained.networks import (
    FILMED,
    FOLDER,
    LONG_SEEDS,
    LONG_STEPS,
    RECIPES,
    TWINS,
    Film,
    Pretrained,
    build,
    card_accuracy,
    film,
    load,
    log_spaced,
    matching,
    trained_on,
)

__all__ = [
    "FILMED",
    "FOLDER",
    "LONG_SEEDS",
    "LONG_STEPS",
    "RECIPES",
    "TWINS",
    "Film",
    "Pretrained",
    "build",
    "card_accuracy",
    "film",
    "load",
    "log_spaced",
    "matching",
    "trained_on",
]
