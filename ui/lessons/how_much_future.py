"""The parts of the lesson 'How much future': accuracy against look-ahead, and a table of all tasks.

In: what a person chose, or the run on the Train page. Out: parts of a page.
"""

import streamlit as st

from ui import session
from ui.badge import badge
from ui.budget import can_look_inside
from ui.frame import is_dark
from ui.language import N_, _
from ui.links import BOUND
from ui.live_figure import live_figure
from viz_core.config import ExperimentConfig, TaskConfig
from viz_core.figures.how_much_future import look_ahead_lines
from viz_core.lessons.how_much_future import NETWORKS, cut_accuracies, enough, exact, measured
from viz_core.network.probe import fresh_batch
from viz_core.network.weights import Weights
from viz_core.tasks import TASKS

LIVE = "live"
SHOWN_STEPS = (0, 1, 2, 4)
# Sequences of a run that are cut while somebody waits, and the longest of them.
RUN_SEQUENCES, LONGEST_RUN = 100, 40
SHARE = 0.95
NAMES = (N_("best possible"), N_("trained whole, cut"), N_("trained under the cut"))


def room() -> None:
    """The choice of the task, its lines, and the table of all tasks."""
    first, second = st.columns([4, 6], vertical_alignment="bottom")
    name = str(
        first.selectbox(_("Task"), [*NETWORKS, LIVE], key="future_task", format_func=_task_name, **BOUND)
    )
    if name == LIVE:
        _run(second)
    else:
        with second:
            badge("pretrained")
        known = measured()[name]
        _lines(TaskConfig(name=name), known.cut, dict(known.retrained))


def _task_name(name: str) -> str:
    return _("My last run") if name == LIVE else _(TASKS[name].title)


def _run(place: st.delta_generator.DeltaGenerator) -> None:
    for job in reversed(session.runs()):
        config = job.config
        short = config.task.name in TASKS and config.task.length <= LONGEST_RUN
        asked = config.model.head == "per_step" and config.model.merge_mode != "none"
        if short and asked and config.model.bidirectional and job.snapshots and can_look_inside(config):
            with place:
                badge("trained here")
            newest = job.snapshots[-1]
            cut = _cut(str(job.id), newest.step, config, newest.weights)
            _lines(config.task, cut, {})
            return
    st.info(
        _(
            "Train a bidirectional network with an answer at each step, a merge mode other than none and at "
            "most {steps} timesteps on the Train page; then it is cut here."
        ).format(steps=LONGEST_RUN)
    )


@st.cache_data(max_entries=64, show_spinner=False)
def _cut(run: str, step: int, _config: ExperimentConfig, _weights: Weights) -> tuple[float, ...]:
    return cut_accuracies(_config, _weights, fresh_batch(_config, RUN_SEQUENCES))


def _lines(task: TaskConfig, cut: tuple[float, ...], retrained: dict[int, float]) -> None:
    best = exact(task)
    least = enough(best, SHARE)
    words = _("{steps} steps bring {share:.0%} of the gain") if best[-1] > best[0] else _("nothing to gain")
    figure = look_ahead_lines(
        best,
        cut,
        retrained,
        names=(_(NAMES[0]), _(NAMES[1]), _(NAMES[2])),
        enough=least,
        enough_words=words.format(steps=least, share=SHARE),
        title=_(TASKS[task.name].title),
        axes=(_("look-ahead k: steps that an answer comes late"), _("accuracy")),
        dark=is_dark(),
    )
    live_figure(figure, key="future_lines", alt=_("Accuracy of a bidirectional reader over its look-ahead"))


def every_task() -> None:
    """The best possible of each task by look-ahead, and how much is enough."""
    heads = [*(f"k = {k}" for k in SHOWN_STEPS), _("all"), _("enough")]
    rows = [f"| {_('Task')} | {' | '.join(heads)} |", "|---|" + "---|" * len(heads)]
    for name, task in TASKS.items():
        best = exact(TaskConfig(name=name, delay=-2))
        cells = [f"{best[k]:.3f}" for k in SHOWN_STEPS] + [f"{best[-1]:.3f}", str(enough(best, SHARE))]
        title = _("Echo, two steps ahead") if name == "echo" else _(task.title)
        rows.append(f"| {title} | {' | '.join(cells)} |")
    st.markdown("\n".join(rows))
    badge("exact")
