"""Experiments: many runs that answer one question.

In: `EXPERIMENTS`, or a grid of one's own, and seeds. Out: runs on the workers, kept in the store; tables,
intervals and a verdict.
"""

from viz_core.experiments.grid import Experiment
from viz_core.experiments.registry import EXPERIMENTS

__all__ = ["EXPERIMENTS", "Experiment"]
