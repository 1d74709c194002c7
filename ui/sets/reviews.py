"""A review read word by word: what each reader thinks, and which words swung it.

In: a network, a review that somebody typed. Out: the middle of the page Reviews.
"""

import html
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import streamlit as st

from ui.channel import Feed
from ui.language import N_, _
from ui.links import BOUND
from ui.live_part import live_part
from ui.savable import savable
from ui.sets.set_page import Chosen, Network, SetPage, headline, place_figure, place_headline, place_player
from ui.visitor_words import sentence
from viz_core.arrays import Floats
from viz_core.config import ExperimentConfig
from viz_core.data import DATA_SETS, mini_reviews, reviews
from viz_core.data.vocabulary import Vocabulary, read_words
from viz_core.figures.numerals import numeral
from viz_core.figures.palette import TINT, palette
from viz_core.figures.reviews_predictions import plain_running_lines
from viz_core.lessons.reviews_predictions import RunningPredictions, running_predictions, swings
from viz_core.network.trace_arrays import Trace
from viz_core.network.tracing import trace
from viz_core.payloads.playback import Playback, playback
from viz_core.watching.plain import plain
from viz_core.watching.topics import Pictures

MOST_WORDS = 200
HEIGHT = 264
START = N_("[start]")
EXAMPLES = {
    "reviews": "The story is slow, but the acting is superb and I loved it.",
    "mini_reviews": "the film was dull but not bad at all",
}
VOCABULARIES = {"reviews": reviews.vocabulary, "mini_reviews": mini_reviews.vocabulary}


def _choose(config: ExperimentConfig) -> Chosen | None:
    name = config.task.name
    text = st.text_area(
        _("Type a review"),
        EXAMPLES[name],
        height=90,
        max_chars=2_000,
        key=f"{name}_text",
        help=_("Up to 200 words, in English: the networks have read nothing else."),
        **BOUND,
    )
    try:
        words = tuple(read_words(text or "", most=MOST_WORDS))
    except ValueError as error:
        st.warning(sentence(error))
        return None
    return Chosen(sequence=words, key=words, place=st.container())


def _draw(words: Sequence[str], network: Network) -> Pictures:
    """The review, the running predictions, and the player; what each word does only at rest."""
    config, weights = network.config, network.weights
    vocabulary = VOCABULARIES[config.task.name]()
    tokens = vocabulary.tokens(words)
    seen = trace(weights, config.model, tokens)
    said = running_predictions(weights, config.model, seen)
    pictures: dict[str, Mapping[str, Any]] = {
        "headline": headline(_prediction_words(said.final), network),
        "lines": _lines(said, words, dark=network.dark),
        "legend": {"html": f'<p class="part-note">{html.escape(_legend(said))}</p>'},
        "player": _played(network, seen, words),
    }
    if not network.moving:
        moved = swings(weights, config.model, tokens)[1:]
        pictures["swung"] = {"html": _swung(words, moved, vocabulary, dark=network.dark)}
    return pictures


def _place(config: ExperimentConfig, chosen: Chosen, feed: Feed) -> None:
    place_headline(feed)
    if "swung" in feed.pictures:
        _place_swung(feed.pictures["swung"]["html"], chosen.sequence, VOCABULARIES[config.task.name]())
    alt = _("The probability of a positive review after each word, for each reader")
    place_figure(feed, "lines", key="review_running", alt=alt)
    live_part(feed.pictures["legend"]["html"], key="legend", live=feed.live("legend"))
    place_player(config, feed, key="review_player")


REVIEWS = SetPage(choose=_choose, draw=_draw, place=_place)


def _legend(said: RunningPredictions) -> str:
    """What pairs with what."""
    if "bidirectional" not in said.readers:
        return _(
            "The network's answer if it stopped reading at this word. The answer (◆ {value:.3f}) reads the "
            "ringed state, where everything has been read. Look for the word where the line jumps."
        ).format(value=said.final)
    return _(
        "Blue has read from the start up to this word, orange from the last word back to it; the purple line "
        "puts these two states together, at every word. The answer (◆ {value:.3f}) is none of its points: it "
        "reads the two ringed states, forward at the last word and backward at the start, each of which has "
        "read everything. Look for the word where a line jumps."
    ).format(value=said.final)


def _prediction_words(positive: float) -> str:
    if positive > 0.5:
        return _("Positive, with probability {value:.3f}").format(value=positive)
    return _("Negative, with probability {value:.3f}").format(value=1 - positive)


def _swung(words: Sequence[str], moved: Floats, vocabulary: Vocabulary, *, dark: bool) -> str:
    """The review with each word coloured by what the answer would lose without it."""
    strongest = max(float(np.abs(moved).max(initial=0.0)), 1e-9)
    marked = " ".join(
        _word(word, float(by), float(by) / strongest, known=vocabulary.knows(word), dark=dark)
        for word, by in zip(words, moved, strict=True)
    )
    return f'<p style="font-size:1.25rem;line-height:2;margin:0">{marked}</p>'


def _place_swung(marked: str, words: Sequence[str], vocabulary: Vocabulary) -> None:
    with savable("words", key="review_swung"):
        st.html(marked)
    unknown = any(not vocabulary.knows(word) for word in words)
    note = _(
        "Colour: how far the logit moves without this word: green speaks for positive, red for negative."
    )
    if unknown:
        note += " " + _("Dotted: words the network does not know; it reads all of them as one and the same.")
    with st.container(key="review_note"):
        st.caption(note)


def _word(word: str, by: float, share: float, *, known: bool, dark: bool) -> str:
    """One word; `share` from -1 to 1 is the strength of its colour."""
    colours = palette(dark=dark)
    hue = colours.right if share > 0 else colours.wrong
    strength = round(TINT * abs(share))
    style = f"background:color-mix(in srgb, {hue} {strength}%, transparent)"
    style += ";padding:0.1em 0.25em;border-radius:0.3em"
    title = numeral(by, "+z.2f")
    if not known:
        style += f";border-bottom:3px dotted {colours.muted}"
        title += " · " + _("unknown word")
    return f'<span style="{style}" title="{html.escape(title)}">{html.escape(word)}</span>'


def _lines(said: RunningPredictions, words: Sequence[str], *, dark: bool) -> dict[str, Any]:
    figure: dict[str, Any] = plain(
        plain_running_lines(
            said.readers,
            [_(START), *words],
            answer=_("positive"),
            final=said.final,
            height=HEIGHT,
            dark=dark,
            _=_,
        )
    )
    return figure


def _played(network: Network, seen: Trace, words: Sequence[str]) -> Playback:
    return playback(
        seen,
        network.config.model,
        weights=network.weights,
        symbols=[_(START), *words],
        classes=[_(one) for one in DATA_SETS[network.config.task.name].classes],
        source=network.source,
        gates=not network.moving,
        small=network.moving,
    )
