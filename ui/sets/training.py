"""Choose a network on a data set, train it, and follow its epochs.

In: the data sets of a room, and what the room shows of a network. Out: a part of the page that refreshes
itself while a run is active. Used by: the rooms Reviews and Digits.
"""

from collections.abc import Callable, Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from ui import session
from ui.badge import badge
from ui.budget import can_look_inside, within_budget
from ui.frame import is_dark
from ui.language import _
from ui.links import BOUND
from ui.live import buttons, say, status
from ui.live_figure import live_figure
from viz_core.config import CELL_NAMES, DIRECTIONS, ExperimentConfig
from viz_core.data import DATA_SETS, widths
from viz_core.data.fetch import REMOTES, fetch, under_way
from viz_core.data.recipes import SCHEDULES, recipe
from viz_core.figures.training_epochs import epoch_curves
from viz_core.keras_scripts.data_sets import LOADING, set_code
from viz_core.network.weights import Weights, initial_weights
from viz_core.pretrained import trained_on
from viz_core.seeds import stream
from viz_core.training.job import Job

REFRESH_SECONDS = 1.0
CURVES_HEIGHT = 200

# What a room shows: (config, weights, source of the weights, whether the run still goes on).
Show = Callable[[ExperimentConfig, Weights, str, bool], None]


def choose(names: Sequence[str], *, usual: str, room: str) -> ExperimentConfig:
    """Data set, cell, direction and epochs; everything else is as the textbook has it.

    Args:
        names: of the data sets, keys of `DATA_SETS`.
        usual: the one to begin with.
        room: goes before the keys of the widgets.
    """
    which, cell, direction, epochs = st.columns([21, 26, 33, 13], vertical_alignment="bottom")
    name = one_of(which, _("Data"), names, usual=usual, key=f"{room}_set", written=title_of)
    cell_name = one_of(cell, _("Cell"), CELL_NAMES, usual="LSTM", key=f"{room}_cell")
    way = one_of(direction, _("Direction"), DIRECTIONS, usual="bidirectional", key=f"{room}_direction")
    count = epochs.number_input(_("Epochs"), 1, 50, SCHEDULES[name].epochs, key=f"{name}_epochs", **BOUND)
    return recipe(name, cell=cell_name, direction=way, epochs=count)


def title_of(name: str) -> str:
    """What a data set is called."""
    return _(DATA_SETS[name].title)


def one_of(
    place: DeltaGenerator,
    label: str,
    options: Sequence[str],
    *,
    usual: str,
    key: str,
    written: Callable[[str], str] = str,
) -> str:
    """One of a few options side by side, bound to the link; `written` is how an option reads."""
    chosen = place.segmented_control(
        label, options, default=usual, required=True, key=key, format_func=written, width="stretch", **BOUND
    )
    return str(chosen)


def describe(name: str) -> None:
    """Where a data set comes from, and whether it is here."""
    data_set = DATA_SETS[name]
    st.caption(f"{_(data_set.origin)} {_('Licence')}: {_(data_set.licence)}.")


def in_keras(config: ExperimentConfig) -> None:
    """The same experiment as a Keras script, where Keras has the data."""
    if config.task.name in LOADING:
        with st.expander(_("The same experiment in plain Keras")):
            st.code(set_code(config), language="python")


def follow(config: ExperimentConfig, show: Show, *, names: Sequence[str]) -> None:
    """The live part of the room: a run if there is one, else the network that came with the app."""
    job = _job(config, names)
    active = _active(config, job)
    st.fragment(_room, run_every=REFRESH_SECONDS if active else None)(config, show, names, active)


def _job(config: ExperimentConfig, names: Sequence[str]) -> Job | None:
    return session.active_run(names) or session.run_of(config)


def _active(config: ExperimentConfig, job: Job | None) -> bool:
    """Whether something goes on that the room must follow: a run, or a file on its way."""
    coming = under_way(config.task.name)
    return (job is not None and not job.state.over) or (coming is not None and not coming.over)


