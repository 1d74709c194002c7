"""Ready experiments: the textbook run and one good lesson for each task.

Out: `PRESETS`, name -> `Preset`.
"""

from dataclasses import dataclass

from viz_core.config import ExperimentConfig, ModelConfig, TaskConfig, TrainingConfig
from viz_core.words import N_


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


def _switches(task: str, units: int, merge_mode: str = "concat") -> ExperimentConfig:
    """A small GRU that holds switches."""
    model = ModelConfig(cell="GRU", units=units, merge_mode=merge_mode)
    return _lesson(TaskConfig(name=task), model, epochs=4, learning_rate=0.005)


PRESETS: dict[str, Preset] = {
    "textbook": Preset(
        title=N_("Textbook: cumulative sum, BiLSTM(50)"),
        config=ExperimentConfig(),
        watch="The switch from 0 to 1 sharpens; accuracy climbs to the forward reader's ceiling of 1.",
    ),
    "mirror_sum": Preset(
        title=N_("Mirror sum: only the backward reader can know"),
        config=_lesson(TaskConfig(name="mirror_sum"), ModelConfig(units=32)),
        watch="The same problem read from the other end: now the backward states carry the sum.",
    ),
    "signed_walk": Preset(
        title=N_("Signed walk: position alone says nothing"),
        config=_lesson(TaskConfig(name="signed_walk"), ModelConfig(units=32)),
        watch="Errors stay where the running sum is close to zero.",
    ),
    "echo_past": Preset(
        title=N_("Echo: remember two steps"),
        config=_lesson(
            TaskConfig(name="echo", delay=2), ModelConfig(cell="GRU", units=32, direction="forward")
        ),
        watch="A forward reader alone is enough: the answer was read two steps ago.",
    ),
    "echo_future": Preset(
        title=N_("Echo from the future: look two steps ahead"),
        config=_lesson(TaskConfig(name="echo", delay=-2), ModelConfig(cell="GRU", units=32)),
        watch="The same echo, two steps ahead: switch the direction to forward and it is lost.",
    ),
    "xor_neighbours": Preset(
        title=N_("XOR of neighbours: the merge matters"),
        config=_lesson(TaskConfig(name="xor_neighbours"), ModelConfig(units=16, merge_mode="mul")),
        watch="With mul it reaches 1; with concat, sum or ave and no hidden layer it stays near 0.54.",
    ),
    "balance": Preset(
        title=N_("Balance: past against future"),
        config=_lesson(TaskConfig(name="balance"), ModelConfig(units=32), sequences=60_000),
        watch="Each reader knows one pan of the scales; only both know which is heavier.",
    ),
    "brackets": Preset(
        title=N_("Brackets: does it have a partner?"),
        config=_lesson(TaskConfig(name="brackets"), ModelConfig(units=32)),
        watch="An opening bracket is answered by the future, a closing one by the past.",
    ),
    "casino": Preset(
        title=N_("Casino: even both readers cannot be sure"),
        config=_lesson(TaskConfig(name="casino"), ModelConfig(cell="GRU", units=16)),
        watch="The curve stops at the exact ceiling below 1: what is left is chance, not ignorance.",
    ),
    "flip_flop": Preset(
        title=N_("Flip-flop: hold one switch"),
        config=_switches("flip_flop", 2),
        watch="After a pulse the forward states stay where they are until the next pulse the other way.",
    ),
    "flip_flop_2": Preset(
        title=N_("Two flip-flops: hold four answers"),
        config=_switches("flip_flop_2", 2),
        watch="Two forward units keep four answers apart; the backward units have nothing to keep.",
    ),
    "flip_flop_3": Preset(
        title=N_("Three flip-flops: hold eight answers"),
        config=_switches("flip_flop_3", 8),
        watch="Eight units keep eight answers apart: accuracy climbs to the forward reader's ceiling of 1.",
    ),
    "flip_flop_both_sides": Preset(
        title=N_("Two-sided flip-flop: one switch for each reader"),
        config=_switches("flip_flop_both_sides", 8),
        watch="Each reader keeps a switch: forward states change at the last pulse, backward at the next.",
    ),
    "will_it_flip": Preset(
        title=N_("Will it flip? Both halves known, and no sum of them tells"),
        config=_switches("will_it_flip", 8, merge_mode="mul"),
        watch="With mul it reaches 1; with concat, sum or ave and no hidden layer it stays near 0.63.",
    ),
}
