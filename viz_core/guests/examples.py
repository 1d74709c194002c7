"""The example networks of the page *Your network*, as they come with the project.

Out: `EXAMPLES`, by name; their files are made by `viz_core.guests.textbook`.
"""

from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "models" / "textbook"
# How many digits the network that sorts them reads.
DIGITS = 7


@dataclass(frozen=True, kw_only=True)
class Example:
    """One of them.

    Attributes:
        name: in links.
        reads: the way of feeding it that the page opens with, a name in `viz_core.guests.feeding.WAYS`.
    """

    name: str
    reads: str

    @property
    def path(self) -> Path:
        """Where its file lies."""
        return FOLDER / f"{self.name}.keras"


EXAMPLES = {
    one.name: one
    for one in (
        Example(name="cumulative_sum", reads="task"),
        Example(name="reviews", reads="text"),
        Example(name="sorting", reads="tokens"),
    )
}
