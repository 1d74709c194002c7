"""Runs that somebody saved by name.

In: a config, a curve, weights, a name. Out: the same, whenever asked. Used by: Train, Saved runs.
"""

import json
import time
from dataclasses import dataclass, field

from viz_core.checks import check_integer
from viz_core.config import ExperimentConfig
from viz_core.network.weights import Weights
from viz_core.runs.packing import pack, pack_curve, unpack, unpack_curve
from viz_core.runs.store import Store
from viz_core.training.history import Curve


@dataclass(frozen=True, kw_only=True, eq=False)
class Saved:
    """A run somebody saved by name: finished, stopped early or loaded from a file.

    Attributes:
        name: 1 to 60 characters, unique.
        config: what was trained.
        curve: as far as it went; empty for a loaded file.
        weights: in the order of `get_weights()`.
        created: seconds since 1970.
    """

    name: str
    config: ExperimentConfig
    curve: Curve
    weights: Weights
    created: float = field(default_factory=time.time)

    @property
    def source(self) -> str:
        """Where the weights come from: a run that was trained here has at least one point of its curve."""
        return "trained here" if len(self.curve.steps) else "from a file"


class SavedRuns:
    """All runs that were saved by name, in the file of a `Store`."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def save(self, saved: Saved) -> None:
        """Keep a run by its name.

        Raises:
            ValueError: the name is empty, too long or taken.
            StoreError: it could not be written.
        """
        check_integer("length of the name", len(saved.name.strip()), 1, 60)
        row = (
            saved.name.strip(),
            json.dumps(saved.config.to_dict()),
            saved.created,
            pack_curve(saved.curve),
            pack(saved.weights),
        )
        with self._store.open() as file:
            added = file.execute("INSERT OR IGNORE INTO saved VALUES (?, ?, ?, ?, ?)", row)
        if not added.rowcount:
            raise ValueError(f"`name` must be one that no saved run has; got {saved.name!r}.")

    def names(self) -> dict[str, ExperimentConfig]:
        """Name -> config of every saved run, the newest first."""
        with self._store.open() as file:
            rows = file.execute("SELECT name, config FROM saved ORDER BY created DESC").fetchall()
        return {name: ExperimentConfig.from_dict(json.loads(config)) for name, config in rows}

    def get(self, name: str) -> Saved | None:
        """The saved run of that name, or None."""
        with self._store.open() as file:
            query = "SELECT config, curve, weights, created FROM saved WHERE name = ?"
            row = file.execute(query, (name,)).fetchone()
        if row is None:
            return None
        config = ExperimentConfig.from_dict(json.loads(row[0]))
        curve, weights = unpack_curve(row[1]), unpack(row[2])
        return Saved(name=name, config=config, curve=curve, weights=weights, created=row[3])

    def delete(self, name: str) -> None:
        """Remove a saved run; nothing happens if there is none of that name."""
        with self._store.open() as file:
            file.execute("DELETE FROM saved WHERE name = ?", (name,))
