"""The equivalent Keras script of an encoder-decoder on a translation set, ready to copy.

In: an `ExperimentConfig` on `dates` or `numbers`. Out: the text of a script that needs only numpy and keras.
It makes the same questions, builds the same architecture with the same number
of parameters, and trains it with the same settings; which questions it keeps for a test is its own choice.
"""

from viz_core.checks import check_one_of
from viz_core.config import ExperimentConfig, ModelConfig
from viz_core.keras_scripts.tasks import OPTIMIZER_CLASSES

PAIRS = {
    "dates": """\
from datetime import date, timedelta

MONTHS = ("january february march april may june july august september october november december").split()


def ways(day):
    d, month, year = day.day, MONTHS[day.month - 1], day.year
    th = "th" if 11 <= d <= 13 else {1: "st", 2: "nd", 3: "rd"}.get(d % 10, "th")
    return [
        f"{d} {month} {year}", f"{month} {d}, {year}", f"{d}{th} {month} {year}", f"{d} {month[:3]} {year}",
        f"{month[:3]} {d}, {year}", f"{d:02}/{day.month:02}/{year}", f"{d}.{day.month}.{year}",
    ]


days = [date(1900, 1, 1) + timedelta(days=n) for n in range(73_049)]
rng.shuffle(days)
pairs = [(list(rng.choice(ways(day))), list(day.isoformat())) for day in days[: SEQUENCES + TEST]]
""",
    "numbers": """\
import re

ENGLISH = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
).split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
FRENCH = (
    "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize "
    "dix-sept dix-huit dix-neuf"
).split()
FRENCH_TENS = {20: "vingt", 30: "trente", 40: "quarante", 50: "cinquante", 60: "soixante"}


def english(n, joined):
    words = [f"{ENGLISH[n // 1000]} thousand"] if n >= 1000 else []
    words += [f"{ENGLISH[n // 100 % 10]} hundred"] if n // 100 % 10 else []
    words += ["and"] if joined and words and n % 100 else []
    if n % 100 >= 20:
        words += [TENS[n % 100 // 10 - 2]] + ([ENGLISH[n % 10]] if n % 10 else [])
    elif n % 100 or not words:
        words += [ENGLISH[n % 100]]
    return " ".join(words).split()


def french(n):
    hundreds, rest = n // 100 % 10, n % 100
    words = [FRENCH[n // 1000]] if n >= 2000 else []
    words += ["mille"] if n >= 1000 else []
    words += [FRENCH[hundreds]] if hundreds > 1 else []
    words += ["cents" if hundreds > 1 and not rest else "cent"] if hundreds else []
    base = min(rest // 10 * 10, 60)
    if rest >= 80:
        words += [f"quatre-vingt-{FRENCH[rest - 80]}" if rest > 80 else "quatre-vingts"]
    elif rest < 20:
        words += [FRENCH[rest]] if rest or not words else []
    elif rest - base in (1, 11):
        words += [FRENCH_TENS[base], "et", FRENCH[rest - base]]
    else:
        words += [f"{FRENCH_TENS[base]}-{FRENCH[rest - base]}" if rest > base else FRENCH_TENS[base]]
    return re.findall(r"-?[^ -]+", " ".join(words))


# Both ways of saying a number stay together, so that no number of the test has been learned.
pairs = [(english(n, joined), french(n)) for n in rng.permutation(10_000) for joined in (False, True)]
pairs = [pair for k, pair in enumerate(pairs) if k % 2 == 0 or pair[0] != pairs[k - 1][0]]
pairs = pairs[: SEQUENCES + TEST]
""",
}
ARRAYS = """
END = "■"  # class 0: answers are filled up with it, so that a network learns where to stop
symbols = sorted({symbol for asked, _ in pairs for symbol in asked})
classes = [END, *sorted({symbol for _, answer in pairs for symbol in answer})]
x = np.zeros((len(pairs), TIMESTEPS), "int32")  # 0 is padding, in front
y = np.zeros((len(pairs), TIMESTEPS), "int32")
for row, (asked, answer) in enumerate(pairs):
    x[row, TIMESTEPS - len(asked) :] = [symbols.index(one) + 3 for one in asked]
    y[row, : len(answer)] = [classes.index(one) for one in answer]
"""
ENDING = """
test = slice(SEQUENCES, None)
said = model.predict(x[test], verbose=0).argmax(axis=-1)
print("right from end to end:", np.mean(np.all(said == y[test], axis=1)))
"""


def translation_code(config: ExperimentConfig) -> str:
    """Write the script.

    Raises:
        ValueError: this is none of the translation sets.
    """
    name, training = config.task.name, config.training
    check_one_of("data set", name, PAIRS)
    optimizer = f"keras.optimizers.{OPTIMIZER_CLASSES[training.optimizer]}({training.learning_rate})"
    return "\n".join(
        [
            "import keras",
            "import numpy as np",
            "from keras import layers",
            "",
            f"SEQUENCES, TEST, TIMESTEPS = {training.sequences}, 800, {config.task.length}",
            f"keras.utils.set_random_seed({training.seed})",
            f"rng = np.random.default_rng({training.seed})",
            PAIRS[name] + ARRAYS,
            *_model(config.model),
            f'model.compile(optimizer={optimizer}, loss="sparse_categorical_crossentropy", '
            'metrics=["accuracy"])',
            f"model.fit(x[:SEQUENCES], y[:SEQUENCES], epochs={training.epochs}, "
            f"batch_size={training.batch_size})",
            ENDING,
        ]
    )


def _model(config: ModelConfig) -> list[str]:
    """Encoder, one vector, decoder; a backward decoder gives its sequence last step first."""
    backward = ", go_backwards=True" if config.direction == "backward" else ""
    flip = ["    layers.Lambda(lambda states: keras.ops.flip(states, axis=1)),"] if backward else []
    return [
        "model = keras.Sequential([",
        '    keras.Input((TIMESTEPS,), dtype="int32"),',
        f"    layers.Embedding(len(symbols) + 3, {config.embedding}, mask_zero=True),",
        f"    {_reader(config, backward)},  # the encoder: its last states are the vector",
        "    layers.RepeatVector(TIMESTEPS),",
        f"    {_reader(config, ', return_sequences=True' + backward)},  # the decoder",
        *flip,
        '    layers.TimeDistributed(layers.Dense(len(classes), activation="softmax")),',
        "])",
    ]


def _reader(config: ModelConfig, more: str) -> str:
    reader = f"layers.{config.cell}({config.units}{more})"
    return f"layers.Bidirectional({reader})" if config.bidirectional else reader
