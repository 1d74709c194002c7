"""Keeps one visitor from filling the log: so many lines a minute of one kind, and of all.

What is left out is counted, and the next line that is written says how many.
"""

import logging
import threading
import time
from collections import Counter
from collections.abc import Callable
from typing import Final

MINUTE: Final = 60.0
# Records of the same words, and all records, in a minute.
MOST_OF_ONE, MOST = 5, 100


class LogCap(logging.Filter):
    """Lets few records pass. Safe from any thread."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        """Nothing has passed.

        Args:
            clock: seconds, rising.
        """
        super().__init__()
        self._clock, self._lock = clock, threading.Lock()
        self._began, self._left_out = clock(), 0
        self._passed: Counter[tuple[str, str]] = Counter()

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether a record is written; the first after some that were not says how many."""
        known = record.__dict__
        if "passes" not in known:  # else another handler has asked
            known["passes"] = self._passes(record)
        return bool(known["passes"])

    def _passes(self, record: logging.LogRecord) -> bool:
        words = record.getMessage()
        kind = record.name, words
        with self._lock:
            if self._clock() - self._began >= MINUTE:
                self._began = self._clock()
                self._passed.clear()
            if self._passed[kind] >= MOST_OF_ONE or self._passed.total() >= MOST:
                self._left_out += 1
                return False
            self._passed[kind] += 1
            left_out, self._left_out = self._left_out, 0
        if left_out:
            record.msg, record.args = f"{words} ({left_out:,} more before this were left out.)", ()
        return True


def cap_the_log(cap: LogCap) -> None:
    """Put the cap on every handler that there is, and on the one for loggers that have none, as Uvicorn's."""
    known = [one for one in logging.root.manager.loggerDict.values() if isinstance(one, logging.Logger)]
    for handler in {handler for logger in (logging.root, *known) for handler in logger.handlers}:
        handler.addFilter(cap)
    if logging.lastResort is not None:
        logging.lastResort.addFilter(cap)
