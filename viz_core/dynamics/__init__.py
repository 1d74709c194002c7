"""Where a recurrent layer rests: one reader's map under a fixed input, its resting points, their changes.

In: weights of one recurrent layer in Keras's layout, and what it reads at every step. Out: fixed and slow
points with eigenvalues, proofs for one and two units, cycles, bifurcations, flow fields. Each reader of a
first layer is such a map, s_t = F(s_{t-1}, x): the backward reader the same kind with the opposite clock. A
second layer is not: its input holds the other reader's states.
"""

from viz_core.dynamics.bifurcation import bifurcation
from viz_core.dynamics.flow import flow_field
from viz_core.dynamics.points import FixedPoint, FixedPoints, fixed_points
from viz_core.dynamics.step_map import step_map

__all__ = [
    "FixedPoint",
    "FixedPoints",
    "bifurcation",
    "fixed_points",
    "flow_field",
    "step_map",
]
