"""Keep what was read from the newest files, up to so many bytes.

`functools.lru_cache` counts values; one file may be a thousand times as large as another.
"""

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Recent(Generic[Value]):
    """A function of one text whose newest results are kept."""

    def __init__(self, make: Callable[[str], Value], *, size: Callable[[Value], int], most: int) -> None:
        """Keep results of `make`.

        Args:
            make: the function; whatever it raises is not kept.
            size: bytes of a result, roughly.
            most: bytes in all; the newest result is kept in any case.
        """
        self._make, self._size, self._most = make, size, most
        self._kept: dict[str, tuple[Value, int]] = {}
        self._lock = threading.Lock()

    def __call__(self, key: str) -> Value:
        """The result for a key, made if it is not kept any more."""
        with self._lock:
            found = self._kept.pop(key, None)
            if found is not None:
                self._kept[key] = found
                return found[0]
        made = self._make(key)
        self.put(key, made)
        return made

    def put(self, key: str, made: Value) -> None:
        """Keep a result that was made elsewhere."""
        with self._lock:
            self._kept[key] = (made, self._size(made))
            while len(self._kept) > 1 and sum(size for _, size in self._kept.values()) > self._most:
                del self._kept[next(iter(self._kept))]

    def cache_clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._kept.clear()
