"""The benchmarks compare like with like: same network, same batches, same losses; and count rightly."""

import json
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from benchmarks import arithmetic, document, report
from benchmarks.ablation import take_apart
from benchmarks.contest import Row, contest
from benchmarks.contestants import ENTRIES, OTHERS, OURS, enter
from benchmarks.growth import SIZES, Point, at, slope
from benchmarks.lane import ContestantError, Lane, installed
from benchmarks.picture import picture
from benchmarks.runner import Runner
from benchmarks.workloads import CELL_KEYS, CONTEST, Workload
from viz_core.config import ModelConfig
from viz_core.training.data import epoch_order

MACHINE = {
    "cores": 2,
    "processor": "P",
    "products": "vectors of 8 numbers",
    "python": "3",
    "versions": {},
    "busy": 0.02,
}


def tiny(name: str) -> Workload:
    """A workload of the contest with everything small; it learns something in a few rounds."""
    full = CONTEST[name]
    model = replace(full.model, units=3, embedding=4 if full.model.embedding else 0)
    sizes = {"timesteps": 5, "batch": 6, "updates": 12, "learning_rate": 0.05}
    features = 20 if full.model.embedding else min(full.features, 12)
    return replace(full, model=model, features=features, **sizes)


# What is trained.


def test_the_contest_is_five_data_sets_with_three_cells():
    sources = ("cumulative_sum", "digits", "reviews", "tagging", "translation")
    expected = {f"{source}/{cell}" for source in sources for cell in CELL_KEYS}
    assert set(CONTEST) == expected


@pytest.mark.parametrize("name", CONTEST)
def test_every_contestant_is_given_the_same_data_and_weights(name):
    workload = tiny(name)
    one, two = (
        workload.sequences(),
        Workload.from_dict(json.loads(json.dumps(workload.to_dict()))).sequences(),
    )
    np.testing.assert_array_equal(one.inputs, two.inputs)
    np.testing.assert_array_equal(one.targets, two.targets)
    for first, second in zip(workload.weights(), workload.weights(), strict=True):
        np.testing.assert_array_equal(first, second)


@pytest.mark.parametrize("name", CONTEST)
def test_data_have_the_axes_of_their_workload(name):
    workload = tiny(name)
    data = workload.sequences()
    steps = (workload.batch * workload.updates, workload.timesteps)
    assert data.inputs.shape == (steps if workload.model.embedding else (*steps, workload.features))
    assert data.targets.shape == (steps[:1] if workload.model.head == "final_state" else steps)


def test_reviews_have_no_padding():
    assert CONTEST["reviews/lstm"].sequences().mask.all()


def test_an_unknown_source_is_refused():
    with pytest.raises(ValueError, match="`workload` must be one of cumulative_sum, digits"):
        replace(tiny("digits/gru"), name="letters/gru")


# Contestants are honest.

# Who runs on every workload; the others are the same code with another option, and run on one.
KINDS = ("keras_fit", "torch_1", "jax")
ENTERED = [(kind, name) for kind in KINDS for name in CONTEST]
ENTERED += [(kind, "digits/lstm") for kind in ("keras_fit_jit", "torch_2")]


@cache
def losses(contestant: str, name: str) -> tuple[int, list[float]]:
    """Number of parameters, and the mean losses of four rounds."""
    workload = tiny(name)
    entered, training = enter(contestant, workload), workload.training
    orders = [epoch_order(training.sequences, training.seed, epoch) for epoch in range(4)]
    return entered.parameters, [float(entered.round(rows).loss) for rows in orders]


@pytest.mark.parametrize(("contestant", "name"), ENTERED)
def test_contestant_trains_the_same_network_on_the_same_batches(contestant, name):
    pytest.importorskip(ENTRIES[contestant].needs)
    parameters, found = losses(contestant, name)
    ours, expected = losses(OURS, name)
    assert parameters == ours == tiny(name).parameters
    assert found[-1] < 0.97 * found[0]
    np.testing.assert_allclose(found[:2], expected[:2], rtol=tolerance(contestant, name))