def _room(config: ExperimentConfig, show: Show, names: Sequence[str], was_active: bool) -> None:
    job = _job(config, names)
    active = _active(config, job)
    if was_active and not active:
        st.rerun()  # the run ended: the whole page must know, and the timer must stop
    shown = job.config if job is not None else config
    if can_look_inside(shown):
        weights, source = _network(shown, job)
        show(shown, weights, source, active)
    st.markdown(_("#### Train it here"), anchors=False)
    describe(shown.task.name)
    with st.container(horizontal=True, vertical_alignment="center"):
        buttons(config, job)
        with st.container():
            _progress(shown, job)
    within_budget(config)
    if job is not None:
        say(job, config)
        _curves(job)


def _progress(shown: ExperimentConfig, job: Job | None) -> None:
    if job is not None:
        st.progress(job.progress, text=status(job))
        return
    training = shown.training
    st.markdown(
        _("{sequences:,} sequences, {epochs} epochs, {optimizer}, batches of {batch}.").format(
            sequences=training.sequences,
            epochs=training.epochs,
            optimizer=training.optimizer,
            batch=training.batch_size,
        )
    )
    if not DATA_SETS[shown.task.name].available():
        _fetching(shown.task.name)


def _fetching(name: str) -> None:
    """A set whose file is not here: a button to fetch it, then how far it is."""
    if name not in REMOTES:
        st.caption(
            _("To train it here, put its files ({size}) into the folder that BIRNN_DATA_DIR names.").format(
                size=DATA_SETS[name].size
            )
        )
        return
    coming = under_way(name)
    if coming is not None and not coming.over:
        st.progress(coming.progress, text=_("Fetching: {share:.0%}").format(share=coming.progress))
        return
    if coming is not None and coming.error:
        st.error(coming.error)
    text = _("Fetch the data ({size}), once").format(size=DATA_SETS[name].size)
    if st.button(text, key=f"fetch_{name}"):
        fetch(name)
        st.rerun()


def _curves(job: Job) -> None:
    training = job.config.training
    curve = job.history.by_updates(training.steps)
    figure = epoch_curves(
        curve.epochs,
        total_epochs=training.epochs,
        updates=curve.steps,
        losses=curve.losses,
        accuracies=curve.accuracies,
        updates_per_epoch=training.steps_per_epoch,
        exact=[one.validation_exact for one in curve.epochs if one.validation_exact is not None],
        direction=job.config.model.direction,
        height=CURVES_HEIGHT,
        dark=is_dark(),
    )
    alt = _("Loss and accuracy on the training and the validation sequences, epoch by epoch")
    live_figure(figure, key="set_curves", height=CURVES_HEIGHT, alt=alt)
    exactly = " " + _("Dashed: validation sequences with every answer right.")
    st.caption(
        _(
            "Points: training; line: validation, on sequences the network never learns from. Healthy: both "
            "rise together. When the line turns down while the points go on, the network learns by heart."
        )
        + (exactly if job.config.model.decodes else "")
    )


def _network(config: ExperimentConfig, job: Job | None) -> tuple[Weights, str]:
    """The newest weights of a run, else those that came with the app, else the first random ones."""
    if job is not None and job.snapshots:
        return job.snapshots[-1].weights, "trained here"
    if (network := trained_on(config.task, config.model)) is not None:
        return network.weights, "pretrained"
    features, outputs = widths(config.task)
    rng = stream(config.training.seed, "weights")
    first = initial_weights(config.model, features=features, outputs=outputs, rng=rng)
    return first, "untrained"


def headline(text: str, *, source: str) -> None:
    """The answer, large enough for the last row, with where it comes from."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"### {text}", width="content", anchors=False)
        badge(source)
    if source == "untrained":
        st.info(_("This network has not learned anything yet: press Train, or choose another one."))
