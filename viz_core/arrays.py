"""Names for types of NumPy arrays, one for each kind of number.

The shape of an array is said where it is used.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
Floats = npt.NDArray[np.floating]
Floats32 = npt.NDArray[np.float32]
Floats64 = npt.NDArray[np.float64]
Ints = npt.NDArray[np.integer]
Ints32 = npt.NDArray[np.int32]
Mask = npt.NDArray[np.bool_]
