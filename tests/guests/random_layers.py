"""Pieces of random networks: every layer and operation that a guest may have, with random options.

In: a generator of random numbers and a tensor of Keras. Out: another tensor. `PIECES` go from a sequence to a
sequence, `ENDS` from a sequence to what a network answers.
"""

from functools import partial

import keras
from keras import layers, ops

from viz_core.guests.activations import ACTIVATIONS
from viz_core.guests.layers import STEPWISE

TIME, BATCH = 9, 4
# Numbers stay moderate over many steps with these; a single step may go through any of `NAMES`.
OF_READERS = ("tanh", "tanh", "relu", "sigmoid", "elu", "softsign", "linear", "mish", "hard_tanh", "softmax")
OF_GATES = ("sigmoid", "sigmoid", "hard_sigmoid", "tanh")
# Two are written down by other names.
NAMES = sorted(set(ACTIVATIONS) - {"swish", "hard_swish"})
CELLS = (layers.SimpleRNN, layers.LSTM, layers.GRU)


def chance(rng, share=0.5):
    return bool(rng.random() < share)


def one_of(rng, values):
    return values[rng.integers(len(values))]


def is_masked(x):
    return keras.src.backend.get_keras_mask(x) is not None


def reader(rng, x, units, *, cell=None, **words):
    """A recurrent layer with random options, for a sequence like x."""
    cell = cell or one_of(rng, CELLS)
    options = {"use_bias": chance(rng, 0.8), "activation": one_of(rng, OF_READERS)}
    if cell is not layers.SimpleRNN:
        options["recurrent_activation"] = one_of(rng, OF_GATES)
    if cell is layers.GRU:
        options["reset_after"] = chance(rng, 0.7)
    if chance(rng, 0.3):
        options |= {"dropout": 0.1, "recurrent_dropout": 0.2, "kernel_regularizer": "l2"}
    options["unroll"] = x.shape[1] is not None and chance(rng, 0.2)
    options["stateful"] = x.shape[0] is not None and chance(rng)
    options |= {"go_backwards": chance(rng, 0.3), "zero_output_for_mask": chance(rng, 0.3)}
    return cell(units, **{**options, **words})


def both(rng, x, units, *, mode, **words):
    """A Bidirectional, sometimes with a backward layer of its own, sometimes turned round."""
    forward = reader(rng, x, units, **words)
    if chance(rng, 0.3):
        alike = {"return_sequences": forward.return_sequences, "return_state": forward.return_state}
        alike |= {"stateful": forward.stateful, "go_backwards": not forward.go_backwards}
        backward = reader(rng, x, units, **{**words, **alike})
        return layers.Bidirectional(forward, backward_layer=backward, merge_mode=mode)
    forward.go_backwards = forward.go_backwards and chance(rng)
    if forward.go_backwards:
        backward = type(forward).from_config({**forward.get_config(), "go_backwards": False, "name": "back"})
        return layers.Bidirectional(forward, backward_layer=backward, merge_mode=mode)
    return layers.Bidirectional(forward, merge_mode=mode)


def bidirectional(rng, x, *, sequences=True):
    mode = one_of(rng, (None, "concat", "sum", "mul", "ave"))
    given = both(rng, x, int(rng.integers(1, 5)), mode=mode, return_sequences=sequences)(x)
    return given if mode else layers.Concatenate()(list(given))


def alone(rng, x):
    return reader(rng, x, int(rng.integers(2, 6)), return_sequences=True)(x)


def decoder(rng, x):
    """An encoder that hands its states to a decoder of the same kind."""
    units, cell = int(rng.integers(2, 5)), one_of(rng, CELLS)
    given, *states = reader(rng, x, units, cell=cell, return_state=True)(x)
    repeated = layers.RepeatVector(TIME)(given)
    return reader(rng, repeated, units, cell=cell, return_sequences=True)(repeated, initial_state=states)


