"""The equivalent Keras script of a tagger, ready to copy.

In: an `ExperimentConfig` on tagged sentences. Out: the text of a script that needs only numpy, keras and a
file of tagged sentences. It builds the same architecture, as wide as the words and tags of that file, and
trains it with the same settings.
"""

from viz_core.config import ExperimentConfig, ModelConfig
from viz_core.keras_scripts.tasks import OPTIMIZER_CLASSES

READING = """\
# One sentence a line, each word with its tag: the/DET old/NOUN man/VERB the/DET boats/NOUN
with open("sentences.txt", encoding="utf-8") as file:
    sentences = [[pair.rsplit("/", 1) for pair in line.split()] for line in file if line.strip()]
words = sorted({word for sentence in sentences for word, _ in sentence})
tags = sorted({tag for sentence in sentences for _, tag in sentence})
x = np.zeros((len(sentences), TIMESTEPS), "int32")  # 0 is padding, in front
y = np.zeros((len(sentences), TIMESTEPS), "int32")
counts = np.zeros((len(sentences), TIMESTEPS), "float32")  # 0 where no tag is asked for
for row, sentence in enumerate(sentences):
    sentence = sentence[:TIMESTEPS]
    place = slice(TIMESTEPS - len(sentence), None)
    x[row, place] = [words.index(word) + 1 for word, _ in sentence]
    y[row, place] = [tags.index(tag) for _, tag in sentence]
    counts[row, place] = 1
"""
# The mask stays as it is: it is in input time already.
FLIP = "layers.Lambda(lambda x: keras.ops.flip(x, axis=1), mask=lambda x, mask: mask),"


def tagging_code(config: ExperimentConfig) -> str:
    """Write the script, for a tagger word by word or through one vector."""
    training, model = config.training, config.model
    optimizer = f"keras.optimizers.{OPTIMIZER_CLASSES[training.optimizer]}({training.learning_rate})"
    return "\n".join(
        [
            "import keras",
            "import numpy as np",
            "from keras import layers",
            "",
            f"TIMESTEPS = {config.task.length}",
            f"keras.utils.set_random_seed({training.seed})",
            READING,
            "model = keras.Sequential([",
            *(f"    {line}" for line in _layers(model)),
            "])",
            "model.summary()",
            f'model.compile(optimizer={optimizer}, loss="sparse_categorical_crossentropy", '
            'weighted_metrics=["accuracy"])',
            f"model.fit(x, y, sample_weight=counts, epochs={training.epochs}, "
            f"batch_size={training.batch_size})",
            "",
        ]
    )


def _layers(config: ModelConfig) -> list[str]:
    """From the words to their tags; a backward layer gives its sequence last step first."""
    dropout = [f"layers.Dropout({config.dropout}),"] if config.dropout else []
    back = ", go_backwards=True" if config.direction == "backward" else ""
    flip = [FLIP] if back else []
    sequences = f", return_sequences=True{back}"
    readers = [f"{_reader(config, sequences)},", *flip]
    if config.decodes:
        readers = [
            f"{_reader(config, back)},  # the encoder: its last states are the vector",
            "layers.RepeatVector(TIMESTEPS),",
            f"{_reader(config, sequences)},  # the decoder",
            *flip,
        ]
    return [
        'keras.Input((TIMESTEPS,), dtype="int32"),',
        f"layers.Embedding(len(words) + 1, {config.embedding}, mask_zero=True),",
        *dropout,
        *readers,
        'layers.TimeDistributed(layers.Dense(len(tags), activation="softmax")),',
    ]


def _reader(config: ModelConfig, more: str) -> str:
    layer = f"layers.{config.cell}({config.units}{more})"
    merge = "" if config.merge_mode == "concat" else f', merge_mode="{config.merge_mode}"'
    return f"layers.Bidirectional({layer}{merge})" if config.bidirectional else layer
