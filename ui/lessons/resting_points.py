"""The parts of the lesson 'Resting points': whose points, the picture, the unit circle, other inputs.

In: what a person chose, or the run on the Train page. Out: parts of a page.
Everything slow is kept for all visitors, by its arguments.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import streamlit as st

from ui import asides
from ui.badge import badge
from ui.frame import is_dark
from ui.guests.resting import guest_at_rest
from ui.in_words import in_words, listed_in_words
from ui.language import N_, _
from ui.last_run import last_run
from ui.lessons.resting_points_film import film_part
from ui.lessons.resting_points_parts import chosen_point, how_sure, mark, press_point
from ui.lessons.resting_points_searched import show_searched
from ui.lessons.resting_points_silence import silence_part
from ui.links import BOUND
from ui.live_figure import live_figure
from ui.refreshing import while_training
from viz_core.config import ExperimentConfig
from viz_core.figures.resting_points import cobweb, over_input, plane
from viz_core.lessons import resting_points as lesson
from viz_core.lessons.resting_points import REACH, Branches, Layer, Scene
from viz_core.lessons.resting_points_searched import Searched, can_be_searched, searched
from viz_core.lessons.resting_points_silence import keeps_answers
from viz_core.network.weights import Weights
from viz_core.pretrained import load
from viz_core.training.job import Job

Found = TypeVar("Found")

VIEWS = {"points": N_("Points"), "film": N_("The film")}
NETWORKS = {
    "flip_flop": N_("One switch, 1 unit"),
    "flip_flop_2": N_("Two switches, 2 units"),
    "flip_flop_3": N_("Three switches, 8 units"),
    "signed_walk": N_("Signed walk, 6 units"),
    "live": N_("My last run"),
    "guest": N_("Your network"),
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
        name: of the network.
        config: of the network.
        weights: of the whole network.
        job: the run that it comes from; None of one that comes along.
        reader: 'forward' or 'backward'.
        inputs: what is read at every step, one number for each feature.
    """

    name: str
    config: ExperimentConfig
    weights: Weights
    job: Job | None
    reader: str
    inputs: tuple[float, ...]

    @property
    def source(self) -> str:
        """Where the weights come from, as for `badge`."""
        return "pretrained" if self.job is None else "trained here"

    @property
    def layer(self) -> Layer:
        """That of the chosen reader."""
        return lesson.layer_of(self.weights, self.config.model, self.reader)

    @property
    def cell(self) -> str:
        """'SimpleRNN' or 'GRU'."""
        return self.config.model.cell

    @property
    def units(self) -> int:
        """How many units the reader has."""
        return self.config.model.units


def at_work() -> None:
    """Controls and pictures; while a run goes on they follow it."""
    while_training(_at_work, every=REFRESH_SECONDS)


def _at_work() -> None:
    first, rest = st.columns([2, 7], vertical_alignment="bottom")
    if in_words(_("Show"), VIEWS, usual="points", key="rest_view", place=first) == "film":
        film_part(rest)
        return
    choice = _choose(rest)
    if choice is None:
        return
    if lesson.fits(choice.config.model):
        _of_choice(choice, "scene", lesson.run_scene, _scene, _show)
        _other_inputs(choice)
        st.markdown(_(LOOK[choice.units]))
    else:
        _of_choice(choice, "searched", searched, _searched, _show_searched)
    if keeps_answers(choice.config):
        silence_part(choice.config, choice.weights, choice.job)


def _of_choice(
    choice: Choice,
    what: str,
    function: Callable[..., Found],
    kept: Callable[..., Found],
    show: Callable[[Choice, Found], None],
) -> None:
    """Show what is computed of a reader under its inputs: of a run by its worker, else here, and kept."""
    rest = (choice.reader, choice.inputs)
    if choice.job is None:
        show(choice, kept(choice.config, choice.weights, *rest))
        return
    asides.draw_newest(
        asides.small_results(),
        choice.job,
        (what, *rest),
        function,
        rest,
        lambda moment, found: show(replace(choice, weights=moment.weights), found),
    )


