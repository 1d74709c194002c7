"""The animated reader: one component, used by every page that plays a network.

In: a payload of `viz_core.payloads.playback.playback`. Out: a picture that plays in the browser, and the
moment at which it rests.

The scripts lie in `static/player/`.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from ui.component import component
from ui.player.words import words
from viz_core.checks import check_one_of
from viz_core.figures.palette import palettes

PANELS = ("inputs", "network", "forward", "backward", "merged", "prediction")
COMPACT = ("inputs", "network", "forward", "backward", "prediction")
SCHEDULES = ("sequence", "together", "layers")

_mount = component(
    "player",
    imports=[
        "../watching/watch.js",
        "../numbers/button.js",
        "../saving/button.js",
        "../saving/elements.js",
        "../classroom/moments.js",
        "../classroom/row.js",
    ],
    waiting=416,
)


def player(
    payload: Mapping[str, Any],
    *,
    key: str,
    height: int | None = None,
    autoplay: bool = False,
    compact: bool = False,
    panels: Sequence[str] | None = None,
    schedule: str | None = None,
    sync: bool = False,
    channel: str | None = None,
    follower: bool = False,
    live: dict[str, Any] | None = None,
) -> dict[str, float] | None:
    """Show a network reading.

    Args:
        payload: from `viz_core.payloads.playback.playback`. New numbers under the same key change the
            picture without stopping it.
        key: of the component, unique on its page.
        height: of the picture in CSS pixels, up to half as much again where the player is wider than 1,100;
            None takes what the panels need and the window has.
        autoplay: begin at once and loop, unless the reader's system asks for less motion.
        compact: fewer panels, and only the controls that move time; for the home page.
        panels: some of `PANELS`, in that order; None takes all of them (`COMPACT` when compact). A panel the
            network has not (the backward states of a forward reader) is left out by itself.
        schedule: one of `SCHEDULES` to begin with; None takes the network's first.
        sync: run the page again when the play comes to rest, with the moment as the result.
        channel: players and equations of one channel share one moment.
        follower: no controls of its own: another player of the channel moves it.
        live: where newer payloads come from (`ui.channel.Feed.live`), without the page running again.

    Returns:
        With `sync`, once the play has come to rest: `position` and `beats` (beats done, and of a whole play)
        and `layer`; otherwise None.

    Raises:
        ValueError: an unknown panel or schedule.
    """
    shown = tuple(panels) if panels is not None else (COMPACT if compact else PANELS)
    for name in shown:
        check_one_of("panels", name, PANELS)
    check_one_of("schedule", schedule, (None, *SCHEDULES))
    options = {
        "height": height,
        "autoplay": autoplay,
        "compact": compact,
        "panels": [name for name in PANELS if name in shown],
        "schedule": schedule,
        "sync": sync,
        "channel": channel,
        "follower": follower,
    }
    result = _mount(
        key=key,
        data={
            "payload": dict(payload),
            "palette": palettes(),
            "words": words(),
            "options": options,
            "live": live,
        },
        on_moment_change=lambda: None,
    )
    return result.get("moment") if sync else None
