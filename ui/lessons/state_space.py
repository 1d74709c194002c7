"""The parts of the lesson 'State space': whose states, what they are coloured by, the planes.

In: what a person chose, or the run on the Train page. Out: parts of a page.
What does not depend on the chosen sequence is computed once for all visitors.
"""

import streamlit as st

from ui import asides, session
from ui.in_words import in_words, listed_in_words
from ui.language import N_, _, language
from ui.lessons.state_space_networks import (
    Network,
    at_moment,
    choose_network,
    row_names,
    sequences_of,
    twin_of,
)
from ui.links import BOUND
from ui.pictures import state_space
from ui.probe import probe_controls
from ui.refreshing import while_training
from viz_core.config import ExperimentConfig
from viz_core.lessons import state_space as lesson
from viz_core.lessons.state_space import Space
from viz_core.lessons.state_space_colours import colourings
from viz_core.lessons.state_space_payload import (
    Clouds,
    ShownNetwork,
    StateSpacePayload,
    clouds,
    state_space_payload,
)
from viz_core.network.probe import Probe
from viz_core.network.weights import Weights
from viz_core.training.job import Job

VIEWS = {"planes": N_("Planes"), "solid": N_("3-D"), "crossed": N_("Forward against backward")}
COLOURS = {
    "target": N_("Target"),
    "past_sum": N_("Sum so far"),
    "future_sum": N_("Sum from here"),
    "position": N_("Step"),
    "belief": N_("Exact belief"),
}
# View -> what to look at in it, what a dot is, and what R² says.
LOOK = {
    "planes": (
        N_(
            "**Look at** the thread: it joins the forward state, the merged state and the backward state of "
            "one step. The forward reader came there from step 1, the backward reader from the last one. "
            "Solid line: where the answer changes within the plane. Healthy: above, colours lie apart on its "
            "two sides; below, they do not."
        ),
        N_(
            "Each dot is a state of a fresh sequence; each plane is spanned by the first two principal "
            "components (PC1, PC2) of its own states, with their shares of the variance."
        ),
        N_("R² says how much of the colour a straight scale laid into the plane explains."),
    ),
    "solid": (
        N_(
            "**Look at** the thread: it joins the forward state, the merged state and the backward state of "
            "one step. Drag, or press the arrow keys on the clouds, to turn all six together. Healthy: "
            "above, colours lie apart from some side; below, they do not."
        ),
        N_(
            "Each dot is a state of a fresh sequence; each space is spanned by the first three principal "
            "components (PC1, PC2, PC3) of its own states, with their shares of the variance."
        ),
        N_("R² says how much of the colour a straight scale along one direction of the space explains."),
    ),
    "crossed": (
        N_(
            "**Look at** the plane on the left: PC1 of the forward state runs across, PC1 of the backward "
            "state upwards, and the thread leads from there to the merged state of the same step. Where one "
            "reader alone knew the answer, colours would part along its own axis; a slanted border needs "
            "both. Solid line: where the answer changes within the plane of the merged states. Healthy: "
            "above, colours lie apart; below, they mix."
        ),
        N_(
            "Each dot is a step of a fresh sequence; PC1 is the direction along which the states of one "
            "reader vary most. The plane of the merged states is spanned by their own first two principal "
            "components, with their shares of the variance."
        ),
        N_("R² says how much of the colour a straight scale laid into each plane explains."),
    ),
}
PICTURE = "space_picture"
REFRESH_SECONDS = 2.0


def at_work() -> None:
    """Controls and picture; while a run goes on they follow it."""
    while_training(_at_work, every=REFRESH_SECONDS)


def _at_work() -> None:
    first, second, third = st.columns([7, 8, 4], vertical_alignment="bottom")
    network = choose_network("space_network", first, usual="balance")
    view = in_words(_("Show"), VIEWS, usual="planes", key="space_view", place=second)
    if network is None:
        return
    task = network.config.task
    options = {one: COLOURS[one] for one in colourings(task.name)}
    colour = listed_in_words(
        _("Colour"), options, usual=next(iter(options)), key=f"space_colour_{len(options)}", place=third
    )
    colour = colour if colour in options else next(iter(options))
    if network.job is None:
        _draw(network, _space(network.key, network.config, network.weights), view, colour)
    else:
        _draw_run(network.job, view, colour)
    _words(view)


def _draw_run(job: Job, view: str, colour: str) -> None:
    """The newest moment of a run of which a worker has sent the states."""
    kept = job.snapshots
    axes = kept[lesson.axes_moment([one.step for one in kept])].weights
    asides.draw_newest(
        asides.large_results(),
        job,
        "space",
        lesson.run_space,
        (axes,),
        lambda moment, space: _draw(at_moment(job, moment), space, view, colour),
    )


def _draw(network: Network, space: Space, view: str, colour: str) -> None:
    """The picture and its cursor."""
    picture, cursor = st.container(), st.container()
    payload = _payload(network, space, view, colour, probe_controls(network.config.task))
    steps = network.config.task.length
    key = f"space_step_{steps}"
    with cursor:
        step = st.slider(_("Step at the cursor"), 1, steps, 1 + steps // 2, key=key, **BOUND)
    with picture:
        state_space({**payload, "frame": step - 1}, key=PICTURE, on_frame=lambda: _take_step(key))


def _words(view: str) -> None:
    """What to look at in this view, and what it says of learning."""
    look, dots, explained = LOOK[view]
    st.markdown(_(look))
    st.markdown(
        " ".join([_(dots), _(explained)])
        + " "
        + _(
            "A high share of variance shows no learning: first weights often have more. What counts is the "
            "difference from the untrained row, which has read the same sequences."
        )
    )


@st.cache_resource(max_entries=32, show_spinner=False)
def _space(key: tuple[str, int], config: ExperimentConfig, _weights: Weights) -> Space:
    return lesson.space(config, _weights, sequences_of(config))


@st.cache_data(max_entries=128, show_spinner=False)
def _clouds(
    key: tuple[str, int],
    config: ExperimentConfig,
    _weights: Weights,
    _space: Space,
    view: str,
    colour: str,
    spoken: str,
) -> Clouds:
    """The part of the picture that does not depend on the chosen sequence."""
    return clouds(config, _weights, _space, sequences_of(config), view=view, colour=colour, _=_)


def _payload(network: Network, space: Space, view: str, colour: str, probe: Probe) -> StateSpacePayload:
    """The picture, but for its cursor."""
    config, twin = network.config, twin_of(network.config)
    pairs = ((network, space), (twin, _space(twin.key, config, twin.weights)))
    shown = [
        ShownNetwork(
            name=row_names()[one.source],
            weights=one.weights,
            space=states,
            clouds=_clouds(one.key, config, one.weights, states, view, colour, language()),
        )
        for one, states in pairs
    ]
    return state_space_payload(shown, config, probe, source=network.source, colour=_(COLOURS[colour]), _=_)


def _take_step(key: str) -> None:
    """A cursor that has come to rest moves the slider, and with it the link."""
    session.put({key: session.get(PICTURE)["frame"] + 1})
