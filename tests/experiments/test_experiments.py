"""Experiments: grids that expand as they say, results by hand, verdicts, pictures, files."""

import csv
import io
import json
from dataclasses import replace

import numpy as np
import pytest

from viz_core.config import ExperimentConfig, ModelConfig, TaskConfig
from viz_core.data import DATA_SETS
from viz_core.data.recipes import recipe
from viz_core.experiments import EXPERIMENTS
from viz_core.experiments.__main__ import arguments, report, run
from viz_core.experiments.exports import as_csv, as_json
from viz_core.experiments.grading import grade
from viz_core.experiments.grid import parameters, seeds_from
from viz_core.experiments.own import OWN_FIELDS, own_axis, own_grid
from viz_core.experiments.pictures import curves_figure, grid_figure, lines_figure, pareto_figure
from viz_core.experiments.results import ceiling, highest_ceiling, results, stored_results
from viz_core.experiments.words import method, verdict
from viz_core.network.tracing import trace
from viz_core.pretrained import load
from viz_core.runs.store import Finished, RunMetrics, Store
from viz_core.statistics.evaluation import examine
from viz_core.tasks import TASKS
from viz_core.training.history import Curve

ALL = list(EXPERIMENTS.values())


def figures(accuracy, seconds=1.0):
    return RunMetrics(accuracy=accuracy, fresh_accuracy=accuracy, parameters=1, seconds=seconds)


def curve(steps):
    places = np.linspace(0, steps, 11).astype(int)
    return Curve(
        steps=places, losses=1 - places / steps, accuracies=places / steps / 2, seconds=places / 1000
    )


def answered(experiment, table, seeds=(0, 1, 2)):
    """Results where column j of every row has the accuracies `table[j]`, one for each seed."""
    found = {
        config: figures(table[cell.column][k], seconds=1.0 + cell.column)
        for cell in experiment.cells()
        if cell.column < len(table)
        for k, config in enumerate(cell.seeded(seeds))
        if k < len(table[cell.column])
    }
    return results(experiment, seeds, found)


# Grids.


@pytest.mark.parametrize("experiment", ALL, ids=list(EXPERIMENTS))
def test_every_cell_is_another_experiment_and_every_seed_another_run(experiment):
    cells = experiment.cells()
    configs = {cell.config for cell in cells}
    assert len(configs) == len(cells) == len(experiment.rows.options) * len(experiment.columns.options)
    runs = experiment.runs(range(3))
    assert len(runs) == 3 * len(cells)
    assert {one.training.seed for one in runs[: len(cells)]} == {0}
    assert experiment.reference_column < len(experiment.columns.options)


OVER_SETS = EXPERIMENTS["real_sequences"]
OVER_TASKS = [experiment for experiment in ALL if experiment is not OVER_SETS]


@pytest.mark.parametrize("experiment", OVER_TASKS, ids=lambda one: one.name)
@pytest.mark.parametrize("task", ["casino", "xor_neighbours"])
def test_an_experiment_moves_to_another_task(experiment, task):
    moved = experiment.on(task)
    assert {cell.config.task.name for cell in moved.cells()} == {task}
    assert len(moved.columns.options) == len(experiment.columns.options)


def test_experiments_over_tasks_have_a_row_for_each():
    for experiment in OVER_TASKS:
        if experiment.every_task:
            assert list(experiment.tasks) == list(TASKS)


def test_real_sequences_are_learned_as_their_pages_do():
    for name, option in OVER_SETS.tasks.items():
        assert DATA_SETS[name].available()
        assert option.title == DATA_SETS[name].title
        both = OVER_SETS.on(name).cells()[OVER_SETS.reference_column].config
        assert both == recipe(name)


def test_an_experiment_over_data_sets_refuses_a_task():
    with pytest.raises(ValueError, match="`task` must be one of mini_reviews, .*; got 'casino'"):
        OVER_SETS.on("casino")


def test_a_best_possible_that_nobody_knows_is_never_reached():
    images = OVER_SETS.on("digits_5000")
    found = results(images, [0], dict.fromkeys(images.runs([0]), figures(1.0)))
    assert {one.ceiling for one in found.cells} == {None}
    assert highest_ceiling(found.cells) is None
    assert not any(one.reached for one in found.cells)
    assert "best possible" not in grid_figure(found).to_json()


