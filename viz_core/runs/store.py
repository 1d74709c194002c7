"""What is kept on disk: every finished run of the lab, and runs that somebody saved by name.

In: finished runs. Out: the same, after a restart, on another server.

One SQLite file holds everything, weights included, so that a run is stored whole or not at all: each is one
transaction. It is written ahead (WAL), so a killed server loses nothing that was finished, and several
servers may share the file (on one machine: WAL needs shared memory, https://sqlite.org/wal.html).
A run is named by its config alone, seed included: the same config gives the same run.
"""

import json
import logging
import os
import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from viz_core.access.folder import data_folder, private_file, private_folder
from viz_core.config import ExperimentConfig
from viz_core.network.weights import Weights
from viz_core.runs.packing import (
    fields_mark,
    load_arrays,
    name_of,
    pack_curve,
    renamed,
    save_arrays,
    unpack_curve,
    versions,
)
from viz_core.training.history import Curve

logger = logging.getLogger(__name__)

BUSY_SECONDS = 20.0
TABLES = """
CREATE TABLE IF NOT EXISTS runs (
    config TEXT PRIMARY KEY, finished REAL NOT NULL, versions TEXT NOT NULL, accuracy REAL NOT NULL,
    fresh_accuracy REAL NOT NULL, parameters INTEGER NOT NULL, seconds REAL NOT NULL,
    curve BLOB NOT NULL, weights BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS claims (config TEXT PRIMARY KEY, owner TEXT NOT NULL, until REAL NOT NULL);
CREATE TABLE IF NOT EXISTS saved (
    name TEXT PRIMARY KEY, config TEXT NOT NULL, created REAL NOT NULL, curve BLOB NOT NULL,
    weights BLOB NOT NULL, owner TEXT NOT NULL DEFAULT '');
CREATE TABLE IF NOT EXISTS bin (
    number INTEGER PRIMARY KEY, name TEXT NOT NULL, config TEXT NOT NULL, created REAL NOT NULL,
    curve BLOB NOT NULL, weights BLOB NOT NULL, owner TEXT NOT NULL, deleted REAL NOT NULL);
"""


class StoreError(RuntimeError):
    """The file cannot be read or written; the message is one sentence for the page."""


@dataclass(frozen=True, kw_only=True)
class RunMetrics:
    """The numbers of a finished run.

    Attributes:
        accuracy: share of right answers in the last epoch of training.
        fresh_accuracy: share of right answers to fresh sequences, those of the config's seed.
        parameters: how many numbers training could change.
        seconds: spent in updates.
    """

    accuracy: float
    fresh_accuracy: float
    parameters: int
    seconds: float


@dataclass(frozen=True, kw_only=True, eq=False)
class Finished:
    """A run that went to its end.

    Attributes:
        config: what was trained.
        metrics: how it did.
        curve: of the whole run.
        weights: at its end, in the order of `get_weights()`.
        versions: package -> version, of the machine that stored it.
    """

    config: ExperimentConfig
    metrics: RunMetrics
    curve: Curve
    weights: Weights
    versions: dict[str, str] = field(default_factory=versions)


def default_path() -> Path:
    """`BIRNN_STORE`, else a file in the place where this system keeps its users' data."""
    given = os.environ.get("BIRNN_STORE")
    return Path(given).expanduser() if given else data_folder() / "runs.sqlite"


