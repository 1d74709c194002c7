"""Exams on fresh sequences: once for each network, however many look."""

import asyncio
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest

from tests.watched_jobs import make_job
from viz_core.config import ExperimentConfig, ModelConfig
from viz_core.network.weights import initial_weights
from viz_core.seeds import stream
from viz_core.tasks import TASKS
from viz_core.training.events import TrainingEvent
from viz_core.training.examining import examine_aside
from viz_core.training.reports import JobState, JobUpdate
from viz_core.watching import exams
from viz_core.watching.exams import ExamCache, sequences_for

CONFIG = replace(ExperimentConfig(), model=ModelConfig(units=3))


def weights_of(seed):
    task = TASKS[CONFIG.task.name]
    return initial_weights(
        CONFIG.model, features=task.features, outputs=task.outputs, rng=stream(seed, "weights")
    )


@pytest.fixture
def counted(monkeypatch):
    calls = []
    real = exams.examine

    def examine(config, weights, *, sequences):
        calls.append(sequences)
        return real(config, weights, sequences=sequences)

    monkeypatch.setattr(exams, "examine", examine)
    return calls


class Worker:
    """Stands for the cluster: answers when it is told to."""

    def __init__(self):
        self.asked, self.answers = [], []

    def ask(self, worker, function, *arguments):
        self.asked.append((worker, function, arguments))

    def call(self, _work):
        self.answers.append(Future())
        return self.answers[-1]


def event(step, weights):
    means = {"loss": 1.0, "accuracy": 0.5, "epoch_loss": 1.0, "epoch_accuracy": 0.5}
    return TrainingEvent(step=step, epoch=1, weights=weights, **means)


def learning(step, seed):
    job = make_job()
    job.config, job.worker = CONFIG, "worker"
    job.take(JobUpdate(state=JobState.RUNNING, events=(event(step, weights_of(seed)),)))
    return job


def test_sixty_who_look_at_one_network_have_it_examined_once(counted):
    cache, weights = ExamCache(), weights_of(1)
    with ThreadPoolExecutor(16) as people:
        looks = [people.submit(cache.of, CONFIG, tuple(map(np.copy, weights))) for _ in range(60)]
    assert len({id(one.result()) for one in looks}) == 1
    assert counted == [sequences_for(CONFIG)]
    cache.of(CONFIG, weights_of(2))
    assert len(counted) == 2


def test_a_run_is_examined_by_its_worker_once_for_each_of_its_weights(counted):
    cache, worker, job = ExamCache(), Worker(), learning(5, seed=1)
    for _ in range(60):
        cache.ask(job, worker)
    ((address, function, (config, weights, sequences)),) = worker.asked
    assert (address, function, config, sequences) == ("worker", examine_aside, CONFIG, sequences_for(CONFIG))
    assert weights is job.snapshots[-1].weights
    assert cache.made(job) == 0
    answer = {"": "the exam"}
    worker.answers[0].set_result(answer)
    assert (cache.made(job), cache.of_run(job)) == (1, answer)
    cache.ask(job, worker)
    assert len(worker.asked) == 1
    assert cache.of(CONFIG, job.snapshots[-1].weights) is answer
    assert counted == []


def test_while_an_exam_is_made_the_next_one_waits_and_then_takes_the_newest_weights():
    cache, worker, job = ExamCache(), Worker(), learning(5, seed=1)
    cache.ask(job, worker)
    for step in (6, 7):
        job.take(JobUpdate(state=JobState.RUNNING, events=(event(step, weights_of(step)),)))
        cache.ask(job, worker)
    assert len(worker.asked) == 1
    worker.answers[0].set_result({})
    cache.ask(job, worker)
    assert [one[2][1] is job.snapshots[-1].weights for one in worker.asked] == [False, True]
    assert cache.newest(job).step == 5


def test_a_worker_that_fails_is_asked_again():
    cache, worker, job = ExamCache(), Worker(), learning(5, seed=1)
    cache.ask(job, worker)
    worker.answers[0].set_exception(OSError("gone"))
    assert cache.newest(job) is None
    cache.ask(job, worker)
    assert len(worker.asked) == 2


def test_before_the_first_answer_nothing_is_shown_and_the_web_process_examines_nothing(counted):
    assert ExamCache().of_run(learning(0, seed=1)) is None
    assert not counted


def test_a_worker_examines_as_the_page_would():
    question = (CONFIG, weights_of(1), 50)
    with ThreadPoolExecutor(1) as thread:
        found = thread.submit(lambda: asyncio.run(examine_aside(*question))).result()
    here = exams.examine(CONFIG, weights_of(1), sequences=50)
    assert found.keys() == here.keys()
    assert found[""].accuracy == here[""].accuracy
    assert found[""].rows == here[""].rows
