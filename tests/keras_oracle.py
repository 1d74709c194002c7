"""Keras models to compare with: every architecture, with random weights, called eagerly."""

from functools import cache
from itertools import product

import keras
import numpy as np

from models import build_model
from viz_core.config import MERGE_MODES, ModelConfig

# direction, merge_mode, shared_weights: every architecture there is.
ARCHITECTURES = [
    ("forward", "concat", False),
    ("backward", "concat", False),
    *product(["bidirectional"], MERGE_MODES, [False, True]),
]
FEATURES = 2
OUTPUTS = 3
BATCH, TIME = 4, 5

# Padding on the right, on the left, in the middle, and a sequence that is nothing but padding.
MASK = np.array([[1, 1, 1, 0, 0], [0, 0, 1, 1, 1], [1, 0, 1, 0, 1], [0, 0, 0, 0, 0]], dtype=bool)


def make_config(architecture: tuple[str, str, bool], **fields) -> ModelConfig:
    direction, merge_mode, shared = architecture
    fields = {"units": 3} | fields
    return ModelConfig(direction=direction, merge_mode=merge_mode, shared_weights=shared, **fields)


def random_weights(model: keras.Model, seed: int = 0) -> list[np.ndarray]:
    """Weights with no zeros among them, so that no gate and no bias can be left out unnoticed."""
    rng = np.random.default_rng(seed)
    return [rng.normal(scale=0.6, size=one.shape).astype(np.float32) for one in model.get_weights()]


@cache
def seeded(config: ModelConfig, masking: bool = False, outputs: int = OUTPUTS) -> keras.Model:
    model = build_model(config, features=FEATURES, outputs=outputs, masking=masking)
    model.set_weights(random_weights(model))
    return model


def sequences(masked: bool = False, seed: int = 1) -> np.ndarray:
    """Inputs `(batch, time, features)`; padded steps are all zero, as Keras's Masking layer wants them."""
    inputs = np.random.default_rng(seed).normal(size=(BATCH, TIME, FEATURES)).astype(np.float32)
    return np.where(MASK[..., None], inputs, 0) if masked else inputs


def classes(config: ModelConfig, outputs: int = OUTPUTS, seed: int = 2) -> np.ndarray:
    shape = (BATCH, TIME) if config.head == "per_step" else (BATCH,)
    return np.random.default_rng(seed).integers(0, max(outputs, 2), shape)


def outputs_of(model: keras.Model, inputs: np.ndarray) -> list:
    outputs = model(inputs)
    return list(outputs) if isinstance(outputs, list | tuple) else [outputs]
