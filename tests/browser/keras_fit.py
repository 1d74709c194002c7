"""A training in a process of its own, as anybody's script has it: run by a browser test, with `Watch`."""

import sys

import keras
import numpy as np
from keras import layers

from viz_core.watch import Watch

x = np.random.default_rng(0).random((512, 8, 1), dtype=np.float32)
y = (np.cumsum(x, axis=1) > 2).astype(np.float32)
model = keras.Sequential(
    [
        keras.Input((8, 1)),
        layers.Bidirectional(layers.GRU(6, return_sequences=True)),
        layers.TimeDistributed(layers.Dense(1, activation="sigmoid")),
    ]
)
model.compile(keras.optimizers.Adam(0.02), "binary_crossentropy", metrics=["accuracy"])
watch = Watch(x[:1], name="in another process", targets=y[0], to=sys.argv[1])
model.fit(x, y, batch_size=16, epochs=int(sys.argv[2]), verbose=0, callbacks=[watch])
