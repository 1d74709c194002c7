"""What the Train page shows of a run, as plain values: drawn by its script, and for the channel without it.

In: a run, weights, the sequence that is watched. Out: pictures by name, as JSON has them.
"""

import html
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ui.channel import exams
from ui.language import _
from ui.player_payload import view as player_view
from ui.run_status import status_html
from ui.shown_weights import shown_weights
from viz_core.config import ExperimentConfig
from viz_core.figures.palette import palette
from viz_core.figures.training import plain_curves
from viz_core.figures.training_positions import plain_positions
from viz_core.limits.budget import can_be_shown
from viz_core.network.probe import Probe
from viz_core.network.weights import head_names
from viz_core.statistics.evaluation import Exam
from viz_core.statistics.metrics import AnswerRow
from viz_core.tasks import TASKS
from viz_core.training.cluster import Cluster
from viz_core.training.history import Curve
from viz_core.training.job import Job
from viz_core.watching.exams import sequences_for
from viz_core.watching.plain import plain
from viz_core.watching.topics import Pictures

CURVES_HEIGHT = 160


@dataclass(frozen=True, kw_only=True, eq=False)
class View:
    """How somebody looks at a run.

    Attributes:
        probe: the sequence that the player shows.
        before: the curve of the run before, to compare with, or None.
        dark: for the dark theme.
    """

    probe: Probe
    before: Curve | None
    dark: bool


def moving_pictures(job: Job, *, view: View, cluster: Cluster) -> Pictures:
    """Everything that the page shows of a run that goes on; has its newest weights examined on its worker."""
    run = {"status": {"html": status_html(job)}, "curves": curves_picture(job.config, job.curve, view)}
    if not can_be_shown(job.config):
        return run
    exams().ask(job, cluster)
    weights, source = shown_weights(job.config, job)
    return {
        **run,
        "player": player_view(job.config, weights, view.probe, source=source, small=True),
        **exam_pictures(job.config, exams().of_run(job), dark=view.dark),
    }


def curves_picture(
    config: ExperimentConfig, curve: Curve, view: View, *, cursor_step: int | None = None
) -> dict[str, Any]:
    """Loss and accuracy so far; before the first press only the best that is possible."""
    total = config.training.steps
    figure: dict[str, Any] = plain(
        plain_curves(
            curve.steps,
            curve.losses,
            curve.accuracies,
            ceilings=TASKS[config.task.name].ceilings(config.task),
            total_steps=total,
            previous=view.before,
            cursor_step=cursor_step,
            waiting=_("The loss will be drawn here."),
            direction=config.model.direction,
            height=CURVES_HEIGHT,
            dark=view.dark,
            _=_,
        )
    )
    return figure


def exam_pictures(config: ExperimentConfig, examined: Mapping[str, Exam] | None, *, dark: bool) -> Pictures:
    """For each head its answers to fresh sequences, and its accuracy by position over many.

    Args:
        config: of the network.
        examined: its exams; None before it has been asked, when only the best possible is drawn.
        dark: for the dark theme.
    """
    exams_by_head: Mapping[str, Exam | None] = examined or {}
    if examined is None and sequences_for(config):
        exams_by_head = dict.fromkeys(head_names(config.model))
    pictures: dict[str, Mapping[str, Any]] = {}
    for head, exam in exams_by_head.items():
        pictures[f"answers{head}"] = {
            "html": _not_asked() if exam is None else _answers(exam, head, dark=dark)
        }
        pictures[f"positions{head}"] = _positions(config, exam, head, dark=dark)
    return pictures


def _not_asked() -> str:
    words = _("While it trains, it is evaluated on sequences that it has never seen; see its answers here.")
    return f'<p class="answers-summary">{html.escape(words)}</p>'


def _answers(exam: Exam, head: str, *, dark: bool) -> str:
    words = _("{count} fresh sequences: {share:.1%} of the answers right.")
    summary = words.format(count=exam.sequences, share=exam.accuracy)
    reader = _(" (the {reader} reader's own answers)").format(reader=head[1:]) if head else ""
    rest = html.escape(_("The first {rows}:").format(rows=len(exam.rows)) + reader)
    rows = "".join(_row(row, dark=dark) for row in exam.rows)
    heading = f"<tr><th>y</th><th>ŷ</th><th>{html.escape(_('correct'))}</th></tr>"
    table = f'<div style="overflow-x:auto"><table class="answers">{heading}{rows}</table></div>'
    return f'<p class="answers-summary"><strong>{html.escape(summary)}</strong> {rest}</p>{table}'


def _row(row: AnswerRow, *, dark: bool) -> str:
    """One sequence: its targets, its answers with the wrong ones marked, whether all are right."""
    wrong = f"color:{palette(dark=dark).wrong};font-weight:700;text-decoration:underline"
    pairs = zip(row.targets, row.predicted, strict=True)
    said = " ".join(f"{p}" if p == t else f'<span style="{wrong}">{p}</span>' for t, p in pairs)
    verdict = "✓" if row.correct else f"{row.right}/{len(row.targets)}"
    return f"<tr><td>{' '.join(map(str, row.targets))}</td><td>{said}</td><td>{verdict}</td></tr>"


def _positions(config: ExperimentConfig, exam: Exam | None, head: str, *, dark: bool) -> dict[str, Any]:
    best = TASKS[config.task.name].ceilings_per_step(config.task)
    if config.model.head == "final_state":
        best = {reader: steps[-1:] for reader, steps in best.items()}
    direction = head[1:] or config.model.direction
    figure: dict[str, Any] = plain(
        plain_positions(
            None if exam is None else exam.per_step, ceilings=best, direction=direction, dark=dark, _=_
        )
    )
    return figure
