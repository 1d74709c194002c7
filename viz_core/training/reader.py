"""One reader of one layer, forward and back, on batches of one size.

In: a matrix, what the layer reads. Out: its states; gradients.

All arrays are made once and written again by every update: asking the system for this much memory anew would
take as long as the arithmetic.
"""

from typing import NamedTuple

import numpy as np

from viz_core.arrays import Floats, Floats32
from viz_core.training.kernels import CELLS, COLUMNS, HALVED, LSTM, read, read_back
from viz_core.training.parameters import Matrix, first_input
from viz_core.training.products import panel_size

NO_MASK, NO_STATES = np.zeros((0, 0), np.float32), np.zeros((0, 0, 0), np.float32)


class Side(NamedTuple):
    """The arguments of `read` and `read_back`, under the names that they have there."""

    halves: Floats32
    joined: Floats32
    panels: Floats32
    gates: Floats32
    cells: Floats32
    hidden: Floats32
    state: Floats32
    d_hidden: Floats32
    d_state: Floats32
    d_joined: Floats32
    matrix: Floats32
    d_matrix: Floats32


class Reader:
    """Reads `(time, batch, features)` in one direction; arrays are described in `viz_core.training.kernels`.

    Attributes:
        states: what it gives: the state after each step, `(time, batch, units)`; or, when only the last
            counts, the state after the last step read, `(batch, units)`.
    """

    def __init__(
        self,
        cell: str,
        *,
        units: int,
        features: int,
        timesteps: int,
        batch: int,
        backward: bool,
        each_step: bool,
        gives_back: bool,
    ) -> None:
        """Make room.

        Args:
            cell: its kind.
            units: width of its state.
            features: width of what it reads.
            timesteps: length of the sequences.
            batch: how many it reads at once.
            backward: read the last step first.
            each_step: whether the states after each step are asked for, or only the last one.
            gives_back: whether the gradient of what it reads is asked for.
        """
        self._cell, self._backward = CELLS[cell], backward
        self._first, self._features = first_input(cell, units), features
        rows, columns = self._first + features + 1, COLUMNS[cell] * units
        steps = (timesteps, batch)
        self._joined = np.ones((*steps, rows), np.float32)
        self._gates = np.empty((*steps, columns), np.float32)
        self._cells = np.empty((timesteps + 1 if self._cell == LSTM else 0, batch, units), np.float32)
        self._halves = np.ones(columns, np.float32)
        for gate in HALVED[cell]:
            self._halves[gate * units : (gate + 1) * units] = 0.5
        self._mask = NO_MASK
        self._hidden = np.empty((*steps, units), np.float32) if each_step else NO_STATES
        self._state = np.empty((batch, units), np.float32)
        self.states = self._hidden if each_step else self._state
        # Of the gradient only what somebody asks for.
        back_rows = rows - 1 if gives_back else units
        self._panels = np.empty(max(panel_size(rows, columns), panel_size(columns, back_rows)), np.float32)
        self._d_joined = np.empty((timesteps if gives_back else 1, batch, back_rows), np.float32)
        self._d_hidden = np.empty_like(self._hidden)
        self._d_state = np.empty_like(self._state)

    def side(self, matrix: Matrix, gradient: Matrix) -> Side:
        """Its arrays and those of its weights, for loops that need no reader."""
        return Side(
            halves=self._halves,
            joined=self._joined,
            panels=self._panels,
            gates=self._gates,
            cells=self._cells,
            hidden=self._hidden,
            state=self._state,
            d_hidden=self._d_hidden,
            d_state=self._d_state,
            d_joined=self._d_joined,
            matrix=matrix.values,
            d_matrix=gradient.values,
        )

    @property
    def inputs(self) -> Floats32:
        """Where what it reads goes, `(time, batch, features)`; a view."""
        return self._joined[:, :, self._first : self._first + self._features]

    @property
    def d_inputs(self) -> Floats32:
        """The gradient of what it read, after `back`; a view."""
        return self._d_joined[:, :, self._first : self._first + self._features]

    def read(self, matrix: Matrix, mask: Floats32 | None) -> None:
        """Read `inputs`; the mask is `(time, batch)`."""
        self._mask = NO_MASK if mask is None else mask
        read(
            self._cell,
            self._joined,
            matrix.values,
            self._halves,
            self._panels,
            self._mask,
            self._gates,
            self._cells,
            self._hidden,
            self._state,
            self._backward,
        )

    def back(self, matrix: Matrix, gradient: Matrix, d_states: Floats) -> None:
        """Carry a gradient back, and add the matrix's to `gradient`.

        Args:
            matrix: as it was for `read`.
            gradient: of the matrix.
            d_states: `(time, batch, units)`, or `(batch, units)` when only the last state counts.
        """
        if d_states.ndim == 3:
            self._d_hidden[:] = d_states
            self._d_state[:] = 0
        else:
            self._d_state[:] = d_states
        read_back(
            self._cell,
            self._joined,
            matrix.values,
            self._panels,
            self._mask,
            self._gates,
            self._cells,
            self._d_hidden,
            self._d_state,
            self._d_joined,
            gradient.values,
            self._backward,
        )
