"""A small network by Keras and TensorFlow: hidden states, loss, gradients. Worker side.

In: weights in the order of `get_weights()`, their config, a batch. Out: float32 arrays.
"""

from collections.abc import Sequence
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from models import build_model
from viz_core.arrays import Array
from viz_core.config import ModelConfig


def keras_gradients(
    weights: Sequence[Array], config: ModelConfig, inputs: Array, targets: Array
) -> dict[str, Any]:
    """Run a bidirectional network with one layer and one output in Keras, and differentiate its loss.

    Args:
        weights: in the order of `get_weights()`.
        config: the network.
        inputs: `(batch, time, features)`.
        targets: 0 or 1, `(batch, time)`.

    Returns:
        `hidden` `(batch, time, width)`, `loss`, `gradients` in the order of `get_weights()`, `inputs`.
    """
    model = build_model(config, features=inputs.shape[-1], outputs=1)
    model.set_weights([np.asarray(one, np.float32) for one in weights])
    readers = next(layer for layer in model.layers if isinstance(layer, keras.layers.Bidirectional))
    both = keras.Model(model.inputs, [readers.output, model.outputs[0]])
    x = tf.constant(np.asarray(inputs, np.float32))
    with tf.GradientTape() as tape:
        tape.watch(x)
        hidden, probabilities = both(x)
        loss = tf.reduce_mean(keras.losses.binary_crossentropy(np.asarray(targets)[..., None], probabilities))
    variables = [one.value for one in model.weights]
    *found, d_inputs = tape.gradient(loss, [*variables, x])
    return {
        "hidden": hidden.numpy(),
        "loss": float(loss),
        "gradients": [np.asarray(one) for one in found],
        "inputs": d_inputs.numpy(),
    }