def two_decoders(rng, x):
    """A Bidirectional whose states begin another one, or, joined, a wider layer."""
    units, cell, mode = (
        int(rng.integers(2, 4)),
        one_of(rng, CELLS),
        one_of(rng, (None, "concat", "sum", "ave")),
    )
    # Keras cannot call a stateful one that returns its states.
    outer = both(rng, x, units, cell=cell, mode=mode, return_state=True, stateful=False)
    one, *states = outer(x)
    if mode is None:
        two, *states = states
        one = layers.Add()([one, two])
    repeated = layers.RepeatVector(TIME)(one)
    if chance(rng):
        again = both(rng, repeated, units, cell=cell, mode="concat", return_sequences=True)
        return again(repeated, initial_state=states)
    half = len(states) // 2
    joined = [layers.Concatenate()([states[place], states[half + place]]) for place in range(half)]
    wide = reader(rng, repeated, 2 * units, cell=cell, return_sequences=True)
    return wide(repeated, initial_state=joined)


def another(rng, x, width):
    """A second sequence made of the first: with its mask, without one, or of another length."""
    kinds = [
        lambda: layers.Dense(width)(x),
        lambda: layers.Conv1D(width, 2, padding="same")(x),
        lambda: layers.Conv1D(width, 2, padding="same", strides=2)(x),
        lambda: reader(rng, x, width, return_sequences=True)(x),
    ]
    return one_of(rng, kinds)()


def attention(rng, x):
    """Of either kind, from a sequence to itself or to another, sometimes with keys of their own."""
    scale, dropout = chance(rng), one_of(rng, (0.0, 0.2))
    kind = one_of(rng, (layers.Attention, layers.AdditiveAttention))
    width = x.shape[-1]
    value = x if chance(rng, 0.3) else another(rng, x, width)
    query = x if chance(rng) else ops.copy(x)
    read = [query, value] if chance(rng) else [query, layers.Dense(3)(value), value]
    return kind(use_scale=scale, dropout=dropout)(read)


def many_heads(rng, x):
    options = {"use_bias": chance(rng, 0.7), "dropout": one_of(rng, (0.0, 0.2))}
    layer = layers.MultiHeadAttention(int(rng.integers(1, 4)), int(rng.integers(1, 4)), **options)
    if chance(rng, 0.3):
        return layer(x, x)
    other = another(rng, x, 4)
    return layer(x, other) if chance(rng) else layer(x, value=layers.Dense(3)(other), key=other)


def merged(rng, x):
    """Two or three sequences of one shape, masked or not, merged in three ways."""
    width = x.shape[-1]
    others = [
        lambda: layers.Dense(width, activation="tanh")(x),
        lambda: layers.Conv1D(width, 3, padding="same")(x),
        lambda: ops.flip(x, axis=1),
    ]

    def merge(kind):
        count = 1 if kind is layers.Subtract else int(rng.integers(1, 3))
        return kind()([x, *(one_of(rng, others)() for _ in range(count))])

    kinds = (layers.Add, layers.Multiply, layers.Average, layers.Maximum, layers.Minimum, layers.Subtract)
    return layers.Average()([merge(kinds[place]) for place in rng.permutation(len(kinds))[:3]])


def joined(rng, x):
    second = layers.Activation("tanh")(x) if chance(rng) else ops.copy(x)
    return layers.Concatenate(axis=one_of(rng, (-1, 2)))([x, second])


def nested(rng, x):
    """A network as a layer, sometimes called twice."""
    width = x.shape[-1]
    given = keras.Input((None, width))
    first = layers.Dense(3, activation="tanh")(given)
    inside = reader(rng, first, width, return_sequences=True)(first)
    if chance(rng):
        network = keras.Model(given, inside)
    else:
        chain = [layers.Dense(3), layers.Dropout(0.1), reader(rng, given, width, return_sequences=True)]
        network = keras.Sequential([keras.Input((None, width)), *chain])
    return network(network(x)) if chance(rng, 0.3) else network(x)


def shared(rng, x):
    """One layer, called twice."""
    layer = one_of(rng, (layers.Dense, layers.GRU))
    words = {} if layer is layers.Dense else {"return_sequences": True}
    twice = layer(x.shape[-1], **words)
    return twice(twice(x))


