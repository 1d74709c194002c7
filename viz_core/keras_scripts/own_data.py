"""The equivalent Keras script of an experiment on a table of one's own, ready to copy.

In: an `ExperimentConfig` on `own_numbers` or `own_texts`. Out: the text of a script that needs only keras.
It reads what the app reads, cut into words in the same way, builds the same architecture with the same
number of parameters and trains it with the same settings; which sequences it keeps for validation is its own
choice.
"""

from viz_core.checks import check_one_of
from viz_core.config import ExperimentConfig, ModelConfig
from viz_core.data.own_numbers import ROUNDING
from viz_core.data.own_sets import OWN, own_data, own_vocabulary
from viz_core.keras_scripts.tasks import OPTIMIZER_CLASSES

# Standardised numbers never come near this value, so it can mark the steps that are padding.
PADDING = -9999.0

READING = """\
import csv
import unicodedata

import keras
import numpy as np
from keras import layers

keras.utils.set_random_seed({seed})
TIMESTEPS = {timesteps}


def clean(text):
    \"\"\"As it is seen: composed, without formatting characters, every space a plain one.\"\"\"
    seen = "".join(letter for letter in text if unicodedata.category(letter) != "Cf")
    return " ".join(unicodedata.normalize("NFC", seen).split())


with open("own.csv", newline="", encoding="utf-8-sig") as file:
    table = [[clean(cell) for cell in row] for row in csv.reader(file, skipinitialspace=True)]
names, *rows = [row for row in table if any(row)]
names = [name.lower() if name.lower() in ("sequence", "text", "label") else name for name in names]
rows = [dict(zip(names, row)) for row in rows]
classes = sorted({{row["label"] for row in rows}})
"""
NUMBERS = """\
features = [name for name in names if name not in ("sequence", "label")]
sequences = {{}}
for row in rows:
    sequences.setdefault(row["sequence"], []).append(row)
sequences = list(sequences.values())
rng = np.random.default_rng({seed})
rng.shuffle(sequences)

x = np.full((len(sequences), TIMESTEPS, len(features)), np.nan)
y = np.zeros((len(sequences), TIMESTEPS, 1), "int32")
read = np.zeros((len(sequences), TIMESTEPS), "float32")  # 0 where a step is padding
for n, steps in enumerate(sequences):
    x[n, : len(steps)] = [[float(row[name]) for name in features] for row in steps]
    y[n, : len(steps), 0] = [classes.index(row["label"]) for row in steps]
    read[n, : len(steps)] = 1
train = round(0.8 * len(x))
known = x[:train][read[:train] > 0]
varies = np.ptp(known, axis=0) > {rounding} * np.finfo(float).eps * np.abs(known).max(axis=0)
std = np.where(varies, known.std(axis=0), 1)
x = np.where(varies, (x - known.mean(axis=0)) / std, 0 * x)  # a constant column says nothing
x = np.nan_to_num(x, nan={padding}).astype("float32")
"""
WHOLE = "y = y[:, 0]  # one label for the whole sequence\n"
TEXTS = """\


def words(text):
    \"\"\"In lower case; what is neither letter, digit, mark nor apostrophe is a gap.\"\"\"
    text = text.lower().replace("\u2019", "'").replace("\u2018", "'")
    kept = [c if c.isalnum() or c == "'" or unicodedata.category(c)[0] == "M" else " " for c in text]
    return " ".join(word.strip("'") for word in "".join(kept).split() if word.strip("'"))


rng = np.random.default_rng({seed})
rng.shuffle(rows)
train = round(0.8 * len(rows))
texts = [words(row["text"]) for row in rows]
y = np.array([classes.index(row["label"]) for row in rows])
vectorize = layers.TextVectorization(
    max_tokens={vocabulary}, standardize=None, split="whitespace", output_sequence_length=TIMESTEPS
)
vectorize.adapt(texts[:train])
x = np.array(vectorize(texts))
"""


def own_code(config: ExperimentConfig) -> str:
    """Write the script.

    Raises:
        ValueError: it is no table of one's own.
    """
    check_one_of("data set", config.task.name, OWN)
    own = own_data(config.task.source)
    outputs = 1 if len(own.classes) == 2 else len(own.classes)
    loss = "binary_crossentropy" if outputs == 1 else "sparse_categorical_crossentropy"
    activation = "sigmoid" if outputs == 1 else "softmax"
    lines = [
        *_inputs(config, len(own.features)),
        *_reader(config.model),
        f'outputs = layers.Dense({outputs}, activation="{activation}")(states)',
        "model = keras.Model(inputs, outputs)",
        *_training(config, loss),
    ]
    return _data(config) + "\n" + "\n".join(lines) + "\n"


def _data(config: ExperimentConfig) -> str:
    """Reading the file, down to `x`, `y` and the number of sequences to learn from."""
    own, seed = own_data(config.task.source), config.training.seed
    reading = READING.format(seed=seed, timesteps=config.task.length)
    if not own.features:
        return reading + TEXTS.format(seed=seed, vocabulary=len(own_vocabulary(config.task.source)))
    return (
        reading
        + NUMBERS.format(seed=seed, padding=PADDING, rounding=ROUNDING)
        + ("" if own.per_step else WHOLE)
    )


def _inputs(config: ExperimentConfig, features: int) -> list[str]:
    """The input, and the layer that marks padding."""
    if features:
        return [
            f"inputs = keras.Input((TIMESTEPS, {features}))",
            f"states = layers.Masking({PADDING})(inputs)",
        ]
    vocabulary = len(own_vocabulary(config.task.source))
    return [
        'inputs = keras.Input((TIMESTEPS,), dtype="int32")',
        f"states = layers.Embedding({vocabulary}, {config.model.embedding}, mask_zero=True)(inputs)",
    ]


def _reader(config: ModelConfig) -> list[str]:
    """The one layer of such a network; a backward one gives its sequence last step first."""
    per_step = config.head == "per_step"
    more = ", return_sequences=True" if per_step else ""
    if config.bidirectional:
        reader = f"layers.{config.cell}({config.units}{more})"
        return [f'states = layers.Bidirectional({reader}, merge_mode="{config.merge_mode}")(states)']
    backward = config.direction == "backward"
    more += ", go_backwards=True" if backward else ""
    lines = [f"states = layers.{config.cell}({config.units}{more})(states)"]
    if backward and per_step:
        lines.append("states = keras.ops.flip(states, axis=1)  # back to input time")
    return lines


def _training(config: ExperimentConfig, loss: str) -> list[str]:
    """Compiling and fitting; where every step has an answer, padded ones weigh nothing."""
    training, per_step = config.training, config.model.head == "per_step"
    optimizer = f"keras.optimizers.{OPTIMIZER_CLASSES[training.optimizer]}({training.learning_rate})"
    metrics = "weighted_metrics" if per_step else "metrics"
    weights = ["    sample_weight=read[:train],"] if per_step else []
    kept = "(x[train:], y[train:], read[train:])" if per_step else "(x[train:], y[train:])"
    return [
        f'model.compile(optimizer={optimizer}, loss="{loss}", {metrics}=["accuracy"])',
        "model.fit(",
        "    x[:train],",
        "    y[:train],",
        *weights,
        f"    validation_data={kept},",
        f"    epochs={training.epochs},",
        f"    batch_size={training.batch_size},",
        ")",
    ]
