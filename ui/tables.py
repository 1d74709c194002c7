"""Tables about a network: its answers on fresh sequences, its layers, its Keras code.

In: a config and weights. Out: a part of a page.
Used by: the Train page.
"""

import html

import streamlit as st

from ui.frame import is_dark
from ui.language import _
from ui.live_figure import live_figure
from viz_core.config import ExperimentConfig
from viz_core.figures.palette import palette
from viz_core.figures.training_positions import positions
from viz_core.keras_scripts.tasks import keras_code
from viz_core.network.summary import summary_rows
from viz_core.network.weights import Weights
from viz_core.statistics.evaluation import Exam, affordable, examine
from viz_core.statistics.metrics import AnswerRow
from viz_core.tasks import TASKS

# Examined again at every refresh of a live page, so few enough to take some 30 ms.
MOST_SEQUENCES = 200


def exams_view(config: ExperimentConfig, weights: Weights) -> None:
    """Answers to ten fresh sequences, and accuracy by position over many."""
    task = TASKS[config.task.name]
    many = affordable(config, features=task.features, outputs=task.outputs, most=MOST_SEQUENCES)
    if not many:
        st.caption(_("This network is too large to be asked fresh sequences here."))
        return
    for head, exam in examine(config, weights, sequences=many).items():
        fresh, by_position = st.columns(2)
        with fresh:
            _answers(exam, head)
        with by_position:
            _positions(config, exam, head)


def _answers(exam: Exam, head: str) -> None:
    st.markdown(
        _("**{count} fresh sequences: {share:.1%} of the answers right.** The first {rows}:").format(
            count=exam.sequences, share=exam.accuracy, rows=len(exam.rows)
        )
        + _reader(head)
    )
    rows = "".join(_row(row) for row in exam.rows)
    heading = f"<tr><th>y</th><th>ŷ</th><th>{html.escape(_('correct'))}</th></tr>"
    st.html(f'<div style="overflow-x:auto"><table class="answers">{heading}{rows}</table></div>')


def _reader(head: str) -> str:
    return _(" (the {reader} reader's own answers)").format(reader=head[1:]) if head else ""


def _row(row: AnswerRow) -> str:
    """One sequence: its targets, its answers with the wrong ones marked, whether all are right."""
    colours = palette(dark=is_dark())
    wrong = f"color:{colours.wrong};font-weight:700;text-decoration:underline"
    pairs = zip(row.targets, row.predicted, strict=True)
    said = " ".join(f"{p}" if p == t else f'<span style="{wrong}">{p}</span>' for t, p in pairs)
    verdict = "✓" if row.correct else f"{row.right}/{len(row.targets)}"
    return f"<tr><td>{' '.join(map(str, row.targets))}</td><td>{said}</td><td>{verdict}</td></tr>"


def _positions(config: ExperimentConfig, exam: Exam, head: str) -> None:
    best = TASKS[config.task.name].ceilings_per_step(config.task)
    if config.model.head == "final_state":
        best = {reader: steps[-1:] for reader, steps in best.items()}
    figure = positions(
        exam.per_step, ceilings=best, direction=head[1:] or config.model.direction, dark=is_dark()
    )
    alt = _("Accuracy at each step, below the best a forward, a backward and both readers can do")
    live_figure(figure, key=f"positions{head.replace('/', '_')}", alt=alt)
    st.caption(
        _("Look where the network falls short of the line of its own reader: there it can still learn.")
    )


def summary_view(config: ExperimentConfig) -> None:
    """The model summary: layer, output shape, parameters."""
    task = TASKS[config.task.name]
    rows = summary_rows(
        config.model, features=task.features, outputs=task.outputs, timesteps=config.task.length
    )
    st.table(
        {
            _("Layer"): [row.name for row in rows],
            _("Type"): [row.layer for row in rows],
            _("Output shape"): [str(row.output_shape).replace(" ", "\N{NO-BREAK SPACE}") for row in rows],
            _("Parameters"): [f"{row.parameters:,}" for row in rows],
        },
        hide_index=True,
    )
    total = sum(row.parameters for row in rows)
    st.markdown(_("**{total:,} parameters** that training can change.").format(total=total))


def keras_code_view(config: ExperimentConfig) -> None:
    """The same experiment as a Keras script, ready to copy."""
    st.caption(_("The same experiment in plain Keras; it runs as it stands."))
    st.code(keras_code(config), language="python", height=420)
