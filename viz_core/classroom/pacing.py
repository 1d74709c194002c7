"""How many messages a browser may send in a given time: a token bucket."""

import time
from collections.abc import Callable


class Pacing:
    """A token bucket: it fills at a steady rate, and each message takes one token."""

    def __init__(self, rate: float, burst: float, *, clock: Callable[[], float] = time.monotonic) -> None:
        """A full bucket.

        Args:
            rate: messages a second in the long run.
            burst: messages at once.
            clock: seconds, rising.
        """
        self._rate, self._burst, self._clock = rate, burst, clock
        self._left, self._looked = burst, clock()

    def allows(self) -> bool:
        """Count one message; whether it came slowly enough."""
        now = self._clock()
        self._left = min(self._burst, self._left + self._rate * (now - self._looked)) - 1.0
        self._looked = now
        return self._left >= 0.0
