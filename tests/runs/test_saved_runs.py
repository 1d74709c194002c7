"""Saved runs have owners, limits and a bin."""

import sqlite3

import numpy as np
import pytest

from tests.runs.test_store import curve
from viz_core.access.visitor import Visitor
from viz_core.config import ExperimentConfig
from viz_core.runs import saved_runs
from viz_core.runs.saved_runs import NotAllowed, Saved, SavedRuns
from viz_core.runs.store import Store

ANNE, BERT, LECTURER = Visitor.of("a" * 32), Visitor.of("b" * 32), Visitor(lecturer=True)


@pytest.fixture
def runs(tmp_path):
    return SavedRuns(Store(tmp_path / "runs.sqlite"))


def keep(runs, name, by=ANNE, created=0.0, size=3):
    weights = (np.arange(size, dtype=np.float32),)
    return runs.save(
        Saved(
            name=name,
            config=ExperimentConfig(),
            curve=curve(),
            weights=weights,
            created=created,
            owner=by.name,
        )
    )


def test_only_the_owner_and_the_lecturer_may_delete(runs):
    keep(runs, "one")
    keep(runs, "two")
    with pytest.raises(NotAllowed, match="`run` must be one of yours, or the lecturer's key must be given"):
        runs.delete("one", by=BERT)
    runs.delete("one", by=ANNE)
    runs.delete("two", by=LECTURER)
    assert not runs.names()


def test_nobody_in_particular_owns_what_was_saved_before_there_were_owners(runs):
    keep(runs, "old", by=Visitor())
    with pytest.raises(NotAllowed):
        runs.delete("old", by=Visitor())
    runs.delete("old", by=LECTURER)


def test_a_deleted_run_comes_back_as_it_was_within_a_day(runs):
    keep(runs, "one", size=5)
    runs.delete("one", by=ANNE)
    assert runs.get("one") is None
    (binned,) = runs.bin(by=ANNE)
    assert not runs.bin(by=BERT)
    with pytest.raises(NotAllowed):
        runs.bring_back(binned.number, by=BERT)
    runs.bring_back(binned.number, by=ANNE)
    assert runs.get("one").weights[0].tolist() == [0, 1, 2, 3, 4]
    assert runs.get("one").owner == ANNE.name
    assert not runs.bin(by=LECTURER)


def test_after_a_day_it_is_gone(runs, monkeypatch):
    keep(runs, "one")
    runs.delete("one", by=ANNE)
    monkeypatch.setattr(saved_runs, "BIN_SECONDS", -1.0)
    assert not runs.bin(by=ANNE)
    with pytest.raises(NotAllowed, match="got one that is gone"):
        runs.bring_back(1, by=ANNE)


def test_a_name_that_was_taken_meanwhile_is_said(runs):
    keep(runs, "one")
    runs.delete("one", by=ANNE)
    keep(runs, "one", by=BERT)
    (binned,) = runs.bin(by=ANNE)
    with pytest.raises(ValueError, match="`name` must be one that no saved run has; got 'one'"):
        runs.bring_back(binned.number, by=ANNE)
    assert runs.bin(by=ANNE) == [binned]


def test_beyond_the_number_the_oldest_of_the_same_owner_goes_to_the_bin(runs, monkeypatch):
    monkeypatch.setattr(saved_runs, "MOST_OF_ONE", 2)
    keep(runs, "bert", by=BERT, created=-1.0)
    keep(runs, "first", created=1.0)
    keep(runs, "second", created=2.0)
    assert keep(runs, "third", created=3.0) == ("first",)
    assert list(runs.names()) == ["third", "second", "bert"]
    assert [one.name for one in runs.bin(by=ANNE)] == ["first"]


def test_beyond_the_size_the_owners_bin_is_emptied_first_then_the_oldest_goes(runs, monkeypatch):
    keep(runs, "deleted", size=10_000)
    runs.delete("deleted", by=ANNE)
    keep(runs, "first", created=1.0, size=10_000)
    keep(runs, "bert", by=BERT, size=10_000)
    monkeypatch.setattr(saved_runs, "MOST_BYTES_OF_ONE", 100_000)
    assert keep(runs, "second", created=2.0, size=10_000) == ()
    assert not runs.bin(by=ANNE)
    assert keep(runs, "third", created=3.0, size=10_000) == ("first",)
    assert list(runs.names()) == ["third", "second", "bert"]


def test_where_all_is_full_a_new_run_is_refused_and_nobody_loses_one(runs, monkeypatch):
    keep(runs, "anne")
    monkeypatch.setattr(saved_runs, "MOST_OF_ALL", 1)
    with pytest.raises(NotAllowed, match="Saved runs must be at most 1 and 4 GiB on this server"):
        keep(runs, "bert", by=BERT)
    assert list(runs.names()) == ["anne"]


def test_what_is_removed_frees_its_place_on_disk(runs, tmp_path, monkeypatch):
    keep(runs, "one", size=1_000_000)
    runs.delete("one", by=ANNE)
    full = (tmp_path / "runs.sqlite").stat().st_size
    monkeypatch.setattr(saved_runs, "BIN_SECONDS", -1.0)
    runs.bin(by=ANNE)
    assert (tmp_path / "runs.sqlite").stat().st_size < full / 4


def test_a_file_from_before_there_were_owners_is_opened(tmp_path):
    with sqlite3.connect(tmp_path / "runs.sqlite") as file:
        file.execute(
            "CREATE TABLE saved (name TEXT PRIMARY KEY, config TEXT NOT NULL, created REAL NOT NULL, "
            "curve BLOB NOT NULL, weights BLOB NOT NULL)"
        )
    file.close()
    runs = SavedRuns(Store(tmp_path / "runs.sqlite"))
    keep(runs, "one")
    assert runs.get("one").owner == ANNE.name
