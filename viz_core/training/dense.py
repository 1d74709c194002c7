"""Dense layers, forward and back, in machine code.

In: rows of inputs, a kernel. Out: rows of outputs; gradients.
"""

import numpy as np

from viz_core.arrays import Floats32
from viz_core.training.compiled import compiled
from viz_core.training.products import add_times, pack, pack_across, panel_size, times


@compiled
def dense(inputs: Floats32, kernel: Floats32, bias: Floats32) -> Floats32:
    """What a Dense layer without activation gives.

    Args:
        inputs: `(rows, width)`.
        kernel: `(width, outputs)`.
        bias: `(outputs,)`.

    Returns:
        `(rows, outputs)`.
    """
    width, outputs = kernel.shape
    found = np.empty((len(inputs), outputs), np.float32)
    panels = np.empty(panel_size(width, outputs), np.float32)
    pack(kernel, np.ones(outputs, np.float32), panels)
    times(inputs, panels, found)
    for row in found:
        for k in range(outputs):
            row[k] += bias[k]
    return found


@compiled
def dense_back(
    inputs: Floats32, kernel: Floats32, d_outputs: Floats32, d_kernel: Floats32, d_bias: Floats32
) -> Floats32:
    """Carry a gradient back through a Dense layer without activation.

    Args:
        inputs: as for `dense`.
        kernel: as for `dense`.
        d_outputs: gradient of the outputs, `(rows, outputs)`.
        d_kernel: gradient of the kernel; added to.
        d_bias: gradient of the bias; added to.

    Returns:
        The gradient of the inputs, `(rows, width)`.
    """
    width, outputs = kernel.shape
    found = np.empty((len(inputs), width), np.float32)
    panels = np.empty(panel_size(outputs, width), np.float32)
    pack_across(kernel, width, panels)
    times(d_outputs, panels, found)
    add_times(inputs, d_outputs, d_kernel)
    for row in d_outputs:
        for k in range(outputs):
            d_bias[k] += row[k]
    return found
