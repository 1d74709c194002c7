"""What one visitor has: the only reader and writer of `st.session_state`.

In: values and jobs of this browser tab. Out: the same, on the next run.
"""

from collections.abc import Callable, Container, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache, partial
from typing import Any
from urllib.parse import parse_qs
from weakref import WeakKeyDictionary, WeakValueDictionary

import streamlit as st
from streamlit.runtime import Runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx

from ui.process import once
from viz_core.config import ExperimentConfig, GuestConfig
from viz_core.limits.budget import check_affordable
from viz_core.tasks import TASKS
from viz_core.training.cluster import Cluster
from viz_core.training.job import Job
from viz_core.training.jobs import Jobs

# Finished runs kept for this visitor, so that switching a setting back shows its network again.
KEPT_RUNS = 6
# Several times what the link of any page says.
MOST_NAMES = 500

# The coordinator of a script's run -> what was found in that run, by name.
_found_in_runs: WeakKeyDictionary[Any, dict[str, Any]] = WeakKeyDictionary()


@once
def cluster() -> Cluster:
    """The training processes of this server, started in the background at the first call."""
    return Cluster.from_environment()


@once
def jobs() -> Jobs:
    """The training jobs of this server."""
    return Jobs(cluster())


@once
def _started() -> WeakValueDictionary[str, Job]:
    """Every run that some visitor still has, by its id."""
    return WeakValueDictionary()


@contextmanager
def link_values() -> Iterator[dict[str, list[str]]]:
    """What the link says of controls that are drawn for the first time; it may be changed.

    Streamlit 1.67 offers no public way to it.
    """
    ctx = get_script_run_ctx(suppress_warning=True)
    if ctx is None:
        yield {}
        return
    with ctx.session_state.query_params() as params:
        yield params._initial_query_params


def restore_link() -> None:
    """Put back what Streamlit has left out of the link on the way through the history to another page.

    It takes what both pages have a control for, such as the language, for the former page's alone. To be
    called before the first control is drawn.
    """
    ctx = get_script_run_ctx(suppress_warning=True)
    if ctx is None or not ctx.is_history_navigation:
        return
    with link_values() as said:
        lost = {name: values for name, values in _parsed(ctx.query_string).items() if name not in said}
        said.update(lost)
    st.query_params.update({name: list(values) for name, values in lost.items()})


@lru_cache(maxsize=64)
def _parsed(query: str) -> dict[str, list[str]]:
    """What a link says; nothing of one with more names than any page has controls."""
    try:
        return parse_qs(query, max_num_fields=MOST_NAMES)
    except ValueError:
        return {}


def in_this_run(name: str, find: Callable[[], Any]) -> Any:
    """What `find` returns, found once in each run of a visitor's script; outside a script, found anew.

    Each run has a coordinator of its own, which goes with it; Streamlit 1.67 names its runs in no other way.
    """
    ctx = get_script_run_ctx(suppress_warning=True)
    if ctx is None or ctx.parallel_coordinator is None:
        return find()
    found = _found_in_runs.setdefault(ctx.parallel_coordinator, {})
    if name not in found:
        found[name] = find()
    return found[name]


def is_visit() -> bool:
    """Whether this is the script of a page, run for a visitor, and not a thread of the server."""
    return get_script_run_ctx(suppress_warning=True) is not None


def linked(name: str) -> str | None:
    """What the link says under a name, whether or not its control has been drawn; None for nothing."""
    with link_values() as said:
        values = said.get(name, [])
    ctx = get_script_run_ctx(suppress_warning=True)
    if not values and ctx is not None and ctx.is_history_navigation:
        # It may be still to be put back (`restore_link`).
        values = _parsed(ctx.query_string).get(name, [])
    return next(reversed(values), None)


def came_by_history() -> bool:
    """Whether the browser's Back or Forward, or a link followed for the visitor, asked for this run.

    What the link says is then newer than this session. Streamlit 1.67 offers no public way to it.
    """
    ctx = get_script_run_ctx(suppress_warning=True)
    return ctx is not None and ctx.is_history_navigation


def browser_locale() -> str | None:
    """The language that the browser prefers; None where it does not say."""
    return st.context.locale


def get(key: str, default: Any = None) -> Any:
    """A value of this session, or `default`."""
    return st.session_state.get(key, default)


def keys() -> list[str]:
    """The names of all values of this session."""
    return [str(key) for key in st.session_state]


def put(values: Mapping[str, Any]) -> None:
    """Set values of this session; a widget with that key shows it in the next run."""
    st.session_state.update(values)
    _choices().update({key: value for key, value in values.items() if key in _choices()})


def choose(key: str, value: Any) -> None:
    """Keep what a control that is not shown stands at, for `hold_choice`."""
    _choices()[key] = value