class Store:
    """All that is kept. Safe from any thread and process: each call opens the file for itself."""

    def __init__(self, path: Path | None = None) -> None:
        """Make the file if it is not there.

        Args:
            path: of the file; None takes `default_path`. A folder that is there already keeps its modes,
                unless it is the usual one.

        Raises:
            StoreError: it cannot be made, is a symbolic link, or belongs to somebody else.
        """
        self.path = path or default_path()
        folder = self.path.parent
        try:
            if folder == data_folder() or not folder.exists():
                private_folder(folder)
            private_file(self.path)
        except OSError as problem:
            logger.exception("The store %s cannot be opened", self.path)
            reason = problem.strerror or str(problem)
            raise StoreError(f"The store of runs cannot be opened: {reason}.") from problem
        with self.open() as file:
            # A new file gives back at once what is removed from it.
            file.execute("PRAGMA auto_vacuum = FULL")
            file.execute("PRAGMA journal_mode = WAL")
            file.executescript(TABLES)
            _add_owners(file)
            _rename(file)

    @contextmanager
    def open(self) -> Iterator[sqlite3.Connection]:
        """A connection whose changes are all made at the end, or none of them."""
        try:
            with closing(sqlite3.connect(self.path, timeout=BUSY_SECONDS)) as file, file:
                yield file
        except sqlite3.Error as problem:
            logger.exception("The store %s cannot be used", self.path)
            raise StoreError(f"The store of runs cannot be used: {problem}.") from problem

    def put(self, run: Finished) -> None:
        """Keep a finished run; if it is there already, the first stays.

        Raises:
            StoreError: it could not be written; nothing else is lost.
        """
        metrics = run.metrics
        row = (
            name_of(run.config),
            time.time(),
            json.dumps(run.versions),
            metrics.accuracy,
            metrics.fresh_accuracy,
            metrics.parameters,
            metrics.seconds,
            pack_curve(run.curve),
            save_arrays(run.weights),
        )
        with self.open() as file:
            file.execute("INSERT OR IGNORE INTO runs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
            file.execute("DELETE FROM claims WHERE config = ?", row[:1])

    def get(self, config: ExperimentConfig) -> Finished | None:
        """The finished run of this config, or None."""
        with self.open() as file:
            found = file.execute(
                "SELECT accuracy, fresh_accuracy, parameters, seconds, curve, weights, versions FROM runs "
                "WHERE config = ?",
                (name_of(config),),
            ).fetchone()
        if found is None:
            return None
        return Finished(
            config=config,
            metrics=_metrics(found[:4]),
            curve=unpack_curve(found[4], config.training.steps),
            weights=load_arrays(found[5]),
            versions=json.loads(found[6]),
        )

    def newest(self) -> int:
        """A number that is another once another run is stored."""
        with self.open() as file:
            return int(file.execute("SELECT coalesce(max(rowid), 0) FROM runs").fetchone()[0])

    def metrics(self, configs: Iterable[ExperimentConfig]) -> dict[ExperimentConfig, RunMetrics]:
        """The numbers of those runs that are finished."""
        query = "SELECT accuracy, fresh_accuracy, parameters, seconds FROM runs WHERE config = ?"
        with self.open() as file:
            found = {one: file.execute(query, (name_of(one),)).fetchone() for one in configs}
        return {one: _metrics(row) for one, row in found.items() if row is not None}

    def curves(self, configs: Iterable[ExperimentConfig]) -> dict[ExperimentConfig, Curve]:
        """The curves of those runs that are finished."""
        query = "SELECT curve FROM runs WHERE config = ?"
        with self.open() as file:
            found = {one: file.execute(query, (name_of(one),)).fetchone() for one in configs}
        return {
            one: unpack_curve(row[0], one.training.steps) for one, row in found.items() if row is not None
        }

    def claim(self, config: ExperimentConfig, owner: str, *, seconds: float) -> bool:
        """Ask to be the one who trains this config.

        Args:
            config: of the run.
            owner: who asks; asking again prolongs the claim.
            seconds: after which the claim ends by itself, should the owner die.

        Returns:
            False if the run is finished, or claimed by somebody else.
        """
        name, now = name_of(config), time.time()
        with self.open() as file:
            file.execute("BEGIN IMMEDIATE")
            if file.execute("SELECT 1 FROM runs WHERE config = ?", (name,)).fetchone():
                return False
            file.execute(
                "DELETE FROM claims WHERE config = ? AND (until < ? OR owner = ?)", (name, now, owner)
            )
            added = file.execute(
                "INSERT OR IGNORE INTO claims VALUES (?, ?, ?)", (name, owner, now + seconds)
            )
            return added.rowcount == 1

    def release(self, owner: str) -> None:
        """Give up all claims of an owner."""
        with self.open() as file:
            file.execute("DELETE FROM claims WHERE owner = ?", (owner,))


def _add_owners(file: sqlite3.Connection) -> None:
    """In a file from before saved runs had owners they belong to nobody in particular."""
    if "owner" not in {row[1] for row in file.execute("PRAGMA table_info(saved)")}:
        file.execute("ALTER TABLE saved ADD COLUMN owner TEXT NOT NULL DEFAULT ''")


def _rename(file: sqlite3.Connection) -> None:
    """After the config got new fields, name the runs stored before as they would be named now."""
    if file.execute("PRAGMA user_version").fetchone()[0] == fields_mark():
        return
    names = [name for (name,) in file.execute("SELECT config FROM runs")]
    changes = [(new, name) for name in names if (new := renamed(name)) != name]
    file.executemany("UPDATE OR IGNORE runs SET config = ? WHERE config = ?", changes)
    file.execute(f"PRAGMA user_version = {fields_mark()}")


def _metrics(row: tuple[float, float, int, float]) -> RunMetrics:
    accuracy, fresh, parameters, seconds = row
    return RunMetrics(accuracy=accuracy, fresh_accuracy=fresh, parameters=parameters, seconds=seconds)
