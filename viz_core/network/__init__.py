"""The network in NumPy, in Keras's layout.

In: weights in the order of `keras.Model.get_weights()`, a config, a batch. Out: every array of the forward
pass by name (`Trace`), gradients, losses, parameter counts.
Anything above may use it; it imports only `viz_core.config`, `viz_core.checks` and the tasks.
"""

from viz_core.network.merges import MERGES
from viz_core.network.trace_arrays import Trace
from viz_core.network.tracing import trace

__all__ = ["MERGES", "Trace", "trace"]
