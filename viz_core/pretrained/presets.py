"""Ready experiments: the textbook run and one good lesson for each task.

Out: `PRESETS`, name -> `Preset`.
"""

from dataclasses import dataclass

from viz_core.config import ExperimentConfig, ModelConfig, TaskConfig, TrainingConfig


@dataclass(frozen=True, kw_only=True)
class Preset:
    """A ready experiment.

    Attributes:
        title: what the page calls it.
        config: all of its settings.
        watch: one sentence: what to look at while it trains.
    """

    title: str
    config: ExperimentConfig
    watch: str


def _lesson(
    task: TaskConfig,
    model: ModelConfig,
    *,
    sequences: int = 20_000,
    epochs: int = 1,
    learning_rate: float = 0.003,
) -> ExperimentConfig:
    training = TrainingConfig(sequences=sequences, epochs=epochs, batch_size=32, learning_rate=learning_rate)
    return ExperimentConfig(task=task, model=model, training=training)


PRESETS: dict[str, Preset] = {
    "textbook": Preset(
        title="Textbook: cumulative sum, BiLSTM(50)",
        config=ExperimentConfig(),
        watch="The switch from 0 to 1 sharpens; accuracy climbs to the forward reader's ceiling of 1.",
    ),
    "mirror_sum": Preset(
        title="Mirror sum: only the backward reader can know",
        config=_lesson(TaskConfig(name="mirror_sum"), ModelConfig(units=32)),
        watch="The same problem read from the other end: now the backward states carry the sum.",
    ),
    "signed_walk": Preset(
        title="Signed walk: position alone says nothing",
        config=_lesson(TaskConfig(name="signed_walk"), ModelConfig(units=32)),
        watch="Errors stay where the running sum is close to zero.",
    ),
    "echo_past": Preset(
        title="Echo: remember two steps",
        config=_lesson(
            TaskConfig(name="echo", delay=2), ModelConfig(cell="GRU", units=32, direction="forward")
        ),
        watch="A forward reader alone is enough: the answer was read two steps ago.",
    ),
    "echo_future": Preset(
        title="Echo from the future: look two steps ahead",
        config=_lesson(TaskConfig(name="echo", delay=-2), ModelConfig(cell="GRU", units=32)),
        watch="The same echo, two steps ahead: switch the direction to forward and it is lost.",
    ),
    "xor_neighbours": Preset(
        title="XOR of neighbours: the merge matters",
        config=_lesson(TaskConfig(name="xor_neighbours"), ModelConfig(units=16, merge_mode="mul")),
        watch="With mul it reaches 1; with concat, sum or ave and no hidden layer it stays near 0.54.",
    ),
    "balance": Preset(
        title="Balance: past against future",
        config=_lesson(TaskConfig(name="balance"), ModelConfig(units=32), sequences=60_000),
        watch="Each reader knows one pan of the scales; only both know which is heavier.",
    ),
    "brackets": Preset(
        title="Brackets: does it have a partner?",
        config=_lesson(TaskConfig(name="brackets"), ModelConfig(units=32)),
        watch="An opening bracket is answered by the future, a closing one by the past.",
    ),
    "casino": Preset(
        title="Casino: even both readers cannot be sure",
        config=_lesson(TaskConfig(name="casino"), ModelConfig(cell="GRU", units=16)),
        watch="The curve stops at the exact ceiling below 1: what is left is chance, not ignorance.",
    ),
}
