"""Choose a network on a data set, train it, and follow its epochs.

In: the data sets of a page, and what the page shows of a network. Out: a part of the page whose pictures
change while a run is active.
"""

import html
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from ui import session
from ui.budget import can_look_inside, within_budget
from ui.channel import Feed, feed
from ui.frame import is_dark
from ui.headings import heading
from ui.in_words import in_words
from ui.language import _, ngettext
from ui.links import BOUND
from ui.live_part import live_part
from ui.run_status import news_of, status_html
from ui.script_to_copy import script_to_copy
from ui.sets.curve_words import curve_words
from ui.sets.set_page import Chosen, Network, SetPage, place_figure
from ui.shown_weights import shown_weights
from ui.train import buttons, say
from viz_core.config import CELL_NAMES, DIRECTIONS, ExperimentConfig
from viz_core.data import DATA_SETS
from viz_core.data.fetch import REMOTES, fetch, under_way
from viz_core.data.recipes import SCHEDULES, recipe
from viz_core.figures.training_epochs import plain_epoch_curves
from viz_core.keras_scripts.data_sets import LOADING, set_code
from viz_core.training.job import Job
from viz_core.watching.plain import plain
from viz_core.watching.stage import is_moving
from viz_core.watching.topics import Pictures

# How often the page looks how far a file is that is being fetched.
REFRESH_SECONDS = 1.0
CURVES_HEIGHT = 200


def choose(names: Sequence[str], *, usual: str, page: str) -> ExperimentConfig:
    """Data set, cell, direction and epochs; everything else is as the textbook has it.

    Args:
        names: of the data sets, keys of `DATA_SETS`.
        usual: the one to begin with.
        page: goes before the keys of the widgets.
    """
    which, cell, direction, epochs = st.columns([21, 26, 33, 13], vertical_alignment="bottom")
    name = in_words(_("Data"), titles_of(names), usual=usual, key=f"{page}_set", place=which)
    cell_name = one_of(cell, _("Cell"), CELL_NAMES, usual="LSTM", key=f"{page}_cell")
    way = direction_of(direction, key=f"{page}_direction")
    count = epochs.number_input(_("Epochs"), 1, 50, SCHEDULES[name].epochs, key=f"{name}_epochs", **BOUND)
    return recipe(name, cell=cell_name, direction=way, epochs=count)


def titles_of(names: Sequence[str]) -> dict[str, str]:
    """What data sets are called, not yet translated."""
    return {name: DATA_SETS[name].title for name in names}


def one_of(
    place: DeltaGenerator,
    label: str,
    options: Sequence[str],
    *,
    usual: str,
    key: str,
) -> str:
    """One of a few options side by side, which are called by their names in every language."""
    chosen = place.segmented_control(
        label, options, default=usual, required=True, key=key, width="stretch", **BOUND
    )
    return str(chosen)


def direction_of(place: DeltaGenerator, *, key: str) -> str:
    """Forward, backward or both."""
    words = {one: one for one in DIRECTIONS}
    return in_words(_("Direction"), words, usual="bidirectional", key=key, place=place)


def describe(name: str) -> None:
    """Where a data set comes from, and whether it is here."""
    data_set = DATA_SETS[name]
    st.caption(f"{_(data_set.origin)} {_('Licence')}: {_(data_set.licence)}.")


def in_keras(config: ExperimentConfig) -> None:
    """The same experiment as a Keras script, where Keras has the data."""
    if config.task.name in LOADING:
        script_to_copy(_("The same experiment in plain Keras"), lambda: set_code(config), key="keras_script")


def follow(config: ExperimentConfig, page: SetPage, *, names: Sequence[str]) -> None:
    """The live part of the page: a run if there is one, else the network that came with the app."""
    job = _job(config, names)
    coming = under_way(config.task.name)
    fetching = coming is not None and not coming.over
    st.fragment(_live, run_every=REFRESH_SECONDS if fetching else None)(
        config, page, names, fetching or _active(job)
    )


def _job(config: ExperimentConfig, names: Sequence[str]) -> Job | None:
    return session.shown_run(config, names)


def _active(job: Job | None) -> bool:
    return job is not None and not job.state.over


