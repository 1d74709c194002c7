"""`python -m benchmarks.states`: what the pictures of states cost for 256 sequences of 40 steps and 64 units.

In: nothing, or other sizes. Out: a table on standard output, milliseconds of processor time of one core, the
median of several; what is imported or compiled once is not counted. Networks whose points are searched for
are trained first, on two switches; what is read only costs the same with any weights. Points of a run are
looked for in up to 16 units, so its rows have as many.
"""

import argparse
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import threadpoolctl

from viz_core.config import ExperimentConfig, ModelConfig, TaskConfig, TrainingConfig
from viz_core.dynamics import FixedPoints
from viz_core.figures.beliefs import belief_planes
from viz_core.figures.guest_radius import radius_line
from viz_core.figures.resting_points import Mark
from viz_core.figures.resting_points_film import film_lines, film_plane
from viz_core.figures.resting_points_searched import searched_plane
from viz_core.guests.resting import Reader, radii, search
from viz_core.lessons import resting_points_film, units
from viz_core.lessons.beliefs import belief_plane
from viz_core.lessons.resting_points import layer_of
from viz_core.lessons.resting_points_searched import searched
from viz_core.lessons.state_space import first_weights, principal_plane, run_space, sequences, space
from viz_core.lessons.state_space_payload import clouds
from viz_core.lessons.units_stretch import matches
from viz_core.network.tracing import trace
from viz_core.network.weights import Weights
from viz_core.tasks.task import Batch
from viz_core.training.engine import Trainer

CELLS = ("SimpleRNN", "GRU", "LSTM")
STEPS = 40
# Sequences in a plane of beliefs as it is drawn, sequences that are found for a stretch, moments of a film.
DRAWN, FOUND, MOMENTS = 60, 7, 60
REPEATS = 5

Work = tuple[str, str, Callable[[], object]]


@dataclass(frozen=True, kw_only=True)
class Sizes:
    """How large everything is.

    Attributes:
        units: of each reader.
        few: units of runs whose points are looked for.
        learned: sequences from which networks are trained.
    """

    units: int = 64
    few: int = 16
    learned: int = 6_000


@dataclass(frozen=True, kw_only=True)
class Cost:
    """What one part of a picture costs: milliseconds of processor time, by cell."""

    page: str
    part: str
    milliseconds: dict[str, float]


def measure(
    cells: Sequence[str] = CELLS, sizes: Sizes | None = None, *, repeats: int = REPEATS
) -> list[Cost]:
    """Every part with every cell.

    Args:
        cells: names of cells.
        sizes: None takes the usual ones.
        repeats: the median of so many is taken.
    """
    found: dict[tuple[str, str], dict[str, float]] = {}
    with threadpoolctl.threadpool_limits(1):
        for cell in cells:
            for page, part, work in _works(cell, sizes or Sizes()):
                found.setdefault((page, part), {})[cell] = _milliseconds(work, repeats)
    return [Cost(page=page, part=part, milliseconds=one) for (page, part), one in found.items()]


def _milliseconds(work: Callable[[], object], repeats: int) -> float:
    work()
    spent = []
    for _ in range(repeats):
        began = time.process_time()
        work()
        spent.append(time.process_time() - began)
    return 1000 * statistics.median(spent)


def _works(cell: str, sizes: Sizes) -> Iterator[Work]:
    config = _config("casino", cell, sizes.units)
    weights = first_weights(config)
    yield from _state_space(config, weights)
    yield from _units(config, weights)
    yield from _beliefs(config, weights)
    for count, works in ((sizes.few, _run), (sizes.units, _guest)):
        config = _config("flip_flop_2", cell, count, sizes.learned)
        yield from works(config, _trained(config))


def _config(task: str, cell: str, count: int, learned: int = 1) -> ExperimentConfig:
    return ExperimentConfig(
        task=TaskConfig(name=task, timesteps=STEPS),
        model=ModelConfig(cell=cell, units=count),
        training=TrainingConfig(sequences=learned, batch_size=32, epochs=1, learning_rate=0.005),
    )


def _trained(config: ExperimentConfig) -> Weights:
    trainer = Trainer(config)
    while not trainer.done:
        trainer.advance(1_000)
    return trainer.weights()


def _state_space(config: ExperimentConfig, weights: Weights) -> Iterator[Work]:
    batch = sequences(config)
    found = space(config, weights, batch)
    yield "State space", "reading, three directions", lambda: space(config, weights, batch)
    for view, name in (("planes", "planes"), ("solid", "3-D")):
        yield (
            "State space",
            f"clouds, {name}",
            lambda view=view: clouds(config, weights, found, batch, view=view, colour="target"),
        )
    part = "a moment of a run, on kept directions (worker)"
    yield "State space", part, lambda: run_space(config, weights, weights)


def _units(config: ExperimentConfig, weights: Weights) -> Iterator[Work]:
    batch = sequences(config)
    hidden = units.read(config, weights, batch).hidden["forward"]
    half = np.arange(hidden.shape[2]) % 2 == 0
    yield "Units", "reading", lambda: units.read(config, weights, batch)
    yield (
        "Units",
        "what each unit goes with",
        lambda: units.detectors(hidden, units.quantities(config, batch, "forward")),
    )
    yield "Units", "sequences like a stretch", lambda: matches(hidden, half, 2, 0.5, FOUND)


