"""Who gives way where there is no room: one machine with many connections, not the machine of one who comes.

In: who is there, and who comes. Out: the member that gives way, if any.
"""

from collections import Counter
from collections.abc import Iterable
from typing import Protocol, TypeVar


class Placed(Protocol):
    """Somebody with an address, and perhaps a token to lead."""

    address: str
    token: str


Somebody = TypeVar("Somebody", bound=Placed)


def gives_way(present: Iterable[Somebody], newcomer: Placed) -> Somebody | None:
    """A follower of the address that most come from.

    Args:
        present: all who are there.
        newcomer: for whom there is no room.

    Returns:
        None where no address would still have as many as the newcomer's then has: everybody behind one
        address is refused when it is full.
    """
    followers = [one for one in present if not one.token]
    counts = Counter(one.address for one in followers)
    most = max(counts, key=counts.__getitem__, default=None)
    if most is None or counts[most] < counts[newcomer.address] + 2:
        return None
    return next(one for one in followers if one.address == most)
