"""Exams on fresh sequences: each network is examined once, however many look; one that learns, on its worker.

A network is known by its config and the bytes of its weights: the same weights are never examined twice.
"""

import hashlib
import logging
import threading
from collections import OrderedDict
from collections.abc import Hashable
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from typing import Any

from viz_core.config import ExperimentConfig
from viz_core.network.weights import Weights
from viz_core.statistics.evaluation import Exam, affordable, examine
from viz_core.tasks import TASKS
from viz_core.training.cluster import Cluster
from viz_core.training.examining import examine_aside
from viz_core.training.job import Job
from viz_core.watching.stage import is_moving

log = logging.getLogger(__name__)

MOST_SEQUENCES = 200
KEPT = 256

Exams = dict[str, Exam]


@dataclass(frozen=True, kw_only=True, eq=False)
class Examined:
    """The newest exam of a run.

    Attributes:
        step: of the weights that were examined.
        exams: one for each head, as `examine` gives them.
        count: how many exams of this run came before.
    """

    step: int
    exams: Exams
    count: int


def sequences_for(config: ExperimentConfig) -> int:
    """How many fresh sequences an exam of this network uses."""
    task = TASKS[config.task.name]
    return affordable(config, features=task.features, outputs=task.outputs, most=MOST_SEQUENCES)


def _name(config: ExperimentConfig, weights: Weights) -> Hashable:
    digest = hashlib.blake2b(digest_size=16)
    for array in weights:
        digest.update(array.tobytes())
    return config.task, config.model, config.training.seed, digest.digest()


class ExamCache:
    """All exams of a server, the latest kept. Thread-safe.

    Not results of `viz_core.watching.asides`: some are made here and at once, all are known by the weights,
    and those of a run count up to its newest and go to its own worker or none.
    """

    def __init__(self) -> None:
        self._lock, self._working = threading.Lock(), threading.Lock()
        self._kept: OrderedDict[Hashable, Exams] = OrderedDict()
        self._newest: OrderedDict[str, Examined] = OrderedDict()
        self._asked: set[str] = set()

    def of(self, config: ExperimentConfig, weights: Weights) -> Exams:
        """The exam of these weights, made here unless it is known; none of a network that is too large."""
        if not (count := sequences_for(config)):
            return {}
        name = _name(config, weights)
        # One at a time: who wants the same one meanwhile finds it made.
        with self._working:
            if (known := self._known(name)) is None:
                known = examine(config, weights, sequences=count)
                self._keep(name, known)
        return known

    def newest(self, job: Job) -> Examined | None:
        """The newest exam that a worker has made of this run."""
        return self._newest.get(job.id)

    def made(self, job: Job) -> int:
        """How many exams of this run have come: it grows when there is a new one."""
        newest = self.newest(job)
        return 0 if newest is None else newest.count + 1

    def of_run(self, job: Job) -> Exams | None:
        """The newest exam of a run that goes on, made on its worker; None before there is one."""
        newest = self.newest(job)
        return None if newest is None else newest.exams

    def ask(self, job: Job, cluster: Cluster) -> None:
        """Have a run's newest weights examined on its worker, unless they are or will be; does not wait."""
        snapshots = job.snapshots
        if not snapshots or not job.worker or not is_moving(job) or not sequences_for(job.config):
            return
        newest, last = self.newest(job), snapshots[-1]
        with self._lock:
            if job.id in self._asked or (newest is not None and newest.step >= last.step):
                return
            self._asked.add(job.id)
        question = (job.config, last.weights, sequences_for(job.config))
        try:
            answer = cluster.call(cluster.ask(job.worker, examine_aside, *question))
        except ConnectionError:
            self._asked.discard(job.id)
            return
        name = _name(job.config, last.weights)
        answer.add_done_callback(partial(self._take, job.id, last.step, name))

    def _take(self, job_id: str, step: int, name: Hashable, answer: "Future[Any]") -> None:
        """Keep what the worker answered; trouble with the worker is met by those who follow the run."""
        self._asked.discard(job_id)
        if answer.cancelled() or answer.exception() is not None:
            log.info("An exam was not made: %r", None if answer.cancelled() else answer.exception())
            return
        with self._lock:
            before = self._newest.get(job_id)
            count = 0 if before is None else before.count + 1
            examined = Examined(step=step, exams=answer.result(), count=count)
            self._newest[job_id] = examined
            _forget(self._newest)
        self._keep(name, examined.exams)

    def _known(self, name: Hashable) -> Exams | None:
        with self._lock:
            if (known := self._kept.get(name)) is not None:
                self._kept.move_to_end(name)
            return known

    def _keep(self, name: Hashable, exams: Exams) -> None:
        with self._lock:
            self._kept[name] = exams
            _forget(self._kept)


def _forget(kept: OrderedDict[Any, Any]) -> None:
    while len(kept) > KEPT:
        kept.popitem(last=False)
