"""The parts of the lesson 'Resting points': whose points, the picture, the unit circle, other inputs.

In: what a person chose, or the run on the Train page. Out: parts of a page.
Everything slow is kept for all visitors, by its arguments.
"""

from dataclasses import dataclass

import streamlit as st

from ui import session
from ui.badge import badge
from ui.frame import is_dark
from ui.language import N_, _
from ui.links import BOUND
from ui.live_figure import live_figure
from viz_core.config import ModelConfig
from viz_core.dynamics import FixedPoint, FixedPoints
from viz_core.figures.resting_points import Mark, cobweb, over_input, plane, unit_circle
from viz_core.lessons import resting_points as lesson
from viz_core.lessons.resting_points import REACH, Branches, Layer, Scene
from viz_core.network.weights import Weights
from viz_core.pretrained import load
from viz_core.tasks import TASKS

NETWORKS = {
    "flip_flop": N_("One switch, 1 unit"),
    "flip_flop_2": N_("Two switches, 2 units"),
    "live": N_("My last run"),
}
CELLS = ("SimpleRNN", "GRU")
KINDS = {"stable": N_("stable"), "saddle": N_("saddle"), "source": N_("source")}
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
        cell: 'SimpleRNN' or 'GRU'.
        reader: 'forward' or 'backward'.
        source: where the weights come from, as for `badge`.
        inputs: what is read at every step, one number for each feature.
    """

    layer: Layer
    cell: str
    reader: str
    source: str
    inputs: tuple[float, ...]

    @property
    def units(self) -> int:
        """How many units the reader has."""
        return len(self.layer[1])


def room() -> None:
    """Controls and pictures; while a run goes on they follow it."""
    active = session.active_run() is not None
    st.fragment(_room, run_every=REFRESH_SECONDS if active else None)(active)


def _room(was_active: bool) -> None:
    if was_active and session.active_run() is None:
        st.rerun()  # the run ended: the timer must stop
    choice = _choose()
    if choice is not None:
        _show(choice)


def _choose() -> Choice | None:
    first, second, third = st.columns([4, 2, 2], vertical_alignment="bottom")
    name = str(_segments(first, _("Network"), NETWORKS, "flip_flop_2", "rest_network"))
    cell = "GRU"
    if name != "live":
        cell = str(_segments(second, _("Cell"), {one: one for one in CELLS}, "GRU", "rest_cell"))
    found = _network(name, cell)
    if found is None:
        st.info(
            _(
                "Train a SimpleRNN or GRU with 1 or 2 units on the Train page (for example the preset "
                "'Two flip-flops'); then its points move here while it learns."
            )
        )
        return None
    weights, model, source = found
    both = {"forward": N_("forward"), "backward": N_("backward")}
    readers = {one: both[one] for one in model.readers}
    reader = str(_segments(third, _("Reader"), readers, model.readers[0], f"rest_reader_{len(readers)}"))
    reader = reader if reader in readers else model.readers[0]
    layer = lesson.layer_of(weights, model, reader)
    inputs = _inputs(len(layer[0]))
    return Choice(layer=layer, cell=model.cell, reader=reader, source=source, inputs=inputs)


def _segments(place: object, label: str, options: dict[str, str], usual: str, key: str) -> object:
    return place.segmented_control(  # type: ignore[attr-defined]
        label,
        list(options),
        default=usual,
        format_func=lambda one: _(options[one]),
        required=True,
        key=key,
        width="stretch",
        **BOUND,
    )


def _network(name: str, cell: str) -> tuple[Weights, ModelConfig, str] | None:
    """Weights, their network, and where they come from; None when there is no run that fits."""
    if name != "live":
        shipped = load(f"resting_{name}_{cell}")
        return shipped.weights, shipped.config.model, "pretrained"
    for job in reversed(session.runs()):
        of_task = job.config.task.name in TASKS
        if of_task and job.snapshots and lesson.fits(job.config.model):
            return job.snapshots[-1].weights, job.config.model, "trained here"
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
        chosen = _chosen(points)
        if points:
            _circle(points[chosen], chosen, choice.reader)
    with left:
        badge(choice.source)
        _states(choice, found, chosen)
    _other_inputs(choice)
    st.markdown(_(LOOK[choice.units]))


def _chosen(points: FixedPoints) -> int:
    """Which point the unit circle is about."""
    if not points:
        return 0
    numbers = {str(place + 1): str(place + 1) for place in range(len(points))}
    picked = str(_segments(st.container(), _("Point"), numbers, "1", f"rest_point_{len(points)}"))
    return list(numbers).index(picked)


def _said(points: FixedPoints) -> str:
    """How sure the points are."""
    count = _("1 point") if len(points) == 1 else _("{count} points").format(count=len(points))
    if points.proved:
        return _("{points}: proved, no others").format(points=count)
    return _("{points} found; index sum {sum}; not proved").format(points=count, sum=points.index_sum)


def _marks(points: FixedPoints) -> list[Mark]:
    return [
        Mark(
            state=one.state,
            kind=one.kind,
            label=str(place),
            hover=f"{place}: {_(KINDS[one.kind])}, h = " + ", ".join(f"{value:.3f}" for value in one.state),
        )
        for place, one in enumerate(points, start=1)
    ]


def _states(choice: Choice, found: Scene, chosen: int) -> None:
    looks = {
        "chosen": chosen,
        "reader": choice.reader,
        "title": _(choice.reader),
        "note": _said(found.points),
        "dark": is_dark(),
    }
    if choice.units == 2:
        names = (_("hidden state, unit 1"), _("hidden state, unit 2"))
        figure = plane(found.axis, found.moved, found.nullclines, _marks(found.points), units=names, **looks)
        live_figure(figure, key="rest_plane", alt=_("Plane of two units with flow and resting points"))
        return
    picture = st.container()
    start = st.slider(_("Begin at h"), -1.0, 1.0, 0.1, 0.05, key="rest_start", **BOUND)
    walk = lesson.cobweb(choice.layer, choice.cell, choice.inputs, float(start))
    curve = lesson.curve(choice.layer, choice.cell, choice.inputs)
    axes = (_("h before a step"), _("h after it"))
    figure = cobweb(curve, walk, _marks(found.points), axes=axes, **looks)
    with picture:
        live_figure(figure, key="rest_cobweb", alt=_("One unit after a step against before it"))


def _circle(point: FixedPoint, place: int, reader: str) -> None:
    title = f"{place + 1}: {_(KINDS[point.kind])}"
    words = (_("real part of λ"), _("imaginary part"))
    figure = unit_circle(point.eigenvalues, reader=reader, title=title, words=words, dark=is_dark())
    live_figure(figure, key="rest_circle", alt=_("Eigenvalues of the chosen point on the unit circle"))
    slowest = float(abs(point.eigenvalues[0]))
    pull = _("In each step the slowest disturbance is multiplied by {factor:.3f}.")
    push = _("In each step a disturbance along its steepest way out is multiplied by {factor:.3f}.")
    st.caption((pull if point.stable else push).format(factor=slowest))


def _other_inputs(choice: Choice) -> None:
    """Points over one input, the others staying as they are."""
    names = ["x"] if len(choice.inputs) == 1 else [f"x{place + 1}" for place in range(len(choice.inputs))]
    channel = 0
    if len(names) > 1:
        over = {name: name for name in names}
        picked = _segments(st.container(), _("Points over input"), over, names[0], f"rest_over_{len(names)}")
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
