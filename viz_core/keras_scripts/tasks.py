"""The equivalent Keras script of an experiment, ready to copy.

In: an `ExperimentConfig`. Out: the text of a script that needs only numpy and keras.
The script draws the same task, builds the same architecture with the same number of
parameters, and trains it with the same settings; its random numbers are its own, so its curve is a sibling
of ours, not a copy.
"""

from textwrap import indent

from viz_core.config import ExperimentConfig, ModelConfig, TaskConfig, TrainingConfig
from viz_core.keras_scripts.drawing import DRAWING
from viz_core.network.summary import MERGE_LAYERS
from viz_core.tasks import TASKS

OPTIMIZER_CLASSES = {"adam": "Adam", "rmsprop": "RMSprop", "sgd": "SGD"}
FRESH_SEQUENCES = 1_000
FLIPPED = "keras.ops.flip({}, axis=1)"


def keras_code(config: ExperimentConfig) -> str:
    """Write the script.

    With a 'final_state' head the network learns the label of the last step.

    Raises:
        ValueError: the model begins with an embedding; the tasks' inputs are numbers.
    """
    if config.model.embedding:
        raise ValueError(
            f"`embedding` must be 0 for a task whose inputs are numbers; got {config.model.embedding}."
        )
    task = TASKS[config.task.name]
    parts = [
        _heading(config),
        _drawing(config.task, config.training.seed),
        _model(config.model, task.features, task.outputs),
        _training(config, task.outputs),
    ]
    return "\n".join(parts)


def _heading(config: ExperimentConfig) -> str:
    model = config.model
    stack = f"{model.layers} {model.direction} {model.cell} layer{'s' if model.layers > 1 else ''}"
    title = f"{TASKS[config.task.name].title} in Keras 3: {stack} of {model.units} units"
    return f"# {title}. Needs numpy and keras.\nimport keras\nimport numpy as np\nfrom keras import layers\n"


def _drawing(task: TaskConfig, seed: int) -> str:
    delay = f"DELAY = {task.delay}\n" if task.name == "echo" else ""
    return (
        f"TIMESTEPS = {task.length}\n"
        f"{delay}"
        f"keras.utils.set_random_seed({seed})\n"
        f"rng = np.random.default_rng({seed})\n"
        "\n\n"
        "def draw(sequences):\n"
        f"{indent(DRAWING[task.name], '    ')}"
        '    return x.astype("float32"), y[..., None].astype("int32")\n'
        "\n"
    )


def _model(config: ModelConfig, features: int, outputs: int) -> str:
    lines = [f"inputs = keras.Input((TIMESTEPS, {features}))", *_layers(config), *_head(config, outputs)]
    lines += ["model = keras.Model(inputs, outputs)", "model.summary()", ""]
    return "\n".join(lines)


def _layers(config: ModelConfig) -> list[str]:
    """All recurrent layers; they leave `states`, or with two stacks `forward` and `backward`."""
    write = _single
    if config.bidirectional:
        write = _shared if config.shared_weights else _bidirectional
    if _parted(config):
        write = _parted_shared if config.shared_weights else _parted_own
    lines = []
    for layer in range(config.layers):
        lines += _dropout(config, layer) + write(config, layer)
    if config.decodes:
        lines.append("states = layers.RepeatVector(TIMESTEPS)(states)  # all that the decoder reads")
        lines += write(config, config.layers)
    return lines


def _parted(config: ModelConfig) -> bool:
    """Whether there are two stacks that are never merged."""
    return config.bidirectional and config.merge_mode == "none"


def _dropout(config: ModelConfig, layer: int) -> list[str]:
    """What a layer reads: dropped inputs, the inputs themselves, or what the layer below left."""
    drop = f"layers.Dropout({config.dropout})" if config.dropout else ""
    if layer == 0:
        start = f"{drop}(inputs)" if drop else "inputs"
        return [f"forward = backward = {start}" if _parted(config) else f"states = {start}"]
    names = ("forward", "backward") if _parted(config) else ("states",)
    return [f"{name} = {drop}({name})" for name in names] if drop else []


def _sequences(config: ModelConfig, layer: int) -> bool:
    return config.head == "per_step" or layer != config.layers - 1