@pytest.mark.parametrize("experiment", ALL, ids=list(EXPERIMENTS))
def test_equal_parameters_are_nearly_equal(experiment):
    """One unit more or less must not come closer to the parameters of the network it is matched with."""
    for row in results(experiment, [0], {}).rows:
        equal = [one for one in row if "equal parameters" in one.column]
        for one in equal:
            wanted = row[experiment.reference_column].parameters
            for step in (-1, 1):
                model = replace(one.cell.config.model, units=one.cell.config.model.units + step)
                other = parameters(replace(one.cell.config, model=model))
                assert abs(one.parameters - wanted) <= abs(other - wanted)


def test_a_grid_of_ones_own_varies_two_fields():
    grid = own_grid(own_axis("model.units", (2, 4)), own_axis("model.cell", ("LSTM", "GRU")))
    assert [(cell.config.model.units, cell.config.model.cell) for cell in grid.cells()] == [
        (2, "LSTM"),
        (2, "GRU"),
        (4, "LSTM"),
        (4, "GRU"),
    ]


@pytest.mark.parametrize("field", OWN_FIELDS)
def test_every_offered_value_of_every_field_is_a_config(field):
    other = "model.cell" if field != "model.cell" else "model.units"
    grid = own_grid(own_axis(field, OWN_FIELDS[field]), own_axis(other, OWN_FIELDS[other][:1]))
    assert len(grid.cells()) == len(OWN_FIELDS[field])


@pytest.mark.parametrize(
    ("field", "values", "words"),
    [
        ("model.colour", (1,), "`field` must be one of"),
        ("model.units", (), "`values` must be one or more of 2, 4"),
    ],
)
def test_an_axis_that_cannot_be_is_refused(field, values, words):
    with pytest.raises(ValueError, match=words):
        own_axis(field, values)


def test_a_grid_of_ones_own_is_titled_in_words():
    grid = own_grid(
        own_axis("model.shared_weights", (False, True)), own_axis("training.sequences", (16_000,))
    )
    assert grid.rows.title == "parameters of both directions"
    assert [option.title for option in grid.rows.options] == ["separate", "shared"]
    assert [option.title for option in grid.columns.options] == ["16,000"]


def test_both_axes_must_differ():
    axis = own_axis("model.units", (2, 4))
    with pytest.raises(ValueError, match="`columns` must vary another field than `rows`; got units twice"):
        own_grid(axis, axis)


def test_seeds_are_consecutive():
    assert list(seeds_from(3, 4)) == [3, 4, 5, 6]
    with pytest.raises(ValueError, match="`seeds` must be a whole number from 1"):
        seeds_from(0, 0)


# Grading.


def test_a_grade_is_the_share_of_right_answers_to_fresh_sequences():
    network = load("cumulative_sum")
    wanted = examine(network.config, network.weights, sequences=1_000)[""].accuracy
    assert grade(network.config, network.weights) == pytest.approx(wanted, abs=0.01)


def test_a_data_set_asks_its_test_part_word_by_word_and_leaves_padding_out():
    network = load("mini_sentences_bidirectional")
    test = DATA_SETS["mini_sentences"].parts(network.config.task).test
    said = trace(network.weights, network.config.model, test.inputs, test.mask)["probabilities"].argmax(-1)
    answers = [
        said[row, word] == tag
        for row, tags in enumerate(test.targets)
        for word, tag in enumerate(tags)
        if tag >= 0
    ]
    assert len(answers) < test.targets.size
    assert grade(network.config, network.weights) == pytest.approx(np.mean(answers))


def test_a_data_set_asks_its_test_part_once_for_each_verdict():
    network = load("mini_reviews")
    test = DATA_SETS["mini_reviews"].parts(network.config.task).test
    favourable = (
        trace(network.weights, network.config.model, test.inputs, test.mask)["probabilities"][:, 0] > 0.5
    )
    assert grade(network.config, network.weights) == pytest.approx(np.mean(favourable == test.targets))


