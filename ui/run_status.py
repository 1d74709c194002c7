"""One short line on a run: what it is doing, and how long it will take.

In: a job. Out: words, and the same with a bar as HTML. Waits for nothing and needs no script.
"""

import html
from collections.abc import Hashable

from ui.language import _
from viz_core.training.job import Job
from viz_core.training.reports import JobState

# While Keras is being loaded, the line says every so many seconds how long that has taken.
LOADING_SECONDS = 2


def news_of(job: Job) -> tuple[Hashable, ...]:
    """Equal as long as there is nothing new to say; the time in the queue counts in steps of five seconds."""
    waits = None if job.queue_seconds is None else round(job.queue_seconds / 5)
    return job.version, waits, _loading_seconds(job)


def status(job: Job) -> str:
    """What the run is doing, and how long it will take."""
    if job.state is JobState.QUEUED:
        text = _("Waiting: place {place} in the queue").format(place=job.queue_place)
        if job.queue_seconds is None:
            return text
        return text + _(", about {seconds:.0f} s").format(seconds=job.queue_seconds)
    if (loading := _loading_seconds(job)) is not None:
        text = _("Keras is being loaded, up to a minute the first time")
        return text + (_(" · {seconds} s so far").format(seconds=loading) if loading else "")
    words = {
        JobState.STARTING: _("Starting the training process: a few seconds, once"),
        JobState.PREPARING: _("Preparing the run: the first one on a computer takes a few seconds"),
        JobState.FINISHED: _("Finished"),
        JobState.STOPPED: _("Stopped"),
        JobState.FAILED: _("Ended early"),
    }
    if job.state in words and not len(job.curve.steps):
        return words[job.state]
    return _counts(job, words.get(job.state))


def _loading_seconds(job: Job) -> int | None:
    """How long Keras has been being loaded for a run that it trains; None where it is not."""
    by_keras = job.config.training.trainer == "keras"
    if not by_keras or job.state is not JobState.PREPARING or len(job.curve.steps):
        return None
    return int(job.state_seconds) // LOADING_SECONDS * LOADING_SECONDS


def _counts(job: Job, word: str | None) -> str:
    curve, finished = job.curve, job.state is JobState.FINISHED
    text = _("training: loss {loss:.4f} · accuracy {accuracy:.3f}").format(
        loss=curve.epoch_loss if finished else curve.losses[-1],
        accuracy=curve.epoch_accuracy if finished else curve.accuracies[-1],
    )
    if finished:
        # A single epoch is the whole run: its mean lies below the end of the curve.
        single = job.config.training.epochs == 1
        text += _(" over the whole run") if single else _(" over the last epoch")
    else:
        place = {"step": curve.steps[-1], "steps": job.config.training.steps}
        text = _("update {step:,} of {steps:,}").format(**place) + f" · {text}"
    if word is None and job.state is JobState.RUNNING and job.seconds_left is not None:
        text += _(" · {seconds:.0f} s left").format(seconds=job.seconds_left)
    paused = _("Paused") if job.state is JobState.PAUSED else None
    return " · ".join(part for part in (word or paused, text) if part)


def status_html(job: Job) -> str:
    """The line, with a place for what there is to say about the channel; over a bar until the run is over."""
    text, share = html.escape(status(job)), f"{100 * job.progress:.1f}"
    line = f'<p class="run-words" title="{text}"><span>{text}</span><span data-notice></span></p>'
    if job.state.over:
        return line
    bar = f'role="progressbar" aria-valuemin="0" aria-valuemax="100" aria-valuenow="{share}"'
    return f'{line}<div class="run-bar" {bar} aria-label="{text}"><div style="width:{share}%"></div></div>'
