"""Train a network live and watch it read."""

import streamlit as st

from ui.budget import mark_excess
from ui.controls import model_controls, preset_control, task_controls, training_controls
from ui.frame import open_page
from ui.language import _
from ui.live import follow
from ui.tables import keras_code_view, summary_view
from ui.task_words import both_ways, task_in_words
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
        training_config = training_controls()
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
    st.markdown(_("#### The network"), anchors=False)
    summary_view(config)
    st.markdown(_("#### In Keras"), anchors=False)
    keras_code_view(config)


open_page(_("Train"))
experiment()
both_ways()
