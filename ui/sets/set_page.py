"""What a page with real sequences shows of a network, and how it is drawn again while the network learns.

A page asks for a sequence, draws pictures of what the network makes of it, and puts them on the page. Drawing
alone happens again with each new version of the network, in any thread, without the page's script.
"""

import html
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from ui.badge import badge_html
from ui.channel import Feed
from ui.language import _
from ui.live_figure import live_figure
from ui.live_part import live_part
from ui.player import player
from viz_core.config import ExperimentConfig
from viz_core.network.weights import Weights
from viz_core.watching.topics import Pictures


@dataclass(frozen=True, kw_only=True, eq=False)
class Network:
    """A network as a page shows it.

    Attributes:
        config: what it was, or would be, trained with.
        weights: of its newest state.
        source: where they come from, one of `SOURCES`.
        moving: whether it is learning just now.
        validated: its accuracy in validation at the end of the newest epoch; None before the first.
        dark: whether it is drawn for the dark theme.
    """

    config: ExperimentConfig
    weights: Weights
    source: str
    moving: bool
    validated: float | None
    dark: bool


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """What somebody wants the network to read.

    Attributes:
        sequence: as the page's `draw` takes it; holds nothing of the page or its session.
        key: equal for equal sequences only.
        place: where the pictures go.
        beside: where the answer goes, if it stands beside the controls.
    """

    sequence: Any
    key: Hashable
    place: DeltaGenerator
    beside: DeltaGenerator | None = None


@dataclass(frozen=True, kw_only=True)
class SetPage:
    """One page of real sequences.

    Attributes:
        choose: draws the page's own controls; None where what somebody typed cannot be read.
        draw: the pictures of a network that reads a sequence; runs in any thread.
        place: puts them on the page.
    """

    choose: Callable[[ExperimentConfig], Chosen | None]
    draw: Callable[[Any, Network], Pictures]
    place: Callable[[ExperimentConfig, Chosen, Feed], None]


def headline(text: str, network: Network) -> dict[str, str]:
    """The answer, large enough for the last row, with where it comes from."""
    badge = badge_html(network.source, dark=network.dark)
    return {
        "html": f'<div class="headline"><h2>{html.escape(text)}</h2>{badge}</div>',
        "source": network.source,
    }


def place_headline(feed: Feed) -> None:
    """Put the answer on the page."""
    picture = feed.pictures["headline"]
    live_part(picture["html"], key="headline", live=feed.live("headline"))
    if picture["source"] == "untrained":
        st.info(_("This network has not learned anything yet: press Train, or choose another one."))


def place_player(config: ExperimentConfig, feed: Feed, *, key: str) -> None:
    """Put the player on the page: both readers at once, where there are two."""
    schedule = "together" if config.model.bidirectional or config.model.decodes else None
    player(feed.pictures["player"], key=key, schedule=schedule, live=feed.live("player"))


def place_figure(feed: Feed, name: str, *, key: str, alt: str) -> None:
    """Put a figure on the page."""
    live_figure(feed.pictures[name], key=key, alt=alt, live=feed.live(name))