def masked_by_hand(rng, x):
    """A mask from operations, handed to a layer by name."""
    real = ops.any(ops.not_equal(x, 0.0), axis=one_of(rng, (-1, 2)))
    if chance(rng):
        wide = ops.expand_dims(real, -1)
        if x.shape[0] is not None:
            wide = ops.broadcast_to(wide, x.shape)
        real = ops.any(ops.logical_or(wide, ops.not_equal(ops.flip(x, axis=1), 0.0)), axis=-1)
    return reader(rng, x, 3, return_sequences=True)(x, mask=real)


def filled(rng, x):
    fill = one_of(rng, (ops.ones_like, ops.zeros_like))
    copied = ops.copy(x) if chance(rng) else keras.src.ops.core.ConvertToTensor()(x)
    return layers.Add()([copied, fill(x)])


def together(rng, x, makes, most):
    """Some of several layers side by side, each with the whole sequence, averaged."""
    chosen = [makes[place] for place in rng.permutation(len(makes))[:most]]
    return layers.Average()([make()(x) for make in chosen])


def normalised(rng, x):
    """Layers that bring numbers to one scale."""
    width = x.shape[-1]
    given = {"mean": rng.normal(size=width).tolist(), "variance": rng.uniform(0.5, 2, width).tolist()}
    groups = (1, -1, 2) if width % 2 == 0 else (1, -1)

    def scaled():
        axis, epsilon = one_of(rng, (-1, 2)), one_of(rng, (1e-3, 1e-2))
        return {"center": chance(rng), "scale": chance(rng), "axis": axis, "epsilon": epsilon}

    kinds = [
        lambda: layers.GroupNormalization(one_of(rng, groups), **scaled()),
        lambda: layers.LayerNormalization(**scaled()),
        lambda: layers.BatchNormalization(**scaled()),
        lambda: layers.RMSNormalization(axis=one_of(rng, (-1, 2)), epsilon=one_of(rng, (1e-3, 1e-2))),
        lambda: layers.UnitNormalization(axis=one_of(rng, (-1, 2))),
        lambda: layers.Normalization(axis=one_of(rng, (-1, 2))),
        lambda: layers.Normalization(**given, invert=chance(rng)),
        lambda: layers.Normalization(mean=0.5, variance=2.0),
    ]
    return together(rng, x, kinds, 5)


def distributed(rng, x):
    """Layers for every step, as `TimeDistributed` has them."""
    special = {
        "Activation": lambda: layers.Activation(one_of(rng, OF_READERS)),
        "Dense": lambda: layers.Dense(x.shape[-1], activation="softmax", use_bias=chance(rng)),
    }
    rates = ("AlphaDropout", "Dropout", "GaussianDropout", "GaussianNoise")

    def within(kind):
        return special.get(kind, lambda: getattr(layers, kind)(*((0.2,) if kind in rates else ())))()

    # Keras cannot run a Softmax within it over a masked sequence.
    kinds = [one for one in STEPWISE if one != "Softmax" or not is_masked(x)]
    return together(
        rng, x, [partial(lambda one: layers.TimeDistributed(within(one)), one) for one in kinds], 6
    )


def convolved(rng, x):
    """Any padding, where the sequence is long enough for it."""
    size, apart = int(rng.integers(1, 4)), int(rng.integers(1, 3))
    stride = 1 if apart > 1 else int(rng.integers(1, 3))
    fits = ("same", "causal", "valid") if x.shape[1] > (size - 1) * apart else ("same", "causal")
    options = {"strides": stride, "padding": one_of(rng, fits), "dilation_rate": apart}
    activation = one_of(rng, (None, "relu", "tanh"))
    return layers.Conv1D(3, size, use_bias=chance(rng), activation=activation, **options)(x)


def pooled(rng, x):
    """The largest of windows, then their mean, or the other way round."""
    kinds = (layers.MaxPooling1D, layers.AveragePooling1D)
    for place in rng.permutation(2):
        size = int(rng.integers(1, 4))
        padding = one_of(rng, ("same", "valid")) if x.shape[1] >= size else "same"
        x = kinds[place](size, strides=one_of(rng, (None, None, 1, 2)), padding=padding)(x)
    return x


