"""The network of a room: its layers with their parameters, its accuracy on the test set, its Keras script.

In: a config. Out: the end of a room of real sequences.
"""

import streamlit as st

from ui.language import _
from ui.tables import summary_view
from ui.visitor_words import sentence
from viz_core.config import ExperimentConfig
from viz_core.data.data_set import MissingFile
from viz_core.data.recipes import SET_RECIPES
from viz_core.keras_scripts.tagging import tagging_code
from viz_core.pretrained import card_accuracy


def network_view(config: ExperimentConfig) -> None:
    """`model.summary()` of a network on a data set, and what it reached on sequences that it never met."""
    st.markdown(_("#### The network: `model.summary()`"), anchors=False)
    try:
        summary_view(config)
    except MissingFile as problem:
        st.caption(sentence(problem))
        return
    if (reached := _on_test(config)) is not None:
        share, answers = reached
        said = _(
            "**Accuracy on the test set**, of this network as shipped: {share:.4f} ({answers:,} answers)."
        )
        st.markdown(said.format(share=share, answers=answers))


def _on_test(config: ExperimentConfig) -> tuple[float, int] | None:
    names = [
        name for name, one in SET_RECIPES.items() if (one.task, one.model) == (config.task, config.model)
    ]
    return card_accuracy(names[0]) if names else None


def tagger_in_keras(config: ExperimentConfig) -> None:
    """The same tagger as a Keras script that reads a file of tagged sentences."""
    with st.expander(_("The same experiment in plain Keras")):
        st.code(tagging_code(config), language="python")