@pytest.mark.parametrize(
    ("model", "wanted"),
    [
        ({"direction": "forward"}, 0.75),
        ({"direction": "backward"}, 0.75),
        ({}, 1.0),
        ({"merge_mode": "none"}, 0.75),
        ({"direction": "backward", "head": "final_state"}, 1.0),
    ],
)
def test_the_ceiling_is_that_of_the_readers(model, wanted):
    config = ExperimentConfig(task=TaskConfig(name="balance"), model=ModelConfig(**model))
    assert ceiling(config) == pytest.approx(wanted)


# Answers.

SHARING = EXPERIMENTS["sharing"].on("casino")


def test_a_difference_is_taken_seed_by_seed_and_shown_only_when_it_is_there():
    found = answered(SHARING, [[0.80, 0.82, 0.84], [0.70, 0.721, 0.74], [0.81, 0.80, 0.85]])
    worse, alike = found.differences()
    assert worse.estimate.mean == pytest.approx(-0.0997, abs=1e-4)
    assert worse.estimate.high < 0
    assert not alike.estimate.shown
    (said,) = verdict(found)
    assert said.startswith("**Casino** – worse than *separate*: *shared* (−0.100, ")
    assert said.endswith("no difference shown to *separate*: *shared, equal parameters*.")
    assert "2 of them" in method(found)


def test_a_better_column_is_called_better():
    found = answered(SHARING, [[0.80, 0.82, 0.84], [0.90, 0.921, 0.94]])
    assert "better than *separate*: *shared* (+0.100" in verdict(found)[0]


def test_only_seeds_that_both_have_are_paired():
    found = answered(SHARING, [[0.80, 0.82, 0.84], [0.70, 0.72]])
    (difference,) = found.differences()
    assert difference.estimate.count == 2


def test_two_seeds_of_one_cell_have_nothing_to_be_compared_with():
    found = answered(SHARING, [[0.80, 0.82]])
    assert verdict(found) == [
        "Nothing to compare yet: two cells of one row need two seeds or more in common."
    ]
    assert "of them" not in method(found)


def test_one_seed_shows_nothing_and_no_run_is_said():
    assert verdict(answered(SHARING, [[0.8], [0.7], [0.9]])) == [
        "One seed alone shows nothing: two or more are needed for an interval."
    ]
    assert verdict(results(SHARING, range(3), {})) == ["Nothing has been run yet."]


SMALLEST = EXPERIMENTS["smallest"]


def test_the_smallest_and_the_fastest_are_named():
    accuracies = [[0.9] * 3, [0.995] * 3, [0.991] * 3, [0.5] * 3, [0.999] * 3, [0.9] * 3]
    found = answered(SMALLEST, accuracies)
    small, quick = verdict(found)[:2]
    assert small.startswith(
        "The smallest that gets within a hundredth of the best possible: units 2 · 4k, batch 32"
    )
    assert quick.startswith(
        "The fastest that gets within a hundredth of the best possible: units 2 · 4k, batch 32"
    )
    assert "69 parameters, 2.00 s" in small
    front = found.pareto_front("seconds")
    assert [one.column for one in front] == ["4k, batch 8", "4k, batch 32", "64k, batch 8"]
    assert {one.row for one in front} == {"2"}


def test_nothing_that_is_on_a_front_is_beaten():
    rng = np.random.default_rng(0)
    found = answered(SMALLEST, rng.uniform(0.5, 1, (6, 3)).round(2).tolist())
    for cost in ("parameters", "seconds"):
        front = found.pareto_front(cost)
        means = [one.accuracy.mean for one in front]
        assert means == sorted(set(means))
        assert max(one.accuracy.mean for one in found.cells) == pytest.approx(means[-1])


def test_when_nothing_gets_there_it_is_said():
    assert verdict(answered(SMALLEST, [[0.5, 0.6]] * 6))[0].startswith("No cell has come within")


# Pictures.


@pytest.mark.parametrize("dark", [False, True])
def test_the_grid_writes_every_mean_into_its_field(dark):
    figure = grid_figure(answered(SHARING, [[0.80, 0.82, 0.84], [0.7]]), dark=dark)
    texts = [one.text for one in figure.layout.annotations]
    assert texts[:3] == ["0.820 ± 0.050", "0.700", "·"]
    assert figure.data[0].z[0] == pytest.approx((0.82, 0.7, None), nan_ok=True)
    assert "best possible 0.839" in figure.data[0].customdata[0][0]
    assert "3 seeds" in figure.data[0].customdata[0][0]
    assert "1 seed ·" in figure.data[0].customdata[0][1]


