"""How much arithmetic an update is, and how much the machine can do.

In: a workload; the size of a product. Out: floating-point operations; operations per second.
"""

import os
import time

import numpy as np
import threadpoolctl

from benchmarks.workloads import Workload
from viz_core.network.weights import GATES


def operations(workload: Workload) -> int:
    """Floating-point operations in the matrix products of one update, additions counted too.

    With B sequences of T steps, a reader of n inputs and u units with g gates does B T (n + u) g u
    multiplications forward. Backward there are as many for the gradients of the weights, and as many again
    for what flows on to states and inputs; nothing flows on to inputs that are not learned. Biases,
    activations and the optimizer are left out.
    """
    config = workload.model
    steps = workload.batch * workload.timesteps
    gates, width = len(GATES[config.cell]), config.embedding or workload.features
    total = 0
    for layer in range(config.depth):
        wide = gates * config.units * len(config.readers) * steps
        learned = layer > 0 or config.embedding > 0
        total += wide * ((3 if learned else 2) * width + 3 * config.units)
        width = config.width
    answers = workload.batch if config.head == "final_state" else steps
    return 2 * (total + 3 * answers * width * workload.outputs)


def peak(*, size: int = 2048, repeats: int = 5) -> float:
    """Operations per second of the best of several square float32 products, on all cores."""
    rng = np.random.default_rng(0)
    left, right = (rng.random((size, size), np.float32) for _ in range(2))
    # The engine, once imported, lets each product have one thread.
    with threadpoolctl.threadpool_limits(os.cpu_count(), user_api="blas"):
        np.matmul(left, right)
        return max(_rate(left, right) for _ in range(repeats))


def _rate(left: np.ndarray, right: np.ndarray) -> float:
    started = time.perf_counter()
    np.matmul(left, right)
    return 2 * len(left) ** 3 / (time.perf_counter() - started)
