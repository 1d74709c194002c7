"""Networks on data sets: the textbook's, and those that come with the repository.

Out: `network`, `schedule`, `SET_RECIPES`.
Source: F. Chollet, "Deep Learning with Python" (2nd ed. 2021), chapters 10 and 11, for the reviews.
"""

from dataclasses import replace

from viz_core.config import (
    DIRECTIONS,
    ENCODER_DECODER,
    ExperimentConfig,
    ModelConfig,
    TaskConfig,
    TrainingConfig,
)

WORDS = ("mini_reviews", "reviews")
IMAGES = ("digits_5000", "digits")
TAGGED = ("mini_sentences", "treebank", "own_tags")
TRANSLATED = ("dates", "numbers")

# How long each set is learned unless somebody asks for something else.
SCHEDULES = {
    "mini_reviews": TrainingConfig(
        sequences=8_000, batch_size=32, epochs=4, optimizer="rmsprop", learning_rate=0.005
    ),
    "reviews": TrainingConfig(sequences=20_000, batch_size=128, epochs=5, optimizer="rmsprop"),
    "digits_5000": TrainingConfig(sequences=4_000, batch_size=64, epochs=10),
    "digits": TrainingConfig(sequences=55_000, batch_size=64, epochs=10, learning_rate=0.003),
    "mini_sentences": TrainingConfig(sequences=12_000, batch_size=32, epochs=4, learning_rate=0.005),
    "treebank": TrainingConfig(sequences=13_117, batch_size=32, epochs=5, learning_rate=0.003),
    "own_tags": TrainingConfig(sequences=80_000, batch_size=32, epochs=5, learning_rate=0.003),
    "dates": TrainingConfig(sequences=20_000, batch_size=32, epochs=6, learning_rate=0.003),
    "numbers": TrainingConfig(sequences=15_000, batch_size=32, epochs=8, learning_rate=0.002),
}


def network(name: str, *, cell: str = "LSTM", direction: str = "bidirectional") -> ModelConfig:
    """The usual network of a data set: 32 units on word vectors of 32, or two layers of 50 on pixel rows."""
    if name in IMAGES:
        return ModelConfig(
            cell=cell, units=50, layers=2, direction=direction, dropout=0.2, head="final_state"
        )
    if name in TAGGED:
        return _tagger(name, cell=cell, direction=direction)
    if name in TRANSLATED:
        return ModelConfig(cell=cell, units=64, direction=direction, embedding=32, head=ENCODER_DECODER)
    width = 16 if name == "mini_reviews" else 32
    return ModelConfig(cell=cell, units=width, direction=direction, head="final_state", embedding=width)


def _tagger(name: str, *, cell: str, direction: str) -> ModelConfig:
    """A tag at each word: small for the small grammar; on text wider word vectors, half of them dropped."""
    if name == "mini_sentences":
        return ModelConfig(cell=cell, units=12, direction=direction, embedding=8)
    return ModelConfig(cell=cell, units=32, direction=direction, embedding=64, dropout=0.5)


def squeezed(config: ExperimentConfig, direction: str) -> ExperimentConfig:
    """The same experiment with an encoder-decoder: the whole sentence must pass through one vector."""
    return replace(config, model=replace(config.model, head=ENCODER_DECODER, direction=direction))


def recipe(
    name: str, *, cell: str = "LSTM", direction: str = "bidirectional", epochs: int | None = None
) -> ExperimentConfig:
    """The usual experiment on a data set; `epochs` None takes its own."""
    usual = SCHEDULES[name]
    return ExperimentConfig(
        task=TaskConfig(name=name),
        model=network(name, cell=cell, direction=direction),
        training=replace(usual, epochs=epochs or usual.epochs),
    )


SET_RECIPES: dict[str, ExperimentConfig] = {
    "mini_reviews": recipe("mini_reviews", cell="GRU"),
    "reviews": recipe("reviews"),
    "reviews_LSTM_forward": recipe("reviews", direction="forward", epochs=8),
    "reviews_SimpleRNN_forward": recipe("reviews", cell="SimpleRNN", direction="forward", epochs=6),
    "digits": recipe("digits"),
}
# Three readers of the same sentences.
SET_RECIPES |= {
    f"{name}_{direction}": recipe(name, direction=direction)
    for name in ("mini_sentences", "treebank")
    for direction in DIRECTIONS
}
# The same sentences through one vector, written and read both ways or one way.
SET_RECIPES |= {
    f"{name}_squeezed_{direction}": squeezed(recipe(name), direction)
    for name in ("mini_sentences", "treebank")
    for direction in ("bidirectional", "forward")
}
SET_RECIPES |= {name: recipe(name) for name in TRANSLATED}
