"""A piece of HTML that may change while it is being looked at, without the page running again.

The one that leads has the page run again when the run comes to another stage. Where the channel cannot be
reached, it does so every few seconds instead, and says so. Its script lies in `static/live_part/`.
"""

from typing import Any

from ui.component import component
from ui.language import _
from ui.saving_words import saving_words

# How often a page is drawn anew that the channel does not reach.
SLOW_SECONDS = 5

_mount = component(
    "live_part",
    html='<div class="live-part"></div>',
    # Written like the rest of the page, with its style sheet.
    isolate_styles=False,
    imports=["../saving/button.js"],
)


def live_part(html: str, *, key: str, live: dict[str, Any] | None = None, leads: bool = False) -> None:
    """Show a piece of HTML, or its next version.

    Args:
        html: whatever came from a person is escaped in it. An element with `data-notice` is filled with what
            there is to say about the channel.
        key: names the piece; the same key on the next run updates it in place.
        live: where newer versions come from (`ui.channel.Feed.live`); each is a dict with `html`.
        leads: whether this piece has the page run again; exactly one of those that are live does.
    """
    _mount(
        key=key,
        data={
            "html": html,
            "live": live,
            "leads": leads,
            "slow": SLOW_SECONDS,
            "words": {
                "saving": saving_words(),
                "lost": _("live updates are blocked on the way: every {seconds} s"),
                "many": _("many are watching: every {seconds} s"),
            },
        },
        on_turn_change=lambda: None,  # a turn runs the page, or its fragment, again; that is all it does
    )
