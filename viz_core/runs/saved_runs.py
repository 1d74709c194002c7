"""Runs that somebody saved by name, each with its owner; deleted ones lie in a bin for a day.

In: a config, a curve, weights, a name. Out: the same, whenever asked.

What one owner may keep is limited by number and by size. Beyond it the oldest of the same owner gives way:
by number it goes to the bin, by size first the owner's bin is emptied. Nobody's runs give way to another's:
where the limit of the whole store is reached, a new run is refused.
"""

import json
import sqlite3
import time
from dataclasses import dataclass, field

from viz_core.access.visitor import Visitor
from viz_core.checks import check_integer
from viz_core.config import ExperimentConfig
from viz_core.network.weights import Weights
from viz_core.runs.packing import (
    config_of,
    load_arrays,
    name_of,
    pack_curve,
    renamed,
    save_arrays,
    unpack_curve,
)
from viz_core.runs.store import Store
from viz_core.training.history import Curve

MOST_OF_ONE, MOST_BYTES_OF_ONE = 30, 128 * 2**20
MOST_OF_ALL, MOST_BYTES_OF_ALL = 2_000, 4 * 2**30
BIN_SECONDS = 24 * 3600.0

_BYTES = "COALESCE(SUM(LENGTH(curve) + LENGTH(weights)), 0)"
_MOVED = "name, config, created, curve, weights, owner"


class NotAllowed(ValueError):
    """A run belongs to somebody else, or there is no room; the message is one sentence."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Saved:
    """A run somebody saved by name: finished, stopped early or loaded from a file.

    Attributes:
        name: 1 to 60 characters, unique.
        config: what was trained.
        curve: as far as it went; empty for a loaded file.
        weights: in the order of `get_weights()`.
        created: seconds since 1970.
        owner: name of the `Visitor` whose it is; empty for nobody in particular.
    """

    name: str
    config: ExperimentConfig
    curve: Curve
    weights: Weights
    created: float = field(default_factory=time.time)
    owner: str = ""

    @property
    def source(self) -> str:
        """Where the weights come from: a run that was trained here has at least one point of its curve."""
        return "trained here" if len(self.curve.steps) else "from a file"


@dataclass(frozen=True, kw_only=True)
class Binned:
    """A deleted run.

    Attributes:
        number: under which it can be brought back.
        name: the one it had.
    """

    number: int
    name: str


class SavedRuns:
    """All runs that were saved by name, in the file of a `Store`."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def save(self, saved: Saved) -> tuple[str, ...]:
        """Keep a run by its name.

        Returns:
            The names of the owner's older runs that had to give way.

        Raises:
            ValueError: the name is empty, too long or taken.
            NotAllowed: the store is full.
            StoreError: it could not be written.
        """
        check_integer("length of the name", len(saved.name.strip()), 1, 60)
        row = (
            saved.name.strip(),
            json.dumps(saved.config.to_dict()),
            saved.created,
            pack_curve(saved.curve),
            save_arrays(saved.weights),
            saved.owner,
        )
        with self._store.open() as file:
            file.execute("BEGIN IMMEDIATE")
            _empty_bin(file)
            _check_room(file, size=len(row[3]) + len(row[4]))
            added = file.execute(f"INSERT OR IGNORE INTO saved ({_MOVED}) VALUES (?, ?, ?, ?, ?, ?)", row)
            if not added.rowcount:
                raise ValueError(f"`name` must be one that no saved run has; got {saved.name!r}.")
            return _make_room(file, saved.owner, beside=row[0])

    def names(self) -> dict[str, ExperimentConfig]:
        """Name -> config of every saved run, the newest first."""
        with self._store.open() as file:
            rows = file.execute("SELECT name, config FROM saved ORDER BY created DESC").fetchall()
        return {name: config_of(text) for name, text in rows}

    def of(self, config: ExperimentConfig) -> list[str]:
        """The names of the saved runs of this network, the newest first."""
        with self._store.open() as file:
            rows = file.execute("SELECT name, config FROM saved ORDER BY created DESC").fetchall()
        wanted = name_of(config)
        return [name for name, text in rows if renamed(text) == wanted]

    def get(self, name: str) -> Saved | None:
        """The saved run of that name, or None."""
        with self._store.open() as file:
            query = "SELECT config, curve, weights, created, owner FROM saved WHERE name = ?"
            row = file.execute(query, (name,)).fetchone()
        if row is None:
            return None
        config = config_of(row[0])
        curve, weights = unpack_curve(row[1], config.training.steps), load_arrays(row[2])
        return Saved(name=name, config=config, curve=curve, weights=weights, created=row[3], owner=row[4])

    def delete(self, name: str, *, by: Visitor) -> None:
        """Move a saved run to the bin; nothing happens if there is none of that name.

        Raises:
            NotAllowed: it is somebody else's, and they are not the lecturer.
        """
        with self._store.open() as file:
            file.execute("BEGIN IMMEDIATE")
            _empty_bin(file)
            found = file.execute("SELECT owner FROM saved WHERE name = ?", (name,)).fetchone()
            if found is not None:
                _check_owner(found[0], by)
                _to_bin(file, name)

    def bin(self, *, by: Visitor) -> list[Binned]:
        """What this visitor may bring back, the last deleted first."""
        with self._store.open() as file:
            _empty_bin(file)
            rows = file.execute("SELECT number, name, owner FROM bin ORDER BY deleted DESC, number DESC")
            return [Binned(number=number, name=name) for number, name, owner in rows if by.may_change(owner)]

    def bring_back(self, number: int, *, by: Visitor) -> None:
        """Take a run out of the bin.

        Raises:
            NotAllowed: it is somebody else's, or not there any more.
            ValueError: another run has its name by now.
        """
        with self._store.open() as file:
            file.execute("BEGIN IMMEDIATE")
            found = file.execute("SELECT owner, name FROM bin WHERE number = ?", (number,)).fetchone()
            if found is None:
                raise NotAllowed("`run` must be one that was deleted within a day; got one that is gone.")
            _check_owner(found[0], by)
            added = file.execute(
                f"INSERT OR IGNORE INTO saved ({_MOVED}) SELECT {_MOVED} FROM bin WHERE number = ?", (number,)
            )
            if not added.rowcount:
                raise ValueError(f"`name` must be one that no saved run has; got {found[1]!r}.")
            file.execute("DELETE FROM bin WHERE number = ?", (number,))
            _make_room(file, found[0], beside=found[1])