def _recurrent(config: ModelConfig, layer: int, *, go_backwards: bool = False) -> str:
    sequences = ", return_sequences=True" if _sequences(config, layer) else ""
    backwards = ", go_backwards=True" if go_backwards else ""
    return f"layers.{config.cell}({config.units}{sequences}{backwards})"


def _single(config: ModelConfig, layer: int) -> list[str]:
    return _read(config, layer, config.direction, "states")


def _read(config: ModelConfig, layer: int, direction: str, name: str) -> list[str]:
    """One reader; a backward one gives its sequence last step first, so that is flipped."""
    backward = direction == "backward"
    lines = [f"{name} = {_recurrent(config, layer, go_backwards=backward)}({name})"]
    if backward and _sequences(config, layer):
        lines.append(f"{name} = {FLIPPED.format(name)}  # back to input time")
    return lines


def _bidirectional(config: ModelConfig, layer: int) -> list[str]:
    reader = _recurrent(config, layer)
    return [f'states = layers.Bidirectional({reader}, merge_mode="{config.merge_mode}")(states)']


def _read_shared(config: ModelConfig, layer: int, forward: str, backward: str) -> list[str]:
    """One layer that reads two sequences, the second turned round and back."""
    turned = f"reader({FLIPPED.format(backward)})"
    if _sequences(config, layer):
        turned = FLIPPED.format(turned)
    return [
        f"reader = {_recurrent(config, layer)}  # one set of parameters for both directions",
        f"forward = reader({forward})",
        f"backward = {turned}",
    ]


def _shared(config: ModelConfig, layer: int) -> list[str]:
    merge = f"states = layers.{MERGE_LAYERS[config.merge_mode]}()([forward, backward])"
    return [*_read_shared(config, layer, "states", "states"), merge]


def _parted_own(config: ModelConfig, layer: int) -> list[str]:
    return [
        *_read(config, layer, "forward", "forward"),
        *_read(config, layer, "backward", "backward"),
    ]


def _parted_shared(config: ModelConfig, layer: int) -> list[str]:
    return _read_shared(config, layer, "forward", "backward")


def _head(config: ModelConfig, outputs: int) -> list[str]:
    names = ("forward", "backward") if _parted(config) else ("states",)
    lines = []
    if config.head_units:
        hidden = _dense(config, config.head_units, "tanh")
        lines += [f"{name} = {hidden}({name})" for name in names]
    output = _dense(config, outputs, "sigmoid" if outputs == 1 else "softmax")
    answers = [f"{output}({name})" for name in names]
    if len(answers) == 1:
        return [*lines, f"outputs = {answers[0]}"]
    return [*lines, "outputs = [", *(f"    {answer}," for answer in answers), "]"]


def _dense(config: ModelConfig, width: int, activation: str) -> str:
    dense = f'layers.Dense({width}, activation="{activation}")'
    return dense if config.head == "final_state" else f"layers.TimeDistributed({dense})"


def _training(config: ExperimentConfig, outputs: int) -> str:
    training = config.training
    optimizer = f"keras.optimizers.{OPTIMIZER_CLASSES[training.optimizer]}"
    return "\n".join(
        [
            "model.compile(",
            f"    optimizer={optimizer}(learning_rate={training.learning_rate}),",
            *_losses(config.model, outputs),
            ")",
            *_targets(config.model, training.sequences),
            *_fit(training),
            "",
            *_targets(config.model, FRESH_SEQUENCES, "fresh sequences"),
            "print(model.evaluate(x, y, verbose=0, return_dict=True))",
            "",
        ]
    )


def _losses(config: ModelConfig, outputs: int) -> list[str]:
    loss = "binary_crossentropy" if outputs == 1 else "sparse_categorical_crossentropy"
    if _parted(config):
        return [f'    loss=["{loss}", "{loss}"],', '    metrics=[["accuracy"], ["accuracy"]],']
    return [f'    loss="{loss}",', '    metrics=["accuracy"],']


def _targets(config: ModelConfig, sequences: int, comment: str = "") -> list[str]:
    lines = [f"x, y = draw({sequences})" + (f"  # {comment}" if comment else "")]
    if config.head == "final_state":
        lines.append("y = y[:, -1]  # the label of the last step")
    if _parted(config):
        lines.append("y = [y, y]  # one for each direction")
    return lines


def _fit(training: TrainingConfig) -> list[str]:
    return [f"model.fit(x, y, epochs={training.epochs}, batch_size={training.batch_size})"]