def _live(config: ExperimentConfig, page: SetPage, names: Sequence[str], was_active: bool) -> None:
    job = _job(config, names)
    coming = under_way(config.task.name)
    if was_active and not _active(job) and (coming is None or coming.over):
        st.rerun()  # the run, or the file on its way, came to an end: the whole page must know
    shown = job.config if job is not None else config
    chosen = page.choose(shown) if can_look_inside(shown) else None
    draw = partial(_drawn, page=page, chosen=chosen and chosen.sequence, dark=is_dark())
    news = _feed(job, page, chosen, draw) if job is not None and _active(job) else None
    shows = news if news and news.pictures else Feed(pictures=draw(job, config=shown))
    if chosen is not None:
        with chosen.place:
            page.place(shown, chosen, shows)
    heading(_("Train it here"))
    describe(shown.task.name)
    with st.container(horizontal=True, vertical_alignment="center"):
        buttons(config, job)
        with st.container():
            _progress(shown, job, news, shows)
    if job is None and not DATA_SETS[shown.task.name].available():
        _fetching(shown.task.name)
    within_budget(config)
    if job is not None:
        say(job, config)
        _curves(shows)
    if news is not None and not _active(job):
        st.rerun()  # it ended while this was drawn: what was sent is of its last stage, and no news follows


def _feed(job: Job, page: SetPage, chosen: Chosen | None, draw: Callable[..., Pictures]) -> Feed:
    key = (page.draw.__module__, chosen and chosen.key, is_dark())
    return feed(job, key, partial(_drawn_moving, draw=draw), news=news_of)


def _drawn_moving(job: Job, *, draw: Callable[..., Pictures]) -> Pictures:
    return draw(job, config=job.config)


def _drawn(
    job: Job | None, *, config: ExperimentConfig, page: SetPage, chosen: Any | None, dark: bool
) -> Pictures:
    """All that the page shows of a network, in any thread: the middle, and how its run goes."""
    run = {} if job is None else _run_pictures(job, dark)
    if chosen is None:
        return run
    weights, source = shown_weights(config, job)
    epochs = job.curve.epochs if job is not None else ()
    network = Network(
        config=config,
        weights=weights,
        source=source,
        moving=job is not None and is_moving(job),
        validated=epochs[-1].validation_accuracy if epochs else None,
        dark=dark,
    )
    return {**page.draw(chosen, network), **run}


def _run_pictures(job: Job, dark: bool) -> Pictures:
    """How a run goes: its status, its curves, and what is to be seen in them."""
    words = html.escape(curve_words(job.curve.epochs, job.config.model))
    return {
        "status": {"html": status_html(job)},
        "curves": epoch_curves(job, dark),
        "words": {"html": f'<p class="part-note">{words}</p>'},
    }


def _progress(shown: ExperimentConfig, job: Job | None, news: Feed | None, shows: Feed) -> None:
    if job is not None:
        # While the run is paused only its stage is news.
        live = shows.live("status") or (news.live() if news else None)
        live_part(shows.pictures["status"]["html"], key="run_status", live=live, leads=True)
        return
    training = shown.training
    st.markdown(
        ngettext(
            "{sequences:,} sequences, {epochs} epoch, {optimizer}, batches of {batch}.",
            "{sequences:,} sequences, {epochs} epochs, {optimizer}, batches of {batch}.",
            training.epochs,
        ).format(
            sequences=training.sequences,
            epochs=training.epochs,
            optimizer=training.optimizer,
            batch=training.batch_size,
        )
    )


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
        st.error(_(coming.error))
    text = _("Fetch the data ({size}), once").format(size=DATA_SETS[name].size)
    if st.button(text, key=f"fetch_{name}"):
        fetch(name)
        st.rerun()


def epoch_curves(job: Job, dark: bool) -> dict[str, Any]:
    """Loss and accuracy of a run on a data set, epoch by epoch."""
    training, curve = job.config.training, job.curve
    figure: dict[str, Any] = plain(
        plain_epoch_curves(
            curve.epochs,
            total_epochs=training.epochs,
            updates=curve.steps,
            losses=curve.losses,
            accuracies=curve.accuracies,
            updates_per_epoch=training.steps_per_epoch,
            exact=[one.validation_exact for one in curve.epochs if one.validation_exact is not None],
            direction=job.config.model.direction,
            height=CURVES_HEIGHT,
            dark=dark,
            _=_,
        )
    )
    return figure


def _curves(shows: Feed) -> None:
    alt = _("Loss and accuracy on the training and the validation sequences, epoch by epoch")
    place_figure(shows, "curves", key="set_curves", alt=alt)
    live_part(shows.pictures["words"]["html"], key="curve_words", live=shows.live("words"))