@pytest.mark.parametrize("contestant", ["keras_jax", "keras_torch", "torch_compile"])
def test_contestant_trains_the_same_in_a_process_with_its_own_settings(contestant):
    if not installed(contestant):
        pytest.skip(f"{ENTRIES[contestant].needs} is not installed")
    workload = tiny("digits/lstm")
    with Lane(contestant) as lane:
        prepared = lane.prepare(workload)
        second = lane.round()["loss"]
    parameters, expected = losses(OURS, "digits/lstm")
    assert prepared["parameters"] == parameters
    tolerated = tolerance(contestant, "digits/lstm")
    np.testing.assert_allclose([prepared["loss"], second], expected[:2], rtol=tolerated)


def tolerance(contestant: str, name: str) -> float:
    """How far two rounds may lie apart, relatively.

    PyTorch's Adam adds its epsilon at another place. Keras's Adam squares the gradient of each occurrence of
    a word in a batch, the others the sum of these gradients.
    """
    if contestant.startswith("torch"):
        return 0.02
    return 0.25 if contestant.startswith("keras") and CONTEST[name].model.embedding else 1e-4


@pytest.mark.parametrize("contestant", ["torch_1", "jax", "keras_fit"])
def test_contestant_finds_the_same_loss_before_the_first_update(contestant):
    pytest.importorskip(ENTRIES[contestant].needs)
    workload = replace(tiny("reviews/lstm"), updates=1)
    first = [enter(one, workload).round(np.arange(workload.batch)).loss for one in (contestant, OURS)]
    assert first[0] == pytest.approx(first[1], rel=1e-5)


# The race.


class FakeLane:
    """Answers at once; a round takes as long as it is told."""

    started: list[str] = []

    def __init__(self, name):
        self.name, self._seconds = name, {OURS: 1.0, "keras_fit": 8.0, "jax": 2.0}[name]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return None

    def send(self, do, **more):
        self.asked = do

    def receive(self):
        if self.name == "jax":
            raise ContestantError("OutOfMemory: too much")
        return {"parameters": 1}

    def round(self):
        FakeLane.started.append(self.name)
        self._seconds += 1.0
        return {"seconds": self._seconds, "loss": 0.5}


@pytest.fixture
def fake_race(monkeypatch):
    monkeypatch.setattr("benchmarks.contest.Lane", FakeLane)
    monkeypatch.setattr("benchmarks.contest.installed", lambda name: name in ("keras_fit", "jax"))
    monkeypatch.setattr(FakeLane, "started", [])
    rows = contest([tiny("digits/gru")], rounds=3, tell=str)
    return {row.contestant: row for row in rows}


def test_ratio_is_taken_round_by_round(fake_race):
    # Rounds of 9, 10, 11 seconds against 2, 3, 4: ratios 4.5, 3.33, 2.75.
    row = fake_race["keras_fit"]
    assert row.ratio == pytest.approx(10 / 3)
    assert row.low == pytest.approx((10 / 3 + 2.75) / 2)
    assert row.high == pytest.approx((10 / 3 + 4.5) / 2)
    assert row.ours_milliseconds == pytest.approx(3000 / 12)


def test_contestants_take_turns_at_going_first(fake_race):
    ours, theirs = OURS, "keras_fit"
    assert FakeLane.started == [ours, theirs, theirs, ours, ours, theirs]


def test_a_missing_library_is_told_and_not_measured(fake_race):
    assert fake_race["torch_1"] == Row(workload="digits/gru", contestant="torch_1", note="not installed")


def test_a_contestant_that_fails_does_not_end_the_race(fake_race):
    assert fake_race["jax"].ratio is None
    assert fake_race["jax"].note == "OutOfMemory: too much"


def test_every_contestant_has_a_row(fake_race):
    assert set(fake_race) == set(OTHERS)


def test_a_runner_answers_an_error_with_a_sentence():
    workload = {**tiny("digits/gru").to_dict(), "name": "letters/gru"}
    answer = Runner(OURS).answer({"do": "prepare", "workload": workload})
    assert answer["error"].startswith("ValueError: `workload` must be one of")


@pytest.mark.slow
def test_engine_runs_in_a_process_of_its_own():
    workload = tiny("cumulative_sum/lstm")
    with Lane(OURS) as lane:
        prepared, done = lane.prepare(workload), lane.round()
    assert prepared["parameters"] == workload.parameters
    assert [prepared["loss"], done["loss"]] == pytest.approx(losses(OURS, workload.name)[1][:2], rel=1e-4)
    assert 0 < done["seconds"] < prepared["seconds"]


