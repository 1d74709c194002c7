"""The key with which a lecturer may stop and remove what belongs to others.

In: what somebody typed. Out: whether it is the key. Each server makes its own at its start and keeps it in
memory only.
"""

import hmac
import secrets
import threading
import time
from collections.abc import Callable
from functools import cache

# Without letters and digits that are taken for one another. Sixteen of them are 79 bits: whoever tries a
# thousand a second needs some ten thousand billion years for half of them.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
GROUPS, LETTERS = 4, 4
MOST_ATTEMPTS, ATTEMPTS_SECONDS = 5, 60.0
MOST_REMEMBERED = 1_000


class TooManyAttempts(ValueError):
    """Somebody has tried too often; the message is one sentence."""


class LecturerKey:
    """A key, and who has tried wrong ones. Safe from any thread."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        """Make a new key.

        Args:
            clock: seconds, rising.
        """
        groups = ("".join(secrets.choice(ALPHABET) for _ in range(LETTERS)) for _ in range(GROUPS))
        self.text = "-".join(groups)
        self._clock, self._lock = clock, threading.Lock()
        self._failed: dict[str, list[float]] = {}

    def accepts(self, given: str, *, visitor: str) -> bool:
        """Whether this is the key; compared in the same time, however much of it is right.

        Args:
            given: what somebody typed; capitals and spaces around it do not count.
            visitor: who; each may try `MOST_ATTEMPTS` wrong ones in `ATTEMPTS_SECONDS`. There is no such
                limit for all together, because with one anybody could keep the lecturer out.

        Raises:
            TooManyAttempts: this visitor must wait.
        """
        with self._lock:
            recent = self._recent(visitor)
            if len(recent) >= MOST_ATTEMPTS:
                raise TooManyAttempts(
                    f"`key` must be right within {MOST_ATTEMPTS} attempts a minute; got more. Wait a minute."
                )
            right = hmac.compare_digest(given.strip().lower().encode(), self.text.encode())
            if not right:
                self._failed.pop(visitor, None)
                self._failed[visitor] = [*recent, self._clock()]
                while len(self._failed) > MOST_REMEMBERED:
                    del self._failed[next(iter(self._failed))]
            return right

    def _recent(self, visitor: str) -> list[float]:
        since = self._clock() - ATTEMPTS_SECONDS
        return [when for when in self._failed.get(visitor, []) if when > since]


@cache
def lecturer_key() -> LecturerKey:
    """The key of this server process."""
    return LecturerKey()