def hold_choice(key: str) -> None:
    """Where only a part of the page runs, a control that is not shown stays where the server has put it.

    Nobody operates it in the browser, but a browser that asks for the part again, as it does while a run
    goes on, may do so before it has heard of the new value, and says the old one. To be called before the
    control is drawn.
    """
    ctx = get_script_run_ctx(suppress_warning=True)
    if ctx is not None and ctx.fragment_ids_this_run and _choices().get(key, get(key)) != get(key):
        put({key: _choices()[key]})


def _choices() -> dict[str, Any]:
    kept: dict[str, Any] = st.session_state.setdefault("choices", {})
    return kept


def runs() -> list[Job]:
    """This visitor's jobs, oldest first."""
    kept: list[Job] = st.session_state.setdefault("runs", [])
    return kept


def keep_alive() -> None:
    """Say that this tab is there: its runs go on. Called by every page as it begins.

    A tab that stays open on a page sends nothing. Its runs go on all the same: `Jobs` looks by itself whether
    the tab is connected. Where that is unknown, they end some time after the last call.
    """
    for job in runs():
        job.renew()


def _connected() -> Callable[[], bool] | None:
    """A function that says on any thread whether this tab is connected; None outside a server."""
    context = get_script_run_ctx(suppress_warning=True)
    if context is None or not Runtime.exists():
        return None
    return partial(Runtime.instance().is_active_session, context.session_id)


def _tab() -> str | None:
    """The name of this tab for the queue; None outside a server."""
    context = get_script_run_ctx(suppress_warning=True)
    return context.session_id if context else None


def start(config: ExperimentConfig, *, owner: str = "") -> Job:
    """Start a run, after stopping the one that is active.

    Args:
        config: what to train.
        owner: name of the `Visitor` whose it is; empty for this tab's.

    Raises:
        TooExpensive: it costs too much.
    """
    check_affordable(config)
    stop_active()
    job = jobs().start(config, owner=owner or _tab(), present=_connected())
    _started()[job.id] = job
    kept = [one for one in runs() if one.config != config][1 - KEPT_RUNS :]
    put({"runs": [*kept, job]})
    return job


def stop_active() -> None:
    """Stop whatever this visitor has running; what it learned is kept."""
    for job in runs():
        if not job.state.over:
            job.stop()


def active_run(names: Container[str] = TASKS) -> Job | None:
    """The run that is going on (or waits for a place), if any, among those on these tasks or data sets."""
    active = (job for job in reversed(runs()) if not job.state.over)
    return next((job for job in active if _is_on(job, names)), None)


def _is_on(job: Job, names: Container[str]) -> bool:
    """Whether it trains a network of this app on one of these tasks or data sets."""
    return job.config.task.name in names and not isinstance(job.config, GuestConfig)


def guest_run(network: str) -> Job | None:
    """The run of a network that somebody brought: one's own newest, or the one that is watched.

    Args:
        network: as in `GuestConfig.network`.
    """
    linked = _linked_run()
    own = sorted(reversed(runs()), key=lambda job: job.state.over)
    for job in (*own, *([] if linked is None else [linked])):
        if isinstance(job.config, GuestConfig) and job.config.network == network:
            return job
    return None


def _linked_run() -> Job | None:
    return _started().get(st.query_params.get("run", ""))


def watched_run(names: Container[str] = TASKS) -> Job | None:
    """The run of another tab that the link names, among those on these tasks or data sets.

    Its id is not to be guessed; a class gets it with the place of whoever leads (`ui.classroom`).
    """
    job = _linked_run()
    return job if job is not None and _is_on(job, names) and not is_own(job) else None


def is_own(job: Job) -> bool:
    """Whether this visitor has started it."""
    return job in runs()


def shown_run(config: ExperimentConfig, names: Container[str] = TASKS) -> Job | None:
    """What a page shows: one's run that goes on, else the one that is watched, else that of the config."""
    return active_run(names) or watched_run(names) or run_of(config)


def newest_run(fits: Callable[[ExperimentConfig], bool]) -> Job | None:
    """The run that a page shows as the last one: one's own that goes on, the one watched, one's own newest.

    Args:
        fits: whether the page can show such a network.
    """
    for job in (active_run(), watched_run(), *reversed(runs())):
        if job is not None and job.snapshots and _is_on(job, TASKS) and fits(job.config):
            return job
    return None


def run_of(config: ExperimentConfig) -> Job | None:
    """The run of exactly this config, if there is one."""
    return next((job for job in reversed(runs()) if job.config == config), None)


def run_before(job: Job) -> Job | None:
    """The last run before this one that has learned something on the same task, to compare with."""
    earlier = [one for one in runs() if one is not job and _comparable(one.config, job.config)]
    return earlier[-1] if earlier else None


def _comparable(one: ExperimentConfig, other: ExperimentConfig) -> bool:
    same_steps = one.training.steps == other.training.steps
    networks = [config.network if isinstance(config, GuestConfig) else "" for config in (one, other)]
    return one.task == other.task and same_steps and networks[0] == networks[1]
