"""How long a job that nobody watches is kept, and a clock for it that does not jump.

In: a clock. Out: seconds that this process was awake.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

# More than that between two readings is a jump: the computer slept, or the process was stopped.
JUMP_SECONDS = 2.0


@dataclass(frozen=True, kw_only=True)
class Leases:
    """When a job that nobody watches ends.

    Attributes:
        gone: seconds after its tab was last connected, for jobs of which that is known.
        silence: seconds after the last sign of its page, for others.
    """

    gone: float = 30.0
    silence: float = 120.0


class AwakeClock:
    """Seconds that this process was awake, as far as somebody reads it often. Thread-safe."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Start at 0.

        Args:
            clock: seconds; may jump.
        """
        self._clock, self._lock = clock, threading.Lock()
        self._seconds, self._last = 0.0, clock()

    def __call__(self) -> float:
        """Seconds so far; a jump counts as `JUMP_SECONDS` at most, and never backwards."""
        with self._lock:
            now = self._clock()
            self._seconds += min(max(now - self._last, 0.0), JUMP_SECONDS)
            self._last = now
            return self._seconds
