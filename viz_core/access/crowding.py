"""How machines share what there is not enough of, so that one of them cannot keep the others out.

In: who is there, and who comes. Out: whether there is a place left, or who gives way: one of the
address that most come from, not the newcomer.
"""

from collections import Counter
from collections.abc import Iterable
from ipaddress import IPv6Address, ip_address
from typing import Protocol, TypeVar


class Placed(Protocol):
    """Somebody with an address."""

    address: str


Somebody = TypeVar("Somebody", bound=Placed)
# The bits of an IPv6 address that name a network; its machines choose the others as they like.
NETWORK_BITS = 64


def machine_of(address: str) -> str:
    """What all addresses that one machine may choose from have in common.

    Args:
        address: of IPv4 or IPv6; anything else stands for itself.
    """
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(found, IPv6Address):
        found = found.ipv4_mapped or found
    if found.is_loopback:
        return "loopback"
    if isinstance(found, IPv6Address):
        return str(IPv6Address(int(found) >> NETWORK_BITS << NETWORK_BITS))
    return str(found)


class Places:
    """A number of places; no machine may take more than it leaves to others.

    One machine alone gets half of them, two that want all get a third each.
    """

    def __init__(self, most: int) -> None:
        """All are free.

        Args:
            most: how many there are.
        """
        self._most, self._taken = most, 0
        self._by_machine: Counter[str] = Counter()

    def take(self, machine: str) -> bool:
        """Take one, if there is one for this machine."""
        if self._by_machine[machine] >= self._most - self._taken:
            return False
        self._by_machine[machine] += 1
        self._taken += 1
        return True

    def give_back(self, machine: str) -> None:
        """Free one that this machine has taken."""
        self._taken -= 1
        self._by_machine[machine] -= 1
        if not self._by_machine[machine]:
            del self._by_machine[machine]


def gives_way(present: Iterable[Somebody], newcomer: Placed) -> Somebody | None:
    """One of the address that most come from.

    Args:
        present: all who are there and may be sent away.
        newcomer: for whom there is no room.

    Returns:
        None where no address would still have as many as the newcomer's then has: everybody behind one
        address is refused when it is full.
    """
    present = list(present)
    counts = Counter(one.address for one in present)
    most = max(counts, key=counts.__getitem__, default=None)
    if most is None or counts[most] < counts[newcomer.address] + 2:
        return None
    return next(one for one in present if one.address == most)