@pytest.mark.parametrize("name", ["cells", "sizes", "smallest", "stacking"])
def test_lines_run_along_an_axis_of_numbers(name):
    experiment = EXPERIMENTS[name]
    columns = len(experiment.columns.options)
    figure = lines_figure(answered(experiment, [[0.7, 0.8, 0.9]] * columns))
    if name == "stacking":
        assert figure is None
        return
    lines = [one for one in figure.data if not one.name.endswith("band")]
    assert [one.name for one in lines] == [option.title for option in experiment.columns.options]
    assert list(lines[0].x) == [option.number for option in experiment.rows.options]
    assert lines[0].y[0] == pytest.approx(0.8)


def test_experiments_without_numbers_have_no_lines():
    assert lines_figure(answered(SHARING, [[0.7, 0.8]] * 3)) is None


def test_the_front_names_its_points():
    figure = pareto_figure(
        answered(SMALLEST, [[0.9] * 3, [0.99] * 3, [0.8] * 3, [0.5] * 3, [1.0] * 3, [0.9] * 3])
    )
    texts = [one.text for one in figure.layout.annotations]
    assert "2 · 4k, batch 32" in texts
    assert figure.layout.xaxis.type == figure.layout.xaxis2.type == "log"
    assert pareto_figure(results(SMALLEST, [0], {})) is None


def test_curves_are_means_over_the_seeds_with_a_band():
    found = answered(SHARING, [[0.8, 0.8, 0.8]])
    steps = found.cells[0].cell.config.training.steps
    curves = {config: curve(steps) for config in found.cells[0].cell.seeded(range(3))}
    figure = curves_figure(found, 0, curves)
    band, line = figure.data
    assert (line.x[0], line.x[-1]) == (0, found.cells[0].cell.config.training.sequences)
    assert line.y[30] == pytest.approx(30 / 59 / 2, abs=1e-6)
    assert max(band.y) == pytest.approx(max(line.y))
    assert curves_figure(found, 0, {}) is None


# Files.


def test_csv_and_json_hold_every_run_with_its_config():
    found = answered(SHARING, [[0.80, 0.82, 0.84], [0.7]])
    rows = list(csv.DictReader(io.StringIO(as_csv(found))))
    records = json.loads(as_json(found))
    assert len(rows) == len(records) == 4
    assert [row["fresh_accuracy"] for row in rows] == ["0.8", "0.82", "0.84", "0.7"]
    assert json.loads(rows[3]["model"])["shared_weights"] is True
    config = ExperimentConfig.from_dict(records[2]["config"])
    assert config == found.cells[0].cell.seeded([2])[0]


def keep(store, config):
    weights = (np.zeros(1, np.float32),)
    store.put(Finished(config=config, metrics=figures(0.8), curve=curve(100), weights=weights))


def test_results_of_a_store_are_made_once_until_another_run_is_stored(tmp_path):
    store, seeds = Store(tmp_path / "runs.sqlite"), range(2)

    def made_anew():
        return own_grid(own_axis("model.units", (2, 4)), own_axis("model.cell", ("LSTM", "GRU")))

    empty = stored_results(made_anew(), seeds, store)
    assert stored_results(made_anew(), seeds, store) is empty
    keep(store, made_anew().runs(seeds)[0])
    found = stored_results(made_anew(), seeds, store)
    assert [len(one.runs) for one in found.cells] == [1, 0, 0, 0]
    assert stored_results(made_anew(), seeds, store) is found
    assert stored_results(made_anew(), range(1, 3), store).cells[0].runs == {}


def test_the_command_line_answers_from_the_store_without_training(tmp_path):
    store = Store(tmp_path / "runs.sqlite")
    for config in SHARING.runs(range(2)):
        keep(store, config)
    given = ["sharing", "--task", "casino", "--seeds", "2", "--store", str(store.path)]
    found, progress = run(arguments(given))
    assert progress.done == progress.total == 6
    text = report(found)
    assert "| Casino | 0.800 ± 0.000 | 0.800 ± 0.000 | 0.800 ± 0.000 |" in text
    assert "no difference shown" in text
