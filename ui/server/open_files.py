"""As many open files as the system lets this process have.

A tab takes four: its connection, and three of the event loop that Streamlit gives to its script, which stay
for the two minutes that a closed tab's session is kept. Systems begin with few, so that a class would meet
"too many open files".
"""

import sys
from contextlib import suppress
from typing import Final

MOST: Final = 2**16


def raise_open_files() -> None:
    """Raise this process's own limit up to `MOST`, or to what the system allows; lower nothing."""
    if sys.platform == "win32":
        return
    import resource

    now, allowed = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST if allowed == resource.RLIM_INFINITY else min(MOST, allowed)
    if now != resource.RLIM_INFINITY and now < wanted:
        with suppress(ValueError, OSError):  # some systems allow less than they say
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, allowed))
