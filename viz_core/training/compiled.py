"""How loops become machine code.

In: a function on arrays. Out: the same, compiled by Numba, without Python's lock, and kept on disk.

Numba compiles a loop at the first call on a machine, and again when the file it stands in has changed; it
does not look at other files (https://numba.readthedocs.io/en/stable/developer/caching.html). What these loops
are compiled with, and the kernel that they call, stand in files of their own, so their contents are made part
of what Numba compares. Other loops that call each other stand in one file.
"""

import hashlib
from pathlib import Path
from typing import Any

from numba import njit
from numba.core.caching import CompileResultCacheImpl, FunctionCache

# Sums may be taken in any order, and a division by zero gives what IEEE 754 says: without either of them
# loops do not become vector instructions. NaNs are preserved: a run that diverges must show it.
_OPTIONS: dict[str, Any] = {
    "fastmath": {"reassoc", "contract", "arcp", "nsz", "afn"},
    "error_model": "numpy",
}
# The files whose change makes every loop another one.
SHARED = tuple(Path(__file__).with_name(name) for name in ("compiled.py", "products.py", "tiles.py"))


class _Kept(CompileResultCacheImpl):
    """Numba's cache, where a loop is stale as soon as its own file or a shared one has changed."""

    def __init__(self, function: Any) -> None:
        super().__init__(function)
        own = self.locator.get_source_stamp()
        shared = hashlib.sha256(b"".join(path.read_bytes() for path in SHARED)).digest()
        self.locator.get_source_stamp = lambda: (own, shared)


class _Cache(FunctionCache):
    _impl_class = _Kept


def compiled(function: Any) -> Any:
    """The loop as machine code, which is kept on disk."""
    loop = njit(nogil=True, **_OPTIONS)(function)
    loop._cache = _Cache(function)
    return loop


inlined: Any = njit(inline="always", **_OPTIONS)
