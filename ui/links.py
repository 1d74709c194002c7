"""Links carry every control: whoever opens one sees the same picture.

Out: `BOUND`, the arguments that bind a widget to the link under its key; `drop_unreadable`, which takes
out of a link what no control can read.
"""

import math

from ui import session

BOUND = {"bind": "query-params", "persist_state": "session"}


def drop_unreadable() -> None:
    """Keep from the controls what they cannot read in a link: nothing at all, and numbers without end.

    A control that always stands at one of its values would stand at none, and one for whole numbers
    would raise an `OverflowError`; Streamlit 1.67 refuses neither. Such a control opens at its default.
    """
    with session.link_values() as said:
        for name in [name for name, values in said.items() if any(map(_is_unreadable, values))]:
            del said[name]


def _is_unreadable(value: str) -> bool:
    try:
        return not value or math.isinf(float(value))
    except ValueError:
        return False
