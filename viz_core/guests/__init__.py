"""Guests: networks of Keras's own layers from somebody's `.keras` file, evaluated without Keras.

In: the bytes of a file. Out: a `Guest`, whose layers, outputs and states can be looked at.
"""

from viz_core.data import apart
from viz_core.guests.guest import Guest

__all__ = ["Guest", "open_network"]


def open_network(data: bytes) -> Guest:
    """The network in a `.keras` file of any Keras 3, read in a process of its own.

    Raises:
        ValueError: it is no such file, or has parts that this app does not evaluate; one sentence says which.
    """
    found: Guest = apart.call("viz_core.guests.opening:open_here", data)
    return found
