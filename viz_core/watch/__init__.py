"""Follow a training that happens elsewhere: in somebody's script or notebook, by Keras's own `fit`.

In: `model.fit(..., callbacks=[Watch(sample, name="my run")])`. Out: files in a folder (`folder`), which the
page *Your network* lists and follows (`following`).

`Watch` is a callback of Keras, so Keras is imported where it is asked for, and never by the pages.
"""

from typing import Any

__all__ = ["Watch"]


def __getattr__(name: str) -> Any:
    if name != "Watch":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from viz_core.watch.callback import Watch

    return Watch
