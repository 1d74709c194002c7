"""The rooms of the house, in the order in which the sidebar shows them.

Out: `ROOMS`, one line for each page, and `GROUPS`, the headings they stand under.
Used by: `ui.frame` for the sidebar, the front page for its list of what there is.
"""

from dataclasses import dataclass

from ui.language import N_


@dataclass(frozen=True, kw_only=True)
class Room:
    """One page.

    Attributes:
        file: path from the repository's root.
        title: what the sidebar and the page call it, in English.
        emoji: its mark in the sidebar and in the browser's tab.
        group: one of `GROUPS`.
        sentence: what a person does there.
    """

    file: str
    title: str
    emoji: str
    group: str
    sentence: str


GROUPS = (N_("Start"), N_("Train"), N_("Lessons"), N_("Real sequences"), N_("Lab"))

ROOMS = (
    Room(
        file="app.py",
        title=N_("Home"),
        emoji="🏠",
        group="Start",
        sentence=N_("See at once how a bidirectional network reads."),
    ),
    Room(
        file="pages/1_Train.py",
        title=N_("Train"),
        emoji="🏋️",
        group="Train",
        sentence=N_("Train a network while you watch it read."),
    ),
)
