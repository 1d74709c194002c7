"""What a hostile visitor aims at, and from where."""

from typing import NamedTuple


class Target(NamedTuple):
    """A server.

    Attributes:
        address: `http://HOST:PORT`.
        pid: of the process that serves it.
        machine: the address, one of this computer's, that the visitor comes from; empty for the usual one.
    """

    address: str
    pid: int
    machine: str = ""

    @property
    def source(self) -> tuple[str, int] | None:
        """Where connections come from, as `asyncio` wants to be told."""
        return (self.machine, 0) if self.machine else None
