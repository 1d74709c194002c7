"""Random networks of Keras's own layers, for the tests of guests."""

import keras
import numpy as np
from keras import layers

from tests.guests.random_layers import BATCH, ENDS, PIECES, TIME, bidirectional, chance, one_of, reader

FEATURES, TOKENS = 3, 11


def random_network(seed):
    """A model and sequences for it; each piece is in one of `len(PIECES)` networks at least."""
    rng = np.random.default_rng(seed)
    keras.utils.clear_session()
    batch = BATCH if chance(rng, 0.2) else None
    inputs, x, given = tokens(rng, batch) if chance(rng, 0.4) else numbers(rng, batch)
    x = reader(rng, x, 3, return_sequences=True)(x) if chance(rng) else layers.Dropout(0.1)(x)
    x = bidirectional(rng, x) if chance(rng) else layers.LSTM(3, return_sequences=True)(x)
    drawn = (one_of(rng, list(PIECES.values())) for _ in range(rng.integers(0, 3)))
    for piece in (list(PIECES.values())[seed % len(PIECES)], *drawn):
        x = piece(rng, x)
    model = keras.Model(inputs, list(ENDS.values())[seed % len(ENDS)](rng, x))
    model.set_weights([weight(rng, one) for one in model.weights])
    for layer in model.layers:
        if isinstance(layer, layers.Normalization):
            layer.finalize_state()  # Keras computes with copies
    return model, given


def tokens(rng, batch):
    """Whole numbers, 0 for padding."""
    inputs = keras.Input((TIME,), batch_size=batch, dtype="int32")
    x = layers.Embedding(TOKENS, 4, mask_zero=chance(rng, 0.7))(inputs)
    given = rng.integers(0, TOKENS, (BATCH, TIME)) * real_steps(rng)
    return inputs, x, given


def numbers(rng, batch):
    """Sequences of numbers, their padding said by a Masking layer or by nothing."""
    inputs = keras.Input((TIME, FEATURES), batch_size=batch)
    value = one_of(rng, (0.0, -1.0))
    x = layers.Masking(value)(inputs) if chance(rng, 0.6) else inputs
    given = rng.normal(size=(BATCH, TIME, FEATURES)).astype(np.float32)
    return inputs, x, np.where(real_steps(rng)[..., None], given, np.float32(value))


def real_steps(rng):
    """`(BATCH, TIME)`: padding behind or in front, a step within; sometimes nothing but padding."""
    lengths = rng.integers(2, TIME + 1, (BATCH, 1))
    real = np.arange(TIME) < lengths
    real = real[:, ::-1] if chance(rng, 0.3) else real
    if chance(rng, 0.3):
        real[:, 4] = False
    if chance(rng, 0.2):
        real[-1] = False
    return real


def random_mask(seed):
    """A mask that is given beside the sequences: mostly none."""
    rng = np.random.default_rng([seed, 1])
    return real_steps(rng) if chance(rng, 0.3) else None


def kept_as_it_is(variable):
    """Seeds, counts, and states of before: no weights."""
    return "seed" in variable.path or variable.path.endswith(("count", "rnn_state"))


def weight(rng, variable):
    """Random numbers of a variable's shape; a variance is above zero."""
    if kept_as_it_is(variable):
        return np.array(variable)
    drawn = rng.normal(size=variable.shape) * 0.4
    return np.abs(drawn) + 0.5 if "variance" in variable.path else drawn
