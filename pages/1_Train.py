"""Train a network live and watch it read."""

from dataclasses import replace

import streamlit as st

from ui.budget import mark_excess
from ui.controls import (
    DEFAULT,
    model_controls,
    preset_control,
    task_controls,
    trainer_control,
    training_controls,
)
from ui.frame import open_page
from ui.headings import heading
from ui.language import _
from ui.tables import keras_code_view, summary_view
from ui.task_words import both_ways, task_in_words
from ui.train import follow
from viz_core.config import ExperimentConfig


def controls() -> ExperimentConfig:
    """The task in words, and the controls in their popovers."""
    words = st.container()
    preset, task, model, training = st.columns([4, 2, 2, 2], vertical_alignment="bottom")
    places = {
        "task": task.popover(_("Task"), width="stretch"),
        "model": model.popover(_("Model"), width="stretch"),
        "training": training.popover(_("Training"), width="stretch"),
    }
    notices = {part: place.empty() for part, place in places.items()}
    with places["task"]:
        task_config = task_controls()
    with places["model"]:
        model_config = model_controls()
    with places["training"]:
        usual = replace(DEFAULT.training, trainer=trainer_control())
        training_config = training_controls(usual)
    with words:
        task_in_words(task_config)
    config = ExperimentConfig(task=task_config, model=model_config, training=training_config)
    mark_excess(config, notices)
    with preset:
        preset_control(config)
    return config


@st.fragment
def experiment() -> None:
    """All that a control changes; the frame and the list of problems are not drawn again with it."""
    config = controls()
    follow(config)
    heading(_("The network"))
    summary_view(config)
    heading(_("In Keras"))
    keras_code_view(config)


open_page(_("Train"))
experiment()
both_ways()
