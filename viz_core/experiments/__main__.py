"""`python -m viz_core.experiments NAME --seeds 10`: run an experiment here or on a lab, and print the answer.

In: the name of an experiment. Out: a table, sentences, and with `--pictures` files.
"""

import argparse
import sys
import time
from pathlib import Path

import plotly.graph_objects as go

from viz_core.experiments import EXPERIMENTS
from viz_core.experiments.grid import Experiment, seeds_from
from viz_core.experiments.pictures import grid_figure, lines_figure, pareto_figure
from viz_core.experiments.registry import REAL_SETS
from viz_core.experiments.results import Results, results
from viz_core.experiments.sweep import Progress, Sweep, SweepState
from viz_core.experiments.words import method, short, verdict
from viz_core.figures.palette import palette
from viz_core.runs.store import Store
from viz_core.tasks import TASKS
from viz_core.training.cluster import Cluster
from viz_core.training.jobs import Jobs

CONNECT_SECONDS = 60.0
TOLD_SECONDS = 5.0
PICTURE = {"width": 960, "scale": 2}


def arguments(given: list[str] | None = None) -> argparse.Namespace:
    """What the person asked for."""
    parser = argparse.ArgumentParser(prog="python -m viz_core.experiments", description=__doc__)
    parser.add_argument("name", choices=[*EXPERIMENTS])
    parser.add_argument(
        "--task", choices=[*TASKS, *REAL_SETS], help="the task; experiments over tasks take it alone"
    )
    parser.add_argument("--seeds", type=int, default=10, help="how many seeds (10)")
    parser.add_argument("--first-seed", type=int, default=0, help="the first of them (0)")
    parser.add_argument("--store", type=Path, help="the file of finished runs (`BIRNN_STORE`)")
    parser.add_argument("--workers", type=int, help="how many workers to start (one a core)")
    parser.add_argument("--pictures", type=Path, help="a folder for pictures")
    return parser.parse_args(given)


def run(chosen: argparse.Namespace) -> tuple[Results, Progress]:
    """Train what is missing; returns the results of what is there at the end, also after Ctrl-C."""
    experiment = EXPERIMENTS[chosen.name]
    experiment = experiment.on(chosen.task) if chosen.task else experiment
    seeds, store = seeds_from(chosen.first_seed, chosen.seeds), Store(chosen.store)
    configs = experiment.runs(seeds)
    progress = Progress(state=SweepState.FINISHED, done=len(configs), total=len(configs))
    if len(store.metrics(configs)) < len(configs):
        progress = _train(experiment, seeds, store, chosen.workers)
    return results(experiment, seeds, store.metrics(configs)), progress


def _train(experiment: Experiment, seeds: range, store: Store, workers: int | None) -> Progress:
    cluster = Cluster.from_environment() if workers is None else Cluster(workers=workers)
    try:
        cluster.wait(CONNECT_SECONDS)
        sweep = Sweep(experiment.runs(seeds), jobs=Jobs(cluster), cluster=cluster, store=store)
        try:
            while (progress := sweep.wait(TOLD_SECONDS)).state is SweepState.RUNNING:
                sys.stderr.write(f"\r{progress_line(progress)}   ")
        except KeyboardInterrupt:
            sweep.stop()
            progress = sweep.wait(CONNECT_SECONDS)
        sys.stderr.write(f"\r{progress_line(progress)}   \n")
        return progress
    finally:
        cluster.close()


def progress_line(progress: Progress) -> str:
    """One line: how far, and how long still."""
    left = "" if progress.seconds_left is None else f", about {progress.seconds_left:.0f} s left"
    error = f" {progress.error}" if progress.error else ""
    return f"{progress.state.value}: {progress.done} of {progress.total} runs{left}.{error}"


def report(found: Results) -> str:
    """The answer as Markdown: the question, a table, the verdict, the method."""
    experiment = found.experiment
    titles = [option.title for option in experiment.columns.options]
    lines = [
        f"## {experiment.title}",
        "",
        experiment.question,
        "",
        f"| {experiment.rows.title} \\ {experiment.columns.title} | {' | '.join(titles)} |",
        f"|---|{'---|' * len(titles)}",
    ]
    lines += [f"| {row[0].row} | {' | '.join(short(one.accuracy) for one in row)} |" for row in found.rows]
    return "\n".join([*lines, "", *(f"- {said}" for said in verdict(found)), "", method(found), ""])


def draw(found: Results, folder: Path, stem: str) -> list[Path]:
    """Write the pictures of an experiment as PNG files; returns their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    made: dict[str, go.Figure | None] = {"grid": grid_figure(found), "lines": lines_figure(found)}
    if found.experiment.pareto:
        made["front"] = pareto_figure(found)
    paths = []
    for kind, figure in made.items():
        if figure is not None:
            paths.append(folder / f"{stem}_{kind}.png")
            figure.update_layout(paper_bgcolor=palette(dark=False).background)
            figure.write_image(paths[-1], **PICTURE)
    return paths


def main() -> None:
    """Run, print, draw."""
    chosen = arguments()
    began = time.perf_counter()
    found, progress = run(chosen)
    sys.stdout.write(report(found))
    sys.stdout.write(f"\n{progress_line(progress)} Wall time {time.perf_counter() - began:.0f} s.\n")
    if chosen.pictures:
        for path in draw(found, chosen.pictures, "_".join(filter(None, (chosen.name, chosen.task)))):
            sys.stdout.write(f"{path}\n")


if __name__ == "__main__":
    main()
