"""Who has brought which uploaded file, so that whoever brings many pushes out their own files first.

In: a visitor's name and the digits of a file. Out: the digits of their files that must go.
The ledger is in memory: after a restart the files that are there count as nobody's, and give way by age alone
(`viz_core.data.uploads`).
"""

import threading

MOST_FILES, MOST_BYTES = 10, 60 * 2**20
MOST_VISITORS = 5_000


class Shares:
    """Files by visitor, the oldest first. Safe from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._files: dict[str, dict[str, int]] = {}

    def add(self, visitor: str, source: str, *, size: int) -> list[str]:
        """Note a file, also one that is there already: it counts as new.

        Args:
            visitor: whose it is.
            source: the digits it is kept under.
            size: in bytes.

        Returns:
            Digits of this visitor's oldest files, which nobody else has brought and which must go.
        """
        with self._lock:
            files = self._files.pop(visitor, {})
            files.pop(source, None)
            files[source] = size
            self._files[visitor] = files
            gone = []
            while len(files) > 1 and (len(files) > MOST_FILES or sum(files.values()) > MOST_BYTES):
                gone.append(next(iter(files)))
                del files[gone[-1]]
            while len(self._files) > MOST_VISITORS:
                del self._files[next(iter(self._files))]
            return [one for one in gone if not any(one in others for others in self._files.values())]


# One for the process.
SHARES = Shares()
