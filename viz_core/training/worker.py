"""The worker's side of a job: trains, reports progress, and takes commands.

In: a config, where to begin, commands. Out: `JobUpdate`s, handed out when the web process collects them.

`run_job` is sent as a task; `claim`, `collect` and `command` are sent past the tasks, to the event loop.
"""

import importlib
import logging
import math
import os
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from viz_core.checks import check_one_of
from viz_core.config import ExperimentConfig, TrainingConfig
from viz_core.training.events import TrainingEvent
from viz_core.training.keras_import import KerasMissingError
from viz_core.training.reports import JobState, JobUpdate, Start
from viz_core.training.run import Run
from viz_core.training.seat import Seat
from viz_core.words import N_, first_line

log = logging.getLogger(__name__)

COMMANDS = ("pause", "resume", "step", "stop")
# An event about every 50 ms: smooth to the eye, and free for the training.
EVENT_SECONDS = 0.05
# Added to the priority of worker processes, so that pages go first when every core trains.
NICE = "BIRNN_WORKER_NICE"
USUAL_NICE = 10
TOO_LARGE = N_(
    "This run needs more memory than a training process may use. Choose fewer units, layers or timesteps, or "
    "a smaller batch size."
)


_runs: dict[str, Run] = {}
_seat = Seat()


def _run(job_id: str) -> Run:
    """The run of that name, made by whoever asks first: the task or those who follow it."""
    return _runs.setdefault(job_id, Run())


def key_of(job_id: str) -> str:
    """What the job's task is called on the scheduler."""
    return f"train-{job_id}"


def claim(server: str, job_id: str, dask_worker: Any) -> bool:
    """Whether a server's job may begin, or go on, on this worker; runs on the worker's event loop.

    Args:
        server: who asks.
        job_id: the job it would send here, or wake.
        dask_worker: given by Dask.
    """
    state = dask_worker.state
    _stop_deserted(state.tasks)
    others = any(run.moving for name, run in _runs.items() if name != job_id)
    return _seat.claim(server, job_id, busy=others or bool(state.executing or state.ready))


def release(job_id: str) -> None:
    """A claim is not used after all."""
    _seat.release(job_id)


def _stop_deserted(tasks: Any) -> None:
    """End runs whose server is gone: the scheduler has dropped their tasks."""
    for name, run in list(_runs.items()):
        task = tasks.get(key_of(name))
        if run.active and (task is None or task.state == "cancelled"):
            run.command("stop")


async def collect(job_id: str, server: str) -> JobUpdate:
    """Everything new about a job; runs on the worker's event loop."""
    update = await _run(job_id).collect()
    if update.state and update.state.over:
        _runs.pop(job_id, None)
    return replace(update, wanted=_seat.wanted_besides(server))


def command(job_id: str, name: str) -> None:
    """Pass a command on to a job, unless it has ended; runs on the worker's event loop."""
    check_one_of("command", name, COMMANDS)
    if run := _runs.get(job_id):
        run.command(name)


def run_job(job_id: str, trainer: str, config: ExperimentConfig, start: Start) -> None:
    """Train, as a Dask task. Never raises: what goes wrong is logged, and becomes the job's error.

    Args:
        job_id: under which `collect` and `command` find this run.
        trainer: where the trainer's class is, 'module:name'.
        config: what to train.
        start: where to begin.
    """
    _drop_old_runs()
    run = _run(job_id)
    run.report(JobState.PREPARING)
    if start.paused:
        run.command("pause")
    try:
        made = _load(trainer)(config, weights=start.weights, step=start.step, seconds=start.seconds)
        error = _train(run, made, config, on_pause=_leave_seat(job_id))
        ended = JobState.FINISHED if made.done else JobState.STOPPED
        run.report(JobState.FAILED if error else ended, error=error)
    except Exception as problem:
        log.exception("A run ended with an error: %s", config)
        run.report(JobState.FAILED, error=one_sentence(problem))
    finally:
        _seat.release(job_id)