def test_an_error_in_the_process_is_raised_on_this_side():
    with Lane(OURS) as lane, pytest.raises(ContestantError, match="KeyError: 'model'"):
        lane.send("prepare", workload={"name": "digits/lstm"})
        lane.receive()


def test_a_process_that_ended_is_told():
    with Lane(OURS) as lane, pytest.raises(ContestantError, match="its process ended with code -9"):
        lane._process.kill()
        lane.prepare(tiny("digits/gru"))


# Arithmetic.


def test_operations_of_one_cell_worked_by_hand():
    # One LSTM unit, one number, one step: 4 gates. Forward 4 x (input + state); gradients of the weights the
    # same again; back to the state 4; the head 1 forward and 2 backward: 8 + 8 + 4 + 3 = 23 multiplications.
    workload = Workload(
        name="growth",
        model=ModelConfig(units=1, direction="forward"),
        batch=1,
        timesteps=1,
        features=1,
        outputs=1,
        updates=1,
    )
    assert arithmetic.operations(workload) == 2 * 23


@pytest.mark.parametrize("axis", ["timesteps", "batch"])
def test_operations_grow_in_step_with_the_sequences(axis):
    assert arithmetic.operations(at(axis, 300)) == 10 * arithmetic.operations(at(axis, 30))


def test_peak_is_the_best_of_its_repeats(monkeypatch):
    # One product takes 4 seconds by this clock, the other 2.
    clock = iter([0.0, 4.0, 10.0, 12.0])
    monkeypatch.setattr(arithmetic.time, "perf_counter", lambda: next(clock))
    assert arithmetic.peak(size=8, repeats=2) == 2 * 8**3 / 2


# Growth and parts.


@pytest.mark.parametrize("axis", SIZES)
def test_growth_changes_one_size_only(axis):
    one, two = (at(axis, size).to_dict() for size in SIZES[axis][:2])
    one, two = (each.pop("model") | each for each in (one, two))
    assert {key for key in one if one[key] != two[key]} == {axis}


def test_slope_of_cost_in_step_with_size_is_one():
    points = [Point(axis="units", size=size, milliseconds={OURS: 3.0 * size}) for size in (1, 20, 50)]
    assert slope(points, "units", OURS) == pytest.approx(1)


@pytest.mark.slow
def test_parts_of_an_update_add_up_to_the_whole():
    parts = take_apart(tiny("cumulative_sum/gru"))
    whole = parts.pop("whole update")
    assert sum(parts.values()) == pytest.approx(whole)
    assert all(parts[name] > 0 for name in ("laying out batches", "reading", "way back", "optimizer", "rest"))


# The report.


def test_report_gives_ratios_with_their_spread_and_says_who_is_missing():
    measured = Row(
        workload="digits/gru",
        contestant="jax",
        ratio=2,
        low=1.5,
        high=2.25,
        milliseconds=4,
        ours_milliseconds=2,
    )
    missing = Row(workload="digits/gru", contestant="torch_1", note="not installed")
    text = report.contest({"rows": [vars(measured), vars(missing)]})
    assert text.splitlines()[-1] == "| digits/gru | 2 | 2.00 (1.50–2.25) | not installed |"


def test_document_replaces_what_stands_between_its_marks():
    text = f"before\n{document.BEGIN}old\n{document.END}after\n"
    new = document.renewed(text, {"machine": MACHINE})
    assert new.startswith("before\n") and new.endswith("after\n")
    assert "old" not in new and "2% busy with other work; our products by vectors of 8 numbers" in new
    assert document.renewed(new, {"machine": MACHINE}) == new


def test_picture_shows_both_contestants_for_everything_that_grows():
    milliseconds = {OURS: 1.0, "keras_fit": 5.0}
    points = [
        {"axis": axis, "size": size, "milliseconds": milliseconds} for axis in SIZES for size in SIZES[axis]
    ]
    figure = picture(points)
    assert len(figure.data) == 2 * len(SIZES)
    assert [list(trace.x) for trace in figure.data[::2]] == [list(sizes) for sizes in SIZES.values()]
    assert {trace.y[0] for trace in figure.data} == set(milliseconds.values())


@pytest.mark.parametrize(("busy", "warned"), [(0.03, False), (0.6, True)])
def test_report_warns_of_a_machine_that_was_busy(busy, warned):
    assert (report.BUSY in report.report({"machine": MACHINE | {"busy": busy}})) is warned
