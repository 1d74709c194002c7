"""The parts of the lesson 'Resting points': whose points, the picture, the unit circle, other inputs.

In: what a person chose, or the run on the Train page. Out: parts of a page.
Everything slow is kept for all visitors, by its arguments.
"""

from dataclasses import dataclass
from typing import Any

import streamlit as st

from ui import session
from ui.badge import badge
from ui.frame import is_dark
from ui.in_words import in_words, listed_in_words
from ui.language import N_, _
from ui.lessons.resting_points_film import film_part
from ui.lessons.resting_points_parts import chosen_point, circle, how_sure, mark
from ui.lessons.resting_points_searched import show_searched
from ui.lessons.resting_points_silence import silence_part
from ui.links import BOUND
from ui.live_figure import live_figure
from ui.while_training import while_training
from viz_core.config import ExperimentConfig
from viz_core.dynamics.proof import MOST_UNITS
from viz_core.figures.resting_points import cobweb, over_input, plane
from viz_core.lessons import resting_points as lesson
from viz_core.lessons.resting_points import REACH, Branches, Layer, Scene
from viz_core.lessons.resting_points_silence import keeps_answers
from viz_core.network.weights import Weights
from viz_core.pretrained import load
from viz_core.tasks import TASKS

VIEWS = {"points": N_("Points"), "film": N_("The film")}
NETWORKS = {
    "flip_flop": N_("One switch, 1 unit"),
    "flip_flop_2": N_("Two switches, 2 units"),
    "flip_flop_3": N_("Three switches, 8 units"),
    "signed_walk": N_("Signed walk, 6 units"),
    "live": N_("My last run"),
}
# Networks of one cell only; the others come with each of `CELLS`.
OF_ONE_CELL = {"flip_flop_3": "resting_flip_flop_3_GRU", "signed_walk": "signed_walk_concat"}
CELLS = ("SimpleRNN", "GRU")
REFRESH_SECONDS = 1.0


# Units -> what to look at in the picture of their states.
LOOK = {
    1: N_(
        "**Look at** the filled dots, where the curve crosses the dashed diagonal and is less steep: there a "
        "state stays, and small disturbances die out. A hollow circle, where it is steeper, pushes states "
        "away. The thin steps follow one state from the h that you choose: to the curve, across to the "
        "diagonal, and again. Healthy after training on the switch: two stable points, and one for the "
        "backward reader, which has nothing to remember."
    ),
    2: N_(
        "**Look at** the filled dots: there a state stays, and small disturbances die out. Hollow diamonds "
        "are saddles, drawn in along one way and pushed away along another; hollow circles push everything "
        "away. On the coloured line unit 1 stands still, on the grey one unit 2; points lie where they "
        "cross. Arrows show one step, larger where the step is longer. Healthy after training on the "
        "switches: two stable points for one switch, four for two, and one for the backward reader, which "
        "has nothing to remember."
    ),
}


@dataclass(frozen=True, kw_only=True, eq=False)
class Choice:
    """What the controls stand at.

    Attributes:
        layer: of the chosen reader.
        config: of the network.
        weights: of the whole network.
        reader: 'forward' or 'backward'.
        source: where the weights come from, as for `badge`.
        inputs: what is read at every step, one number for each feature.
    """

    layer: Layer
    config: ExperimentConfig
    weights: Weights
    reader: str
    source: str
    inputs: tuple[float, ...]

    @property
    def cell(self) -> str:
        """'SimpleRNN' or 'GRU'."""
        return self.config.model.cell

    @property
    def units(self) -> int:
        """How many units the reader has."""
        return len(self.layer[1])


def room() -> None:
    """Controls and pictures; while a run goes on they follow it."""
    while_training(_room, every=REFRESH_SECONDS)


def _room() -> None:
    first, rest = st.columns([2, 7], vertical_alignment="bottom")
    if in_words(_("Show"), VIEWS, usual="points", key="rest_view", place=first) == "film":
        film_part(rest)
        return
    choice = _choose(rest)
    if choice is None:
        return
    if choice.units <= MOST_UNITS:
        _show(choice)
    else:
        show_searched(choice.config, choice.weights, choice.reader, choice.inputs, choice.source)
    if keeps_answers(choice.config):
        silence_part(choice.config, choice.weights, choice.source)


def _choose(place: Any) -> Choice | None:
    first, second, third = place.columns([3, 3, 3], vertical_alignment="bottom")
    name = listed_in_words(_("Network"), NETWORKS, usual="flip_flop_2", key="rest_network", place=first)
    cell = "GRU"
    if name != "live" and name not in OF_ONE_CELL:
        cell = in_words(_("Cell"), {one: one for one in CELLS}, usual="GRU", key="rest_cell", place=second)
    found = _network(name, cell)
    if found is None:
        st.info(
            _(
                "Train a SimpleRNN or GRU with 1 or 2 units on the Train page (for example the preset "
                "'Two flip-flops'); then its points move here while it learns."
            )
        )
        return None
    weights, config, source = found
    model = config.model
    both = {"forward": N_("forward"), "backward": N_("backward")}
    readers = {one: both[one] for one in model.readers}
    reader = in_words(
        _("Reader"), readers, usual=model.readers[0], key=f"rest_reader_{len(readers)}", place=third
    )
    reader = reader if reader in readers else model.readers[0]
    layer = lesson.layer_of(weights, model, reader)
    inputs = _inputs(len(layer[0]))
    return Choice(layer=layer, config=config, weights=weights, reader=reader, source=source, inputs=inputs)


