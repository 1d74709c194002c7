"""Random networks of Keras's own layers, for the tests of guests."""

import keras
import numpy as np
from keras import layers

TIME, FEATURES, TOKENS = 9, 3, 11
ACTIVATIONS = ("tanh", "tanh", "relu", "sigmoid", "elu", "softsign", "linear", "mish", "hard_tanh")
CELLS = (layers.SimpleRNN, layers.LSTM, layers.GRU)


def reader(rng, units, **words):
    """A recurrent layer with random options."""
    cell = CELLS[rng.integers(3)]
    options = {"use_bias": bool(rng.random() < 0.8), "activation": str(rng.choice(ACTIVATIONS)), **words}
    if cell is not layers.SimpleRNN:
        options["recurrent_activation"] = str(rng.choice(["sigmoid", "sigmoid", "hard_sigmoid"]))
    if cell is layers.GRU:
        options["reset_after"] = bool(rng.random() < 0.7)
    if rng.random() < 0.3:
        options |= {"dropout": 0.1, "recurrent_dropout": 0.2}
    return cell(
        units, go_backwards=bool(rng.random() < 0.3), zero_output_for_mask=bool(rng.random() < 0.3), **options
    )


def both(rng, units, *, sequences):
    """A Bidirectional with a random merge mode, sometimes with its own backward layer."""
    forward = reader(rng, units, return_sequences=sequences)
    forward.go_backwards = False
    mode = [None, "concat", "sum", "mul", "ave"][rng.integers(5)]
    if rng.random() < 0.3:
        backward = reader(rng, units, return_sequences=sequences)
        backward.go_backwards = True
        return layers.Bidirectional(forward, backward_layer=backward, merge_mode=mode), mode
    return layers.Bidirectional(forward, merge_mode=mode), mode


def bidirectional(rng, x, *, sequences):
    layer, mode = both(rng, int(rng.integers(1, 5)), sequences=sequences)
    given = layer(x)
    return given if mode else layers.Concatenate()(list(given))


def decoder(rng, x):
    """An encoder that hands its states to a decoder."""
    units = int(rng.integers(2, 5))
    given, *states = layers.LSTM(units, return_state=True)(x)
    repeated = layers.RepeatVector(TIME)(given)
    return layers.LSTM(units, return_sequences=True)(repeated, initial_state=states)


def residual(rng, x):
    merge = [layers.Add, layers.Multiply, layers.Average, layers.Maximum, layers.Minimum][rng.integers(5)]
    return merge()([x, layers.Dense(x.shape[-1], activation="tanh")(x)])


def many_heads(rng, x):
    """Attention with several heads, from a sequence to itself or to another."""
    options = {"use_bias": bool(rng.random() < 0.7), "dropout": float(rng.choice([0.0, 0.2]))}
    layer = layers.MultiHeadAttention(int(rng.integers(1, 4)), int(rng.integers(1, 4)), **options)
    return layer(x, x) if rng.random() < 0.5 else layer(x, value=layers.Dense(4)(x), key=x)


def nested(rng, x):
    """A network as a layer, sometimes called twice."""
    width = x.shape[-1]
    given = keras.Input((None, width))
    inside = reader(rng, width, return_sequences=True)(layers.Dense(3, activation="tanh")(given))
    if rng.random() < 0.5:
        network = keras.Model(given, inside)
    else:
        chain = [layers.Dense(3), layers.Dropout(0.1), reader(rng, width, return_sequences=True)]
        network = keras.Sequential([keras.Input((None, width)), *chain])
    return network(network(x)) if rng.random() < 0.3 else network(x)


def normalised(rng, x):
    """A random layer of those that bring numbers to one scale."""
    width = x.shape[-1]
    given = {"mean": rng.normal(size=width).tolist(), "variance": rng.uniform(0.5, 2, width).tolist()}
    kinds = [
        lambda: layers.GroupNormalization(1, center=bool(rng.random() < 0.5)),
        lambda: layers.GroupNormalization(-1, scale=bool(rng.random() < 0.5)),
        lambda: layers.RMSNormalization(),
        lambda: layers.Normalization(),
        lambda: layers.Normalization(**given, invert=bool(rng.random() < 0.5)),
        lambda: layers.Normalization(mean=0.5, variance=2.0),
    ]
    return kinds[rng.integers(len(kinds))]()(x)


def distributed(rng):
    """A layer for every step."""
    kinds = [
        lambda: layers.LayerNormalization(),
        lambda: layers.BatchNormalization(),
        lambda: layers.UnitNormalization(),
        lambda: layers.GaussianNoise(0.2),
        lambda: layers.Softmax(),
        lambda: layers.Dense(3, activation="softmax"),
    ]
    return kinds[rng.integers(len(kinds))]()


