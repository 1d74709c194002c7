"""How loops become machine code.

In: a function on arrays. Out: the same, compiled by Numba, without Python's lock, and kept on disk.

Numba compiles a loop at the first call on a machine, and again when the file it stands in has changed; it
does not look at other files (https://numba.readthedocs.io/en/stable/developer/caching.html). So loops that
call each other stand in one file, and whoever changes the options here must change those files, too.
"""

from typing import Any

from numba import njit

# Sums may be taken in any order, and a division by zero gives what IEEE 754 says: without either of them
# loops do not become vector instructions. NaNs are preserved: a run that diverges must show it.
_OPTIONS: dict[str, Any] = {
    "fastmath": {"reassoc", "contract", "arcp", "nsz", "afn"},
    "error_model": "numpy",
}

compiled: Any = njit(cache=True, nogil=True, **_OPTIONS)
inlined: Any = njit(inline="always", **_OPTIONS)