def four_axes(rng, x):
    """Numbers taken apart, weighed one by one, put together again."""
    apart = layers.Reshape((x.shape[1], x.shape[2], 1))(x)
    dense = layers.Dense(2, activation="tanh")
    weighed = layers.TimeDistributed(dense)(apart) if chance(rng) else dense(apart)
    return layers.Reshape((-1, 2 * x.shape[2]))(weighed)


def activated(rng, x):
    """Activation functions as layers of their own."""
    return together(rng, x, [partial(layers.Activation, name) for name in NAMES], 8)


def rectified(rng, x):
    kinds = [
        lambda: layers.ReLU(),
        lambda: layers.ReLU(max_value=1.5, negative_slope=0.1, threshold=0.2),
        lambda: layers.LeakyReLU(negative_slope=one_of(rng, (0.3, 0.1))),
        lambda: layers.ELU(one_of(rng, (1.0, 0.7))),
        lambda: both_slopes(one_of(rng, (None, [1]))),
    ]
    return together(rng, x, kinds, 3)


def both_slopes(first):
    """Two PReLU, one with slopes for every step, one with the same for all."""
    one, two = layers.PReLU(shared_axes=first), layers.PReLU(shared_axes=None if first else [1])
    return lambda x: two(one(x))


def idle(rng, x):
    """Layers that act in training only."""
    kinds = [layers.Dropout, layers.SpatialDropout1D, layers.GaussianNoise, layers.GaussianDropout]
    kinds += [layers.AlphaDropout, layers.ActivityRegularization, lambda _: layers.Identity()]
    return together(rng, x, [partial(one, 0.3) for one in kinds], 4)


def dense(rng, x):
    width, activation = int(rng.integers(2, 6)), one_of(rng, (None, "tanh", "sigmoid", "softmax"))
    return layers.Dense(width, activation=activation, use_bias=chance(rng))(x)


PIECES = {
    "a recurrent layer": alone,
    "a Bidirectional": bidirectional,
    "Dense": dense,
    "TimeDistributed": distributed,
    "Conv1D": convolved,
    "pooling": pooled,
    "attention": attention,
    "attention of many heads": many_heads,
    "merging": merged,
    "Concatenate": joined,
    "normalisation": normalised,
    "an activation": activated,
    "a rectifier": rectified,
    "only in training": idle,
    "an encoder and a decoder": decoder,
    "an encoder in both directions": two_decoders,
    "a network within": nested,
    "one layer twice": shared,
    "a mask by hand": masked_by_hand,
    "ones and zeros": filled,
    "turned round": lambda rng, x: ops.flip(x, axis=one_of(rng, (1, [1]))),
    "four axes": four_axes,
    "Softmax": lambda rng, x: layers.Softmax(axis=one_of(rng, (-1, 2)))(ops.copy(x)),
}
ENDS = {
    "Dense": lambda rng, x: layers.Dense(2, activation="softmax")(x),
    "TimeDistributed": lambda rng, x: layers.TimeDistributed(layers.Dense(1, activation="sigmoid"))(x),
    "a recurrent layer": lambda rng, x: layers.Dense(2)(reader(rng, x, 3)(x)),
    "a Bidirectional": lambda rng, x: layers.Dense(2)(bidirectional(rng, x, sequences=False)),
    "GlobalAveragePooling1D": lambda rng, x: layers.Dense(2)(layers.GlobalAveragePooling1D()(x)),
    "GlobalMaxPooling1D": lambda rng, x: layers.Dense(2)(layers.GlobalMaxPooling1D()(x)),
    "Flatten": lambda rng, x: layers.Dense(2)(layers.Flatten()(x)),
    "Reshape": lambda rng, x: layers.Reshape((-1, 1))(layers.Dense(4)(reader(rng, x, 3)(x))),
    "two outputs": lambda rng, x: [layers.Dense(2)(x), reader(rng, x, 3)(x)],
    "states": lambda rng, x: reader(rng, x, 3, return_state=True)(x),
}