def steps(rng, x):
    """A random layer from a sequence to a sequence."""
    width = int(rng.integers(2, 6))
    kinds = [
        lambda: reader(rng, width, return_sequences=True)(x),
        lambda: reader(rng, width, return_sequences=True)(x),
        lambda: bidirectional(rng, x, sequences=True),
        lambda: bidirectional(rng, x, sequences=True),
        lambda: layers.Dense(width, activation=str(rng.choice(ACTIVATIONS)))(x),
        lambda: layers.TimeDistributed(layers.Dense(width, use_bias=False))(x),
        lambda: [layers.Dropout, layers.SpatialDropout1D, layers.GaussianNoise][rng.integers(3)](0.3)(x),
        lambda: layers.LayerNormalization(center=bool(rng.random() < 0.5))(x),
        lambda: layers.BatchNormalization(scale=bool(rng.random() < 0.5))(x),
        lambda: layers.Conv1D(width, 3, padding=str(rng.choice(["same", "causal", "valid"])), strides=1)(x),
        lambda: layers.Conv1D(width, 2, padding="same", strides=2, activation="relu")(x),
        lambda: layers.Conv1D(width, 2, padding="causal", dilation_rate=2)(x),
        lambda: layers.MaxPooling1D(2, padding="same")(x),
        lambda: layers.AveragePooling1D(2, strides=1, padding=str(rng.choice(["same", "valid"])))(x),
        lambda: layers.Attention(use_scale=bool(rng.random() < 0.5))([x, x]),
        lambda: layers.AdditiveAttention()([x, x]),
        lambda: residual(rng, x),
        lambda: layers.Concatenate()([x, layers.Activation("tanh")(x)]),
        lambda: keras.ops.flip(x, axis=1),
        lambda: [layers.ReLU(), layers.LeakyReLU(), layers.ELU(0.7)][rng.integers(3)](x),
        lambda: decoder(rng, x),
        lambda: many_heads(rng, x),
        lambda: nested(rng, x),
        lambda: layers.ReLU(max_value=1.5, negative_slope=0.1, threshold=0.2)(x),
        lambda: layers.PReLU(shared_axes=[1])(x),
        lambda: layers.UnitNormalization()(x),
        lambda: normalised(rng, x),
        lambda: layers.TimeDistributed(distributed(rng))(x),
    ]
    return kinds[rng.integers(len(kinds))]()


def end(rng, x):
    """What comes after the sequence."""
    kinds = [
        lambda: layers.Dense(2, activation="softmax")(x),
        lambda: layers.TimeDistributed(layers.Dense(1, activation="sigmoid"))(x),
        lambda: layers.Dense(2)(reader(rng, 3)(x)),
        lambda: layers.Dense(2)(bidirectional(rng, x, sequences=False)),
        lambda: layers.Dense(2)(layers.GlobalAveragePooling1D()(x)),
        lambda: layers.Dense(2)(layers.GlobalMaxPooling1D()(x)),
        lambda: layers.Dense(2)(layers.Flatten()(x)),
        lambda: layers.Reshape((-1, 1))(layers.Dense(4)(reader(rng, 3)(x))),
    ]
    return kinds[rng.integers(len(kinds))]()


def random_network(seed):
    """A model, sequences for it, and their mask or None."""
    rng = np.random.default_rng(seed)
    keras.utils.clear_session()
    if rng.random() < 0.4:
        inputs = keras.Input((TIME,), dtype="int32")
        x = layers.Embedding(TOKENS, 4, mask_zero=bool(rng.random() < 0.7))(inputs)
        given = rng.integers(0, TOKENS, (4, TIME)) * (np.arange(TIME) < rng.integers(2, TIME + 1, (4, 1)))
        given[:, 1] = 3
    else:
        inputs = keras.Input((TIME, FEATURES))
        given = rng.normal(size=(4, TIME, FEATURES)).astype(np.float32)
        given *= (np.arange(TIME) < rng.integers(2, TIME + 1, (4, 1)))[..., None]
        x = layers.Masking()(inputs) if rng.random() < 0.6 else inputs
    x = (reader(rng, 3, return_sequences=True) if rng.random() < 0.5 else layers.Dropout(0.1))(x)
    x = (
        bidirectional(rng, x, sequences=True)
        if rng.random() < 0.5
        else layers.LSTM(3, return_sequences=True)(x)
    )
    for _ in range(rng.integers(0, 4)):
        x = steps(rng, x)
    model = keras.Model(inputs, end(rng, x))
    model.set_weights([weight(rng, one) for one in model.weights])
    for layer in model.layers:
        if isinstance(layer, layers.Normalization):
            layer.finalize_state()  # Keras computes with copies
    return model, given


def weight(rng, variable):
    """Random numbers of a variable's shape; a variance is above zero; seeds and counts stay as they are."""
    if "seed" in variable.path or variable.path.endswith("count"):
        return np.array(variable)
    drawn = rng.normal(size=variable.shape) * 0.4
    return np.abs(drawn) + 0.5 if "variance" in variable.path else drawn