def _check_owner(owner: str, by: Visitor) -> None:
    if not by.may_change(owner):
        raise NotAllowed("`run` must be one of yours, or the lecturer's key must be given; got another's.")


def _to_bin(file: sqlite3.Connection, name: str) -> None:
    file.execute(
        f"INSERT INTO bin ({_MOVED}, deleted) SELECT {_MOVED}, ? FROM saved WHERE name = ?",
        (time.time(), name),
    )
    file.execute("DELETE FROM saved WHERE name = ?", (name,))


def _empty_bin(file: sqlite3.Connection) -> None:
    """Remove what has been there for a day."""
    file.execute("DELETE FROM bin WHERE deleted < ?", (time.time() - BIN_SECONDS,))


def _check_room(file: sqlite3.Connection, *, size: int) -> None:
    count, held = file.execute(f"SELECT COUNT(*), {_BYTES} FROM saved").fetchone()
    held += file.execute(f"SELECT {_BYTES} FROM bin").fetchone()[0]
    if size > MOST_BYTES_OF_ONE or count >= MOST_OF_ALL or held + size > MOST_BYTES_OF_ALL:
        raise NotAllowed(
            f"Saved runs must be at most {MOST_OF_ALL:,} and {MOST_BYTES_OF_ALL / 2**30:.0f} GiB on this "
            f"server, {MOST_BYTES_OF_ONE / 2**20:.0f} MiB each; got one "
            "more. Ask the lecturer to remove some."
        )


def _make_room(file: sqlite3.Connection, owner: str, *, beside: str) -> tuple[str, ...]:
    """Let the owner's oldest give way, never the one `beside`; returns the names of those that did."""
    if not owner:  # kept before runs had owners
        return ()
    query = "SELECT name FROM saved WHERE owner = ? AND name != ? ORDER BY created DESC"
    newest = [name for (name,) in file.execute(query, (owner, beside)).fetchall()]
    gone = newest[MOST_OF_ONE - 1 :]
    for name in gone:
        _to_bin(file, name)
    left = newest[: MOST_OF_ONE - 1]
    while _held(file, owner) > MOST_BYTES_OF_ONE:
        if _drop_oldest(file, owner):
            continue
        if not left:
            break
        gone.append(left[-1])
        file.execute("DELETE FROM saved WHERE name = ?", (left.pop(),))
    return tuple(gone)


def _held(file: sqlite3.Connection, owner: str) -> int:
    """Bytes of an owner's runs, those in the bin among them."""
    queries = [f"SELECT {_BYTES} FROM {table} WHERE owner = ?" for table in ("saved", "bin")]
    return sum(int(file.execute(query, (owner,)).fetchone()[0]) for query in queries)


def _drop_oldest(file: sqlite3.Connection, owner: str) -> bool:
    """Remove the run that has been longest in an owner's bin; False if there is none."""
    query = "DELETE FROM bin WHERE number = (SELECT MIN(number) FROM bin WHERE owner = ?)"
    return file.execute(query, (owner,)).rowcount == 1