def _choose(place: Any) -> Choice | None:
    first, second, third = place.columns([3, 3, 3], vertical_alignment="bottom")
    name = listed_in_words(_("Network"), NETWORKS, usual="flip_flop_2", key="rest_network", place=first)
    if name == "guest":
        guest_at_rest()
        return None
    cell = "GRU"
    if name != "live" and name not in OF_ONE_CELL:
        cell = in_words(_("Cell"), {one: one for one in CELLS}, usual="GRU", key="rest_cell", place=second)
    found = _network(name, cell)
    if found is None:
        st.info(
            _(
                "Train a network of up to 16 units on a task on the Train page (for example the preset 'Two "
                "flip-flops'); then its points move here while it learns."
            )
        )
        return None
    config, weights, job = found
    model = config.model
    both = {"forward": N_("forward"), "backward": N_("backward")}
    readers = {one: both[one] for one in model.readers}
    reader = in_words(
        _("Reader"), readers, usual=model.readers[0], key=f"rest_reader_{len(readers)}", place=third
    )
    reader = reader if reader in readers else model.readers[0]
    inputs = _inputs(len(lesson.layer_of(weights, model, reader)[0]))
    return Choice(
        name=f"{name} {cell}", config=config, weights=weights, job=job, reader=reader, inputs=inputs
    )


def _network(name: str, cell: str) -> tuple[ExperimentConfig, Weights, Job | None] | None:
    """A config, its weights and the run that they come from; None when there is no run that fits."""
    if name != "live":
        shipped = load(OF_ONE_CELL.get(name, f"resting_{name}_{cell}"))
        return shipped.config, shipped.weights, None
    job = last_run(lambda config: can_be_searched(config.model))
    return None if job is None else (job.config, job.snapshots[-1].weights, job)


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
def _scene(config: ExperimentConfig, weights: Weights, reader: str, inputs: tuple[float, ...]) -> Scene:
    return lesson.run_scene(config, weights, reader, inputs)


@st.cache_data(max_entries=64, show_spinner=False)
def _searched(config: ExperimentConfig, weights: Weights, reader: str, inputs: tuple[float, ...]) -> Searched:
    return searched(config, weights, reader, inputs)


def _show_searched(choice: Choice, found: Searched) -> None:
    show_searched(
        found,
        choice.reader,
        key="rest_searched",
        alt=_("Resting points among the visited states"),
        caption=_(
            "{stable} of {all} points are stable. Grey dots: states of sequences, seen from the same side."
        ),
        source=choice.source,
    )


def _show(choice: Choice, found: Scene) -> None:
    left, right = st.columns([3, 2])
    with right:
        chosen = chosen_point(found.points, choice.reader)
    with left:
        badge(choice.source)
        _states(choice, found, chosen)


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
        alt = _("Plane of two units with flow and resting points")
        live_figure(figure, key="rest_plane", alt=alt, on_click=press_point(found.points))
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
        alt = _("One unit after a step against before it")
        live_figure(figure, key="rest_cobweb", alt=alt, on_click=press_point(found.points))


def _other_inputs(choice: Choice) -> None:
    """Points over one input, the others staying as they are; up to a second of a worker's time."""
    names = ["x"] if len(choice.inputs) == 1 else [f"x{place + 1}" for place in range(len(choice.inputs))]
    channel = 0
    if len(names) > 1:
        over = {name: name for name in names}
        picked = in_words(_("Points over input"), over, usual=names[0], key=f"rest_over_{len(names)}")
        channel = names.index(str(picked))
    others = tuple(0.0 if place == channel else value for place, value in enumerate(choice.inputs))
    rest = (choice.reader, others, channel)
    store = asides.small_results()
    if choice.job is not None:
        asides.draw_newest(
            store,
            choice.job,
            ("branches", *rest),
            lesson.run_branches,
            rest,
            lambda moment, found: _branches(
                replace(choice, weights=moment.weights), found, names[channel], channel
            ),
        )
        return
    asides.draw_result(
        store,
        ("branches", choice.name, *rest),
        lesson.run_branches,
        (choice.config, choice.weights, *rest),
        lambda found: _branches(choice, found, names[channel], channel),
    )


def _branches(choice: Choice, found: Branches, name: str, channel: int) -> None:
    unit = lesson.most_moved(choice.layer, channel)
    figure = over_input(
        found.inputs,
        found.states[:, unit],
        found.stable,
        present=choice.inputs[channel],
        reader=choice.reader,
        title=_("Resting points over {name}").format(name=name),
        note=_("each proved") if found.proved else _("not proved at every input"),
        axes=(
            _("input {name}, the same at every step").format(name=name),
            _("h, unit {number}").format(number=unit + 1),
        ),
        names={True: _("stable"), False: _("not stable")},
        dark=is_dark(),
    )
    live_figure(figure, key="rest_over", alt=_("Resting points of one unit over the input"))