def _drop_old_runs() -> None:
    for name, run in list(_runs.items()):
        if run.abandoned and not run.active:
            _runs.pop(name, None)


def _train(run: Run, trainer: Any, config: ExperimentConfig, *, on_pause: Callable[[], None]) -> str:
    """Train to the end or to a stop; returns one sentence when the loss became NaN or infinite."""
    if not trainer.step:
        run.push(trainer.start_event())
    updates, done = 1, trainer.step
    while not trainer.done and run.wait_for_turn(on_pause):
        started = time.perf_counter()
        event = trainer.advance(1 if run.stepping else updates)
        if not _finite(event):
            return _not_a_number(event.step, config)
        run.push(event)
        # Those that were done, not those that were asked for: the end of an epoch also ends an event.
        updates, done = next_updates(event.step - done, time.perf_counter() - started), event.step
    return ""


def next_updates(updates: int, seconds: float) -> int:
    """How many updates would fill one event, at most four times as many as took `seconds`."""
    return max(1, min(4 * updates, int(updates * EVENT_SECONDS / max(seconds, 1e-6))))


def _finite(event: TrainingEvent) -> bool:
    """Whether loss and, at the end of a run, weights are numbers (earlier the next loss would show it)."""
    weights = event.weights if event.done else ()
    return math.isfinite(event.loss) and all(np.isfinite(array).all() for array in weights)


def _not_a_number(step: int, config: ExperimentConfig) -> str:
    rate = config.training.learning_rate
    return (
        f"The loss is no longer a number at step {step:,}: the learning rate {rate:g} is too high for this "
        "network. Choose a smaller one and train again."
    )


def _leave_seat(job_id: str) -> Callable[[], None]:
    """For when a run pauses: it leaves the worker's only thread, once, and the worker, to the next job."""
    seceded = False

    def leave() -> None:
        nonlocal seceded
        from distributed import secede

        if not seceded:
            seceded = True
            secede()
        _seat.release(job_id)

    return leave


def one_sentence(problem: BaseException) -> str:
    """What a page may say about an error: its own words where they are ours, else its kind and first line."""
    text = str(problem).strip()
    if isinstance(problem, MemoryError):
        return TOO_LARGE
    # Ours are one line; Keras has others.
    if isinstance(problem, ValueError | KerasMissingError) and text and "\n" not in text:
        return text
    line = first_line(problem) or N_("no further word")
    return N_(f"Training ended with an error ({type(problem).__name__}): {line}")


def _load(name: str) -> Any:
    module, _, attribute = name.partition(":")
    return getattr(importlib.import_module(module), attribute)


def warm() -> None:
    """Load the engine before anybody asks for it; on a new machine its loops are compiled here, once."""
    from viz_core.training.engine import AT_ONCE, Trainer

    sequences = (1 + AT_ONCE) * TrainingConfig().batch_size
    run = Trainer(replace(ExperimentConfig(), training=TrainingConfig(sequences=sequences)))
    # The first update compiles the loops by themselves, the others what calls them without Python.
    run.advance(1)
    run.advance(AT_ONCE)


def _let_pages_go_first() -> None:
    """Give way to the web process when every core trains; Windows has no `nice`, and shares evenly."""
    if hasattr(os, "nice"):
        os.nice(int(os.environ.get(NICE, USUAL_NICE)))


def limit_memory(most: int | None) -> None:
    """Make whatever asks for more memory than that fail with a `MemoryError`, where the system can do so.

    Linux counts the data of the process, not files that are mapped; elsewhere Dask's nanny ends a worker that
    uses more.

    Args:
        most: bytes; None sets no limit.
    """
    if most and sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (most, resource.getrlimit(resource.RLIMIT_DATA)[1]))


def dask_setup(worker: Any) -> None:
    """Called by Dask on a worker that preloads this module, before other threads start; must not block."""
    _let_pages_go_first()
    limit_memory(worker.memory_manager.memory_limit)
    threading.Thread(target=warm, name="warm", daemon=True).start()
