"""Tables about a network: its answers on fresh sequences, its layers, its Keras code.

In: a config, a feed. Out: a part of a page.
"""

import streamlit as st

from ui.channel import Feed
from ui.language import _
from ui.live_figure import live_figure
from ui.live_part import live_part
from ui.savable import savable
from ui.script_to_copy import script_to_copy
from viz_core.config import ExperimentConfig
from viz_core.data import widths
from viz_core.keras_scripts.tasks import keras_code
from viz_core.network.summary import summary_rows
from viz_core.network.weights import head_names


def exams_view(config: ExperimentConfig, feed: Feed) -> None:
    """Answers to ten fresh sequences, and accuracy by position over many, for each head.

    Args:
        config: of the network that was examined.
        feed: pictures from `ui.train_pictures`, and where newer ones come from while the network learns.
    """
    if not any(f"answers{head}" in feed.pictures for head in head_names(config.model)):
        st.caption(_("This network is too large to be evaluated on fresh sequences here."))
        return
    for head in head_names(config.model):
        answers, by_step = f"answers{head}", f"positions{head}"
        left, right = st.columns(2)
        with left:
            html = feed.pictures[answers]["html"]
            live_part(html, key=answers.replace("/", "_"), live=feed.live(answers))
        with right:
            alt = _("Accuracy at each step, below the best a forward, a backward and both readers can do")
            figure, key = feed.pictures[by_step], by_step.replace("/", "_")
            live_figure(figure, key=key, alt=alt, live=feed.live(by_step))
            st.caption(
                _(
                    "Look where the network falls short of the best possible line of its own colour: there "
                    "it can still learn."
                )
            )


def summary_view(config: ExperimentConfig) -> None:
    """The model summary: layer, output shape, parameters."""
    features, outputs = widths(config.task)
    rows = summary_rows(config.model, features=features, outputs=outputs, timesteps=config.task.length)
    heading = (_("Layer"), _("Type"), _("Output shape"), _("Parameters"))
    cells = [(row.name, row.layer, _shape(row.output_shape), f"{row.parameters:,}") for row in rows]
    lines = [heading, (":--", ":--", ":--", "--:"), *cells]
    # `st.table` would make a data frame of it at each run, ten times as dear.
    with savable("table", key="layers"):
        st.markdown("\n".join(f"| {' | '.join(line)} |" for line in lines))
    total = sum(row.parameters for row in rows)
    st.markdown(_("**{total:,} parameters** that training can change.").format(total=total))


def _shape(shape: tuple[int | None, ...]) -> str:
    return str(shape).replace(" ", "\N{NO-BREAK SPACE}")


def keras_code_view(config: ExperimentConfig) -> None:
    """The same experiment as a Keras script, ready to copy."""
    label = _("The same experiment in plain Keras; it runs as it stands.")
    script_to_copy(label, lambda: keras_code(config), key="keras_script")
