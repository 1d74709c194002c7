"""The equivalent Keras script of an experiment on a full data set, ready to copy.

In: an `ExperimentConfig` on `reviews` or `digits`. Out: the text of a script that needs only keras.
It builds the same architecture with the same number of parameters and
trains it with the same settings; which sequences it keeps for validation is its own choice.
"""

from viz_core.checks import check_one_of
from viz_core.config import ExperimentConfig, ModelConfig
from viz_core.keras_scripts.tasks import OPTIMIZER_CLASSES

LOADING = {
    "reviews": """\
(x, y), (x_test, y_test) = keras.datasets.imdb.load_data(num_words=10000)
# Zeros in front of short reviews (masked below); of long ones the end is kept.
x = keras.utils.pad_sequences(x, maxlen={timesteps})
x_test = keras.utils.pad_sequences(x_test, maxlen={timesteps})
""",
    "digits": """\
(x, y), (x_test, y_test) = keras.datasets.mnist.load_data()
x, x_test = x / 255, x_test / 255  # 28 rows of 28 grey values: each row is one timestep
""",
}
ENDS = {
    "reviews": ('keras.Input(({timesteps},), dtype="int32")', "binary_crossentropy", "1", "sigmoid"),
    "digits": ("keras.Input((28, 28))", "sparse_categorical_crossentropy", "10", "softmax"),
}
# The share that `fit` keeps for validation: 5,000 sequences of each set.
VALIDATION = {"reviews": "0.2", "digits": "5000 / 60000"}


def set_code(config: ExperimentConfig) -> str:
    """Write the script.

    Raises:
        ValueError: `keras.datasets` has no such set.
    """
    name, training = config.task.name, config.training
    check_one_of("data set", name, LOADING)
    begin, loss, outputs, activation = (one.format(timesteps=config.task.length) for one in ENDS[name])
    layers = [begin, *_layers(config.model), f'layers.Dense({outputs}, activation="{activation}")']
    optimizer = f"keras.optimizers.{OPTIMIZER_CLASSES[training.optimizer]}({training.learning_rate})"
    return "\n".join(
        [
            "import keras",
            "from keras import layers",
            "",
            f"keras.utils.set_random_seed({training.seed})",
            LOADING[name].format(timesteps=config.task.length),
            "model = keras.Sequential([",
            *(f"    {layer}," for layer in layers),
            "])",
            f'model.compile(optimizer={optimizer}, loss="{loss}", metrics=["accuracy"])',
            f"model.fit(x, y, epochs={training.epochs}, batch_size={training.batch_size}, "
            f"validation_split={VALIDATION[name]})",
            "print(model.evaluate(x_test, y_test, return_dict=True))",
            "",
        ]
    )


def _layers(config: ModelConfig) -> list[str]:
    """The embedding, then each recurrent layer behind its dropout.

    A backward reader hands its sequence on last step first; the layer above then reads it as it comes.
    """
    lines = [f"layers.Embedding(10000, {config.embedding}, mask_zero=True)"] if config.embedding else []
    for layer in range(config.layers):
        more = ", return_sequences=True" if layer < config.layers - 1 else ""
        more += ", go_backwards=True" if config.direction == "backward" and layer == 0 else ""
        reader = f"layers.{config.cell}({config.units}{more})"
        if config.bidirectional:
            reader = f'layers.Bidirectional({reader}, merge_mode="{config.merge_mode}")'
        lines += [f"layers.Dropout({config.dropout})"] if config.dropout else []
        lines.append(reader)
    return lines
