"""What exists once for the whole server, whoever clears whatever cache.

In: a function that makes something. Out: the same function, which makes it at the first call only.

Streamlit's `cache_resource` is not the place for processes, sweeps and the store:
`st.cache_resource.clear()`, or a visitor's `clear_cache` message, would have the next page make all of
them again beside the first ones.
"""

import sys
import threading
from collections.abc import Callable, Hashable
from types import ModuleType
from typing import Generic, ParamSpec, TypeVar

Made = TypeVar("Made")
Arguments = ParamSpec("Arguments")

# Beside our modules, not in one of them: Streamlit's file watcher drops all of ours when one is edited.
_KEPT = sys.modules.setdefault("birnn_process", ModuleType("birnn_process")).__dict__
_LOCK: threading.RLock = _KEPT.setdefault("lock", threading.RLock())
_MADE: dict[tuple[Hashable, ...], object] = _KEPT.setdefault("made", {})


class Once(Generic[Arguments, Made]):
    """A function whose result is made once for each set of arguments and kept as long as the process."""

    def __init__(self, make: Callable[Arguments, Made]) -> None:
        self._make = make
        self._name = f"{make.__module__}.{make.__qualname__}"
        self.__doc__ = make.__doc__

    def __call__(self, *args: Arguments.args, **kwargs: Arguments.kwargs) -> Made:
        """What was made for these arguments; an exception is raised again at each call."""
        key = (self._name, *args, *sorted(kwargs.items()))
        if key not in _MADE:
            with _LOCK:
                if key not in _MADE:
                    _MADE[key] = self._make(*args, **kwargs)
        return _MADE[key]  # type: ignore[return-value]

    def clear(self) -> None:
        """Forget what was made, without ending it; for tests."""
        with _LOCK:
            for key in [one for one in _MADE if one[0] == self._name]:
                del _MADE[key]


def once(make: Callable[Arguments, Made]) -> Once[Arguments, Made]:
    """Decorate a function whose result must exist once for the process."""
    return Once(make)
