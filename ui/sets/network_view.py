"""The network of a page: its layers with their parameters, its accuracy on the test set, its Keras script.

In: a config. Out: the end of a page of real sequences.
"""

import streamlit as st

from ui.headings import heading
from ui.language import _
from ui.tables import summary_view
from ui.visitor_words import sentence
from viz_core.config import ExperimentConfig
from viz_core.data import widths
from viz_core.data.data_set import MissingFile
from viz_core.data.recipes import SET_RECIPES
from viz_core.keras_scripts.tagging import tagging_code
from viz_core.network.summary import summary_rows
from viz_core.pretrained import card_accuracy


def network_view(config: ExperimentConfig) -> None:
    """`model.summary()` of a network on a data set, and what it reached on sequences that it never met."""
    heading(_("The network: `model.summary()`"))
    try:
        summary_view(config)
    except MissingFile as problem:
        st.caption(sentence(problem))
        return
    if config.model.decodes:
        _encoder_and_decoder(config)
    if (reached := _on_test(config)) is not None:
        share, answers = reached
        said = _(
            "**Accuracy on the test set**, of this network as shipped: {share:.4f} ({answers:,} answers)."
        )
        st.markdown(said.format(share=share, answers=answers))


def _encoder_and_decoder(config: ExperimentConfig) -> None:
    """Which of the layers is which part; every recurrent layer after `RepeatVector` decodes."""
    readers = (config.model.cell, f"Bidirectional({config.model.cell})")
    features, outputs = widths(config.task)
    rows = summary_rows(config.model, features=features, outputs=outputs, timesteps=config.task.length)
    names = [f"`{row.name}`" for row in rows if row.layer in readers]
    st.markdown(
        _(
            "{encoder} is the **encoder**: it hands on its last states only. `RepeatVector` gives that one "
            "vector to {decoder}, the **decoder**, at every step; `{last}` applies the same softmax layer to "
            "each of its states."
        ).format(encoder=names[0], decoder=names[-1], last=rows[-1].name)
    )


def _on_test(config: ExperimentConfig) -> tuple[float, int] | None:
    names = [
        name for name, one in SET_RECIPES.items() if (one.task, one.model) == (config.task, config.model)
    ]
    return card_accuracy(names[0]) if names else None


def tagger_in_keras(config: ExperimentConfig) -> None:
    """The same tagger as a Keras script that reads a file of tagged sentences."""
    with st.expander(_("The same experiment in plain Keras")):
        st.code(tagging_code(config), language="python")
