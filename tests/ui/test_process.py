"""What exists once for the server goes on existing, whoever clears whatever cache."""

import importlib
import sys
import threading

import pytest
import streamlit as st

from ui import process
from ui.process import once


@pytest.fixture
def made():
    """A function made once, and the list of what it has made."""
    calls = []

    @once
    def make(name="one"):
        """Make it."""
        calls.append(name)
        return object()

    yield make, calls
    make.clear()


def test_the_second_call_gets_what_the_first_one_made(made):
    make, calls = made
    assert make() is make()
    assert calls == ["one"]
    assert make.__doc__ == "Make it."


def test_other_arguments_make_another(made):
    make, calls = made
    assert make("two") is not make("three")
    assert make("two") is make("two")
    assert calls == ["two", "three"]


def test_clearing_streamlits_caches_changes_nothing(made):
    make, calls = made
    first = make()
    st.cache_resource.clear()
    st.cache_data.clear()
    assert make() is first
    assert calls == ["one"]


def test_twenty_threads_at_once_make_one(made):
    make, calls = made
    start, results = threading.Barrier(20), []

    def ask():
        start.wait()
        results.append(make())

    threads = [threading.Thread(target=ask) for _ in range(20)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(set(map(id, results))) == 1
    assert calls == ["one"]


def test_what_could_not_be_made_is_tried_again():
    calls = []

    @once
    def make():
        calls.append(1)
        raise OSError("not yet")

    for _ in range(2):
        with pytest.raises(OSError, match="not yet"):
            make()
    assert calls == [1, 1]


def test_a_module_that_is_loaded_anew_finds_what_was_made(made, monkeypatch):
    make, _ = made
    kept = make()
    monkeypatch.delitem(sys.modules, "ui.process")
    again = importlib.import_module("ui.process")
    assert again.once is not process.once
    assert kept in again._MADE.values()


@pytest.mark.parametrize(
    "place",
    ["session.cluster", "session.jobs", "sweeps.sweeps", "stored_runs._store", "frame.start_server_once"],
)
def test_cluster_jobs_sweeps_and_store_are_made_once_for_the_process(place):
    module, name = place.split(".")
    assert isinstance(getattr(importlib.import_module(f"ui.{module}"), name), process.Once)
