"""What the other side of a step is worth: the three directions on one table, beside guessing.

In: an experiment. Out: a table of accuracies, and a button that trains all three one after the other.
"""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from ui import session
from ui.headings import heading
from ui.language import N_, _
from ui.savable import savable
from ui.visitor import visitor
from ui.visitor_words import plain
from viz_core.config import DIRECTIONS, ExperimentConfig
from viz_core.data.own_sequences import commonest
from viz_core.data.own_sets import OWN, own_data
from viz_core.limits.budget import excess
from viz_core.training.reports import JobState

WAITING = "own_waiting"
ARROWS = {"forward": N_("→ forward"), "backward": N_("← backward"), "bidirectional": N_("both")}


def compared(config: ExperimentConfig) -> None:
    """Accuracy in validation: guessing, and each direction that was trained here with these settings."""
    guess, share = commonest(own_data(config.task.source))
    rows = {_("always guessing “{label}”").format(label=plain(guess)): f"{share:.3f}"}
    for direction, one in _ways(config).items():
        accuracy = reached(one)
        rows[_(ARROWS[direction])] = _("not trained yet") if accuracy is None else f"{accuracy:.3f}"
    heading(_("Accuracy on the sequences kept for validation"))
    with savable("table", key="own_compared"):
        st.table({_("reader"): list(rows), _("share of right answers"): list(rows.values())}, hide_index=True)
    _train_all(config)
    st.caption(
        _(
            "What both readers gain over the better one of them is what the other side of a step is worth in "
            "these data. A network no better than guessing has learned nothing."
        )
    )


def reached(config: ExperimentConfig) -> float | None:
    """The validation accuracy at the end of the newest epoch of a run."""
    run = session.run_of(config)
    epochs = run.curve.epochs if run is not None else ()
    return epochs[-1].validation_accuracy if epochs else None


def _ways(config: ExperimentConfig) -> dict[str, ExperimentConfig]:
    """The same experiment in each direction."""
    return {one: replace(config, model=replace(config.model, direction=one)) for one in DIRECTIONS}


def _train_all(config: ExperimentConfig) -> None:
    """One press trains what is not trained yet; each run that ends by itself makes way for the next."""
    active = session.active_run(OWN) is not None
    ways = _ways(config).values()
    left = [one for one in ways if not _finished(one) and excess(one) is None]
    pressed = st.button(_("Train what is missing"), key="own_all", disabled=active or not left)
    waiting: Sequence[ExperimentConfig] = left if pressed else session.get(WAITING, ())
    if not waiting or active:
        return
    if not pressed and not _goes_on(waiting[0], config):
        session.put({WAITING: ()})
        return
    session.put({WAITING: waiting[1:]})
    session.start(waiting[0], owner=visitor().name)
    st.rerun()


def _goes_on(following: ExperimentConfig, config: ExperimentConfig) -> bool:
    """Whether the run before was not interrupted, and this is still its table."""
    return following.task == config.task and session.runs()[-1].state is JobState.FINISHED


def _finished(config: ExperimentConfig) -> bool:
    run = session.run_of(config)
    return run is not None and run.state is JobState.FINISHED
