"""Pictures for use outside the app: the player as one file, and slides from a terminal.

In: a trace, or links. Out: files. `python -m viz_core.slides` renders links (`viz_core.slides.command`).
"""

from collections.abc import Mapping, Sequence
from typing import Any

from viz_core.config import ModelConfig
from viz_core.figures.palette import SOURCES, palettes
from viz_core.network.trace_arrays import Trace
from viz_core.payloads.playback import playback
from viz_core.payloads.player_words import player_words
from viz_core.slides.offline_page import PLAYER, offline_page

PANELS = ("inputs", "network", "forward", "backward", "merged", "prediction")


class Page(str):
    """An HTML file as text, which a notebook shows inline."""

    def _repr_html_(self) -> str:
        """Source: https://ipython.readthedocs.io/en/stable/config/integrating.html."""
        quoted = self.replace("&", "&amp;").replace('"', "&quot;")
        return f'<iframe srcdoc="{quoted}" style="width: 100%; height: 620px; border: 0"></iframe>'


def html(
    trace: Trace,
    model_config: ModelConfig,
    *,
    title: str = "",
    caption: str = "",
    link: str = "",
    **shown: Any,
) -> Page:
    """The player as one HTML file: it plays without a network, by mouse and keyboard, light and dark.

    Args:
        trace: of the network `model_config` describes.
        model_config: its cell, layers, readers, merge mode and head.
        title: written above the player.
        caption: written below it.
        link: what reproduces the picture.
        shown: the other arguments of `viz_core.payloads.playback.playback`, `classes` and `source` among
            them.

    Returns:
        The text of the file; in a notebook it is shown as it plays.

    Raises:
        ValueError: an argument does not fit the trace.
    """
    payload = playback(trace, model_config, **shown)
    return player_page([payload], title=title, caption=caption, link=link)


def player_page(
    payloads: Sequence[Mapping[str, Any]], *, title: str = "", caption: str = "", link: str = ""
) -> Page:
    """Several players as one HTML file, one under the other.

    Args:
        payloads: as `viz_core.payloads` makes them.
        title: written above the first player.
        caption: written below it.
        link: what reproduces the picture.
    """
    first = {"title": title, "caption": caption, "link": link}
    empty = dict.fromkeys(first, "")
    return Page(
        offline_page(
            [
                {**(empty if number else first), "script": PLAYER, "data": player_data(payload)}
                for number, payload in enumerate(payloads)
            ]
        )
    )


def player_data(payload: Mapping[str, Any]) -> dict[str, Any]:
    """What the component of the player takes to show a payload, in English."""
    words = {
        "sources": {source: source for source in SOURCES},
        "numbers": {"open": ""},
        "saving": {"open": ""},
    }
    options = {"panels": list(PANELS), "autoplay": False, "compact": False, "height": None, "schedule": None}
    return {
        "payload": payload,
        "palette": palettes(),
        "words": player_words() | words,
        "options": options,
        "live": None,
    }
