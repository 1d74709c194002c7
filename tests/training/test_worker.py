"""The worker's side of a job, without a cluster."""

import asyncio
import threading

import numpy as np
import pytest

from tests import fake_trainers
from viz_core.config import ExperimentConfig, TrainingConfig
from viz_core.training import run as runs
from viz_core.training import worker
from viz_core.training.events import TrainingEvent
from viz_core.training.reports import JobState, Start
from viz_core.training.run import Run
from viz_core.training.worker import next_updates, one_sentence


def event(step, *, size=4):
    return TrainingEvent(
        step=step,
        epoch=1,
        loss=0.5,
        accuracy=0.5,
        epoch_loss=0.5,
        epoch_accuracy=0.5,
        weights=(np.full(size, step, np.float32),),
    )


@pytest.fixture
def collected():
    with asyncio.Runner() as runner:
        yield lambda run: runner.run(run.collect())


@pytest.mark.parametrize(
    ("updates", "seconds", "expected"),
    [(1, 0.001, 4), (4, 0.004, 16), (100, 0.1, 50), (100, 0.05, 100), (1, 9.0, 1), (50, 0.0, 200)],
)
def test_the_next_event_is_to_last_50_ms_and_grows_fourfold_at_most(updates, seconds, expected):
    assert next_updates(updates, seconds) == expected


def test_a_slow_reader_gets_every_event_but_only_the_first_and_the_latest_weights(collected):
    run = Run()
    for step in (0, 5, 9, 14):
        run.push(event(step))
    events = collected(run).events
    assert [one.step for one in events] == [0, 5, 9, 14]
    assert [len(one.weights) for one in events] == [1, 0, 0, 1]
    assert events[-1].weights[0][0] == 14


def test_heavy_weights_are_held_back_until_they_are_due_and_sent_when_the_run_ends(collected):
    run = Run()
    run.push(event(1, size=10_000_000))
    assert collected(run).events[0].weights
    run.push(event(2, size=10_000_000))
    assert not collected(run).events[0].weights
    run.report(JobState.FINISHED)
    parcel = collected(run)
    assert parcel.state is JobState.FINISHED
    assert [one.step for one in parcel.events] == [2]
    assert parcel.events[0].weights


def test_nothing_is_handed_out_twice(collected, monkeypatch):
    monkeypatch.setattr(runs, "COLLECT_SECONDS", 0.01)
    run = Run()
    run.push(event(3))
    assert len(collected(run).events) == 1
    assert collected(run).events == ()


def test_news_reach_a_waiting_reader_at_once(collected, monkeypatch):
    monkeypatch.setattr(runs, "COLLECT_SECONDS", 3600.0)
    run = Run()
    threading.Timer(0.05, run.push, [event(1)]).start()
    assert [one.step for one in collected(run).events] == [1]


def test_a_run_that_nobody_asks_about_ends_by_itself(monkeypatch):
    monkeypatch.setattr(runs, "ABANDONED_SECONDS", 0.2)
    # A quarter of an hour, else.
    training = TrainingConfig(sequences=1_000_000, batch_size=1)
    worker.run_job("alone", "tests.fake_trainers:Steady", ExperimentConfig(training=training), start=Start())
    assert worker._runs.pop("alone").over


def test_many_short_epochs_do_not_make_a_run_ask_for_more_and_more():
    training = TrainingConfig(sequences=3, batch_size=1, epochs=100)
    worker.run_job(
        "short", "tests.fake_trainers:ShortEpochs", ExperimentConfig(training=training), start=Start()
    )
    assert worker._runs.pop("short").over
    assert 4 < fake_trainers.ShortEpochs.most <= 12


def test_a_paused_run_that_nobody_asks_about_ends_too(monkeypatch):
    monkeypatch.setattr(runs, "ABANDONED_SECONDS", 0.2)
    run, pauses = Run(), []
    run.command("pause")
    assert run.wait_for_turn(lambda: pauses.append(1)) is False
    assert pauses == [1]


def test_old_runs_that_nobody_fetched_are_dropped(monkeypatch):
    monkeypatch.setattr(runs, "ABANDONED_SECONDS", -1.0)
    worker._runs["left"] = Run()
    worker._runs["left"].report(JobState.FINISHED)
    worker.run_job("next", "tests.fake_trainers:Steady", ExperimentConfig(), start=Start())
    assert "left" not in worker._runs
    worker._runs.pop("next")


def test_an_unknown_command_is_refused():
    with pytest.raises(ValueError, match="`command` must be one of pause, resume, step, stop; got 'faster'."):
        worker.command("any", "faster")


def test_a_command_for_a_job_that_is_gone_leaves_no_trace():
    worker.command("gone", "stop")
    assert "gone" not in worker._runs


@pytest.mark.parametrize(
    ("problem", "sentence"),
    [
        (ValueError("`units` must be a whole number."), "`units` must be a whole number."),
        (ValueError("Keras's words,\nmany"), "Training ended with an error (ValueError): Keras's words,"),
        (KeyError(), "Training ended with an error (KeyError): no further word"),
        (MemoryError("Unable to allocate 147. GiB"), worker.TOO_LARGE),
        (RuntimeError("first\nsecond"), "Training ended with an error (RuntimeError): first"),
    ],
)
def test_errors_become_one_sentence(problem, sentence):
    assert one_sentence(problem) == sentence


@pytest.mark.parametrize(
    ("problem", "said"),
    [
        (
            FileNotFoundError(2, "No such file", "/home/ann b/data/own.csv"),
            "[Errno 2] No such file: 'own.csv'",
        ),
        (OSError("unable to open /srv/birnn/model.keras"), "unable to open model.keras"),
        (OSError(r"open 'C:\\Users\\ann\\own.csv'"), "open 'own.csv'"),
        (
            RuntimeError("Keras says this,\nand /home/ann/.venv/keras.py at line 7 says more"),
            "Keras says this,",
        ),
        (RuntimeError("tls://127.0.0.1:9 and/or 1/2 / 3"), "tls://127.0.0.1:9 and/or 1/2 / 3"),
        (RuntimeError(""), "no further word"),
    ],
    ids=str,
)
def test_a_visitor_reads_one_line_without_the_folders_of_the_server(problem, said):
    assert one_sentence(problem) == f"Training ended with an error ({type(problem).__name__}): {said}"
