"""Widgets in, one frozen config out.

In: what a person chose, or what the link says. Out: an `ExperimentConfig`.
Every widget is bound to the link under its own short key; values out of range or
unknown in a link fall back to the default, the textbook run.
"""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from ui import session
from ui.in_words import in_words, listed_in_words
from ui.language import N_, _
from ui.links import BOUND
from viz_core.config import (
    CELL_NAMES,
    DIRECTIONS,
    HEADS,
    MERGE_MODES,
    OPTIMIZERS,
    TRAINERS,
    ExperimentConfig,
    ModelConfig,
    TaskConfig,
    TrainingConfig,
)
from viz_core.pretrained.presets import PRESETS
from viz_core.tasks import TASKS

DEFAULT = ExperimentConfig()
TRAINER_WORDS = dict(zip(TRAINERS, (N_("This app's loops"), N_("Keras")), strict=True))
HEAD_WORDS = dict(zip(HEADS, (N_("at each step"), N_("once, at the end")), strict=True))


def task_controls() -> TaskConfig:
    """Which sequences: task, timesteps, and the delay of the echo."""
    titles = {name: task.title for name, task in TASKS.items()}
    name = listed_in_words(_("Task"), titles, usual=DEFAULT.task.name, key="task")
    st.caption(_(TASKS[name].teaching_point))
    usual = TaskConfig(name=name).length
    timesteps = st.number_input(_("Timesteps"), 2, 200, usual, key=f"{name}_timesteps", **BOUND)
    delay = DEFAULT.task.delay
    if name == "echo":
        delay = st.slider(_("Delay (negative: the future)"), -8, 8, delay, key="delay", **BOUND)
    return TaskConfig(name=name, timesteps=timesteps, delay=delay)


def model_controls() -> ModelConfig:
    """Which network: cell, units, layers, direction, merge mode, shared weights, dropout, head."""
    usual = DEFAULT.model
    cell = _choice(_("Cell"), CELL_NAMES, usual.cell, "cell")
    left, right = st.columns(2)
    units = left.number_input(_("Units"), 1, 512, usual.units, key="units", **BOUND)
    layers = right.number_input(_("Layers"), 1, 4, usual.layers, key="layers", **BOUND)
    ways = {one: one for one in DIRECTIONS}
    direction = in_words(_("Direction"), ways, usual=usual.direction, key="direction")
    if direction != "forward":
        st.caption(
            _("In Keras the layer that reads backward has `go_backwards=True`; `Bidirectional` adds it.")
        )
    one_way = direction != "bidirectional"
    merge_mode = _choice(_("Merge mode"), MERGE_MODES, usual.merge_mode, "merge_mode", disabled=one_way)
    shared = st.toggle(
        _("Both directions share their parameters"), key="shared_weights", disabled=one_way, **BOUND
    )
    head = in_words(_("Answers"), HEAD_WORDS, usual=usual.head, key="head")
    if head == "final_state":
        st.caption(
            _(
                "One answer for the whole sequence, the label of its last step, from two states: "
                "forward at the last step, backward at the first."
            )
        )
    left, right = st.columns(2)
    head_units = left.number_input(_("Hidden Dense units (0: none)"), 0, 512, 0, key="head_units", **BOUND)
    dropout = right.number_input(_("Dropout"), 0.0, 0.9, 0.0, 0.1, key="dropout", **BOUND)
    return ModelConfig(
        cell=cell,
        units=units,
        layers=layers,
        direction=direction,
        merge_mode=merge_mode,
        shared_weights=shared,
        dropout=dropout,
        head=head,
        head_units=head_units,
    )


def trainer_control() -> str:
    """Who trains: this app's loops, or Keras's `fit`."""
    trainer = in_words(_("Trained by"), TRAINER_WORDS, usual=DEFAULT.training.trainer, key="trainer")
    if trainer == "keras":
        st.caption(
            _(
                "Keras's own `fit`, from the same first weights, on the same sequences in the same order: "
                "the run before stays behind the curve, in grey."
            )
        )
    return trainer


def training_controls(usual: TrainingConfig, *, prefix: str = "", drawn: bool = True) -> TrainingConfig:
    """How it learns: optimizer, learning rate, batch size, sequences, epochs, seed.

    Args:
        usual: what the controls begin with; its `trainer` stays.
        prefix: before the keys of the controls.
        drawn: whether the sequences are drawn, so that there may be any number of them.
    """
    optimizer = _choice(_("Optimizer"), OPTIMIZERS, usual.optimizer, f"{prefix}optimizer")
    left, right = st.columns(2)
    rate = left.number_input(
        _("Learning rate"),
        1e-7,
        10.0,
        usual.learning_rate,
        0.001,
        "%g",
        key=f"{prefix}learning_rate",
        **BOUND,
    )
    batch = right.number_input(_("Batch size"), 1, 4096, usual.batch_size, key=f"{prefix}batch_size", **BOUND)
    sequences = usual.sequences
    if drawn:
        sequences = left.number_input(
            _("Sequences"), 1, 1_000_000, usual.sequences, 1000, key=f"{prefix}sequences", **BOUND
        )
    epochs = right.number_input(_("Epochs"), 1, 1_000, usual.epochs, key=f"{prefix}epochs", **BOUND)
    seed = left.number_input(_("Seed"), 0, 2**31 - 1, usual.seed, key=f"{prefix}seed", **BOUND)
    return TrainingConfig(
        sequences=sequences,
        epochs=epochs,
        batch_size=batch,
        learning_rate=rate,
        optimizer=optimizer,
        seed=seed,
        trainer=usual.trainer,
    )


def preset_control(config: ExperimentConfig) -> None:
    """A list of ready experiments; it always shows which of them, if any, the controls stand at."""
    own = _("Your own settings")
    titles = {preset.title: name for name, preset in PRESETS.items()}
    matching = [preset.title for preset in PRESETS.values() if preset.config == config]
    session.put({"preset": matching[0] if matching else own})
    st.selectbox(
        _("Experiment"),
        [*titles, own] if not matching else list(titles),
        format_func=_,
        key="preset",
        label_visibility="collapsed",
        on_change=lambda: _apply(titles.get(session.get("preset"))),
    )


def _apply(name: str | None) -> None:
    if name:
        session.put(widget_values(PRESETS[name].config))


def widget_values(config: ExperimentConfig) -> Mapping[str, Any]:
    """The value of every control that stands for this config, by widget key."""
    task = {"task": config.task.name, f"{config.task.name}_timesteps": config.task.length}
    values = config.to_dict()
    values["model"].pop("embedding")
    return task | {"delay": config.task.delay} | values["model"] | values["training"]


def _choice(label: str, options: tuple[str, ...], usual: str, key: str, *, disabled: bool = False) -> str:
    chosen = st.segmented_control(
        label, options, default=usual, required=True, key=key, disabled=disabled, width="stretch", **BOUND
    )
    return str(chosen)