def _beliefs(config: ExperimentConfig, weights: Weights) -> Iterator[Work]:
    batch = sequences(config)
    drawn = Batch(inputs=batch.inputs[:DRAWN], targets=batch.targets[:DRAWN])
    one = belief_plane(config, weights, drawn, "forward")
    panel = ("", "", ("PC1", "PC2"), one.states, one.belief)
    part = "plane of a reader, by principal components"
    yield "Beliefs", part, lambda: belief_plane(config, weights, batch, "forward")
    part = f"drawing two planes of {DRAWN} sequences"
    yield "Beliefs", part, lambda: belief_planes([panel, panel], scale="").to_json()


def _run(config: ExperimentConfig, weights: Weights) -> Iterator[Work]:
    page = f"Resting points, a run of {config.model.units} units"
    filmed = resting_points_film.filmed(config, weights)
    yield page, "points (worker)", lambda: searched(config, weights, "forward", (0.0, 0.0))
    yield page, "a moment of the film (worker)", lambda: resting_points_film.filmed(config, weights)
    yield page, f"drawing a film of {MOMENTS} moments", lambda: _film(filmed)


def _film(filmed: resting_points_film.Filmed) -> None:
    """As the page draws the last moment: earlier stable points, those of the moment, the lines."""
    moments = [filmed.moment(step, filmed.plane) for step in range(MOMENTS)]
    before = [place for one in moments for place, kind in one.points if kind == "stable"]
    marks = [Mark(state=np.array(place), kind=kind, label="", hover="") for place, kind in moments[-1].points]
    words = {"reader": "forward", "title": "", "note": "", "units": ("PC1", "PC2")}
    film_plane(np.array(before).reshape(-1, 2), marks, reach=1.0, **words).to_json()
    shares = {str(side): [filmed.accuracies[side]] * MOMENTS for side in (0, 1)}
    stable = [one.stable for one in moments]
    lines = film_lines(range(MOMENTS), stable, shares, present=0, titles=("", ""), updates_title="")
    lines.to_json()


def _guest(config: ExperimentConfig, weights: Weights) -> Iterator[Work]:
    reader = _reader(config, weights)
    silence = np.zeros(reader.read.shape[1])
    page = "Your network"
    yield page, "resting points of a reader (process of its own)", lambda: search(reader, silence)
    yield page, "spectral radius at each step (process of its own)", lambda: radii(reader)
    points, steps = search(reader, silence), radii(reader)
    yield page, "drawing both", lambda: _rest(reader, points, steps)


def _reader(config: ExperimentConfig, weights: Weights) -> Reader:
    """The forward reader as that of a file, on one sequence."""
    inputs = sequences(config).inputs[:1]
    seen = trace(weights, config.model, inputs)
    names = ("hidden", "cell") if config.model.cell == "LSTM" else ("hidden",)
    states = np.concatenate([seen[f"layer0/forward/{name}"][0] for name in names], axis=1).astype(float)
    kernel, recurrent, bias = (one.astype(float) for one in layer_of(weights, config.model, "forward"))
    return Reader(
        cell=config.model.cell,
        weights=(kernel, recurrent, bias),
        read=inputs[0].astype(float),
        states=states,
        before=np.vstack([np.zeros_like(states[:1]), states[:-1]]),
        mask=None,
    )


def _rest(reader: Reader, points: FixedPoints, steps: np.ndarray) -> None:
    plane = principal_plane(reader.states)
    marks = [Mark(state=plane.project(one.state), kind=one.kind, label="", hover="") for one in points]
    words = {"reader": "forward", "title": "", "note": "", "axes": ("", "")}
    searched_plane(plane.project(reader.states), marks, chosen=0, **words).to_json()
    radius_line(steps, **words).to_json()


def table(costs: Sequence[Cost]) -> str:
    """The figures as Markdown, in the order of the pages."""
    cells = list(costs[0].milliseconds)
    lines = [f"| page | part | {' | '.join(cells)} |", "|---" * (2 + len(cells)) + "|"]
    for one in costs:
        figures = " | ".join(f"{one.milliseconds[cell]:.0f}" for cell in cells)
        lines.append(f"| {one.page} | {one.part} | {figures} |")
    return "\n".join(lines)


def main(arguments: list[str] | None = None) -> int:
    """Run from the command line."""
    usual = Sizes()
    parser = argparse.ArgumentParser(prog="python -m benchmarks.states", description=__doc__)
    parser.add_argument("--units", type=int, default=usual.units, help="of each reader")
    parser.add_argument("--cell", action="append", choices=CELLS)
    parser.add_argument("--repeats", type=int, default=REPEATS, help="the median of so many is taken")
    asked = parser.parse_args(arguments)
    sizes = replace(usual, units=asked.units)
    sys.stdout.write(table(measure(asked.cell or CELLS, sizes, repeats=asked.repeats)) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