def _network(name: str, cell: str) -> tuple[Weights, ExperimentConfig, str] | None:
    """Weights, their config, and where they come from; None when there is no run that fits."""
    if name != "live":
        shipped = load(OF_ONE_CELL.get(name, f"resting_{name}_{cell}"))
        return shipped.weights, shipped.config, "pretrained"
    for job in reversed(session.runs()):
        of_task = job.config.task.name in TASKS
        if of_task and job.snapshots and lesson.fits(job.config.model):
            return job.snapshots[-1].weights, job.config, "trained here"
    return None


def _inputs(features: int) -> tuple[float, ...]:
    """A slider for each number that is read at every step."""
    columns = st.columns(features)
    labels = [_("Input x, the same at every step")] if features == 1 else []
    labels = labels or [_("Input x{number}").format(number=place + 1) for place in range(features)]
    return tuple(
        float(column.slider(label, -REACH, REACH, 0.0, 0.05, key=f"rest_x{place + 1}", **BOUND))
        for place, (column, label) in enumerate(zip(columns, labels, strict=True))
    )


@st.cache_data(max_entries=256, show_spinner=False)
def _scene(layer: Layer, cell: str, inputs: tuple[float, ...]) -> Scene:
    return lesson.scene(layer, cell, inputs)


@st.cache_data(max_entries=128, show_spinner=False)
def _branches(layer: Layer, cell: str, inputs: tuple[float, ...], channel: int) -> Branches:
    return lesson.branches(layer, cell, inputs, channel)


def _show(choice: Choice) -> None:
    found = _scene(choice.layer, choice.cell, choice.inputs)
    points = found.points
    left, right = st.columns([3, 2])
    with right:
        chosen = chosen_point(points)
        if points:
            circle(points[chosen], chosen, choice.reader)
    with left:
        badge(choice.source)
        _states(choice, found, chosen)
    _other_inputs(choice)
    st.markdown(_(LOOK[choice.units]))


def _states(choice: Choice, found: Scene, chosen: int) -> None:
    looks: dict[str, Any] = {
        "chosen": chosen,
        "reader": choice.reader,
        "title": _(choice.reader),
        "note": how_sure(found.points),
        "dark": is_dark(),
    }
    if choice.units == 2:
        names = (_("hidden state, unit 1"), _("hidden state, unit 2"))
        figure = plane(
            found.axis,
            found.moved,
            found.nullclines,
            [mark(one, one.state, place) for place, one in enumerate(found.points, start=1)],
            units=names,
            **looks,
        )
        live_figure(figure, key="rest_plane", alt=_("Plane of two units with flow and resting points"))
        return
    picture = st.container()
    start = st.slider(_("Begin at h"), -1.0, 1.0, 0.1, 0.05, key="rest_start", **BOUND)
    walk = lesson.cobweb(choice.layer, choice.cell, choice.inputs, float(start))
    curve = lesson.curve(choice.layer, choice.cell, choice.inputs)
    axes = (_("h before a step"), _("h after it"))
    figure = cobweb(
        curve,
        walk,
        [mark(one, one.state, place) for place, one in enumerate(found.points, start=1)],
        axes=axes,
        **looks,
    )
    with picture:
        live_figure(figure, key="rest_cobweb", alt=_("One unit after a step against before it"))


def _other_inputs(choice: Choice) -> None:
    """Points over one input, the others staying as they are."""
    names = ["x"] if len(choice.inputs) == 1 else [f"x{place + 1}" for place in range(len(choice.inputs))]
    channel = 0
    if len(names) > 1:
        over = {name: name for name in names}
        picked = in_words(_("Points over input"), over, usual=names[0], key=f"rest_over_{len(names)}")
        channel = names.index(str(picked))
    others = tuple(0.0 if place == channel else value for place, value in enumerate(choice.inputs))
    found = _branches(choice.layer, choice.cell, others, channel)
    unit = lesson.most_moved(choice.layer, channel)
    figure = over_input(
        found.inputs,
        found.states[:, unit],
        found.stable,
        present=choice.inputs[channel],
        reader=choice.reader,
        title=_("Resting points over {name}").format(name=names[channel]),
        note=_("each proved") if found.proved else _("not proved at every input"),
        axes=(
            _("input {name}, the same at every step").format(name=names[channel]),
            _("h, unit {number}").format(number=unit + 1),
        ),
        names={True: _("stable"), False: _("not stable")},
        dark=is_dark(),
    )
    live_figure(figure, key="rest_over", alt=_("Resting points of one unit over the input"))
