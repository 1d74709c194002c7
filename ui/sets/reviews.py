"""A review read word by word: what each reader thinks, and which words swung it.

In: a network, a review that somebody typed. Out: the middle of the room Reviews.
Used by: `pages/10_Reviews.py`.
"""

import html
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import streamlit as st

from ui.frame import is_dark
from ui.language import _
from ui.links import BOUND
from ui.live_figure import live_figure
from ui.player import player
from ui.sets.training import headline
from ui.visitor_words import sentence
from viz_core.config import ExperimentConfig
from viz_core.data import DATA_SETS, mini_reviews, reviews
from viz_core.data.vocabulary import Vocabulary, read_words
from viz_core.figures.numerals import numeral
from viz_core.figures.palette import palette
from viz_core.figures.reviews_predictions import verdict_lines
from viz_core.lessons.reviews_predictions import Verdicts, swings, verdicts
from viz_core.network.trace_arrays import Trace
from viz_core.network.tracing import trace
from viz_core.network.weights import Weights
from viz_core.payloads.playback import playback

MOST_WORDS = 200
HEIGHT = 300
START = "‹start›"
EXAMPLES = {
    "reviews": "The story is slow, but the acting is superb and I loved it.",
    "mini_reviews": "the film was dull but not bad at all",
}
VOCABULARIES = {"reviews": reviews.vocabulary, "mini_reviews": mini_reviews.vocabulary}


def show(config: ExperimentConfig, weights: Weights, source: str, active: bool) -> None:
    """The review, its verdicts word by word, and the player."""
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
        words = read_words(text or "", most=MOST_WORDS)
    except ValueError as error:
        st.warning(sentence(error))
        return
    _answer(config, weights, source, words, active)


def _answer(
    config: ExperimentConfig, weights: Weights, source: str, words: Sequence[str], active: bool
) -> None:
    vocabulary = VOCABULARIES[config.task.name]()
    tokens = vocabulary.tokens(words)
    seen = trace(weights, config.model, tokens)
    said = verdicts(weights, config.model, seen)
    headline(_verdict(said.final), source=source)
    if not active:
        _swung(words, swings(weights, config.model, tokens)[1:], vocabulary)
    _lines(said, words)
    _play(config, weights, source, seen, words, active)


def _verdict(positive: float) -> str:
    if positive > 0.5:
        return _("Positive, with probability {value:.3f}").format(value=positive)
    return _("Negative, with probability {value:.3f}").format(value=1 - positive)


def _swung(words: Sequence[str], moved: npt.NDArray[np.floating], vocabulary: Vocabulary) -> None:
    """The review with each word coloured by what the answer would lose without it."""
    strongest = max(float(np.abs(moved).max(initial=0.0)), 1e-9)
    marked = " ".join(
        _word(word, float(by), float(by) / strongest, known=vocabulary.knows(word))
        for word, by in zip(words, moved, strict=True)
    )
    st.html(f'<p style="font-size:1.25rem;line-height:2">{marked}</p>')
    unknown = sorted({word for word in words if not vocabulary.knows(word)})
    note = _(
        "Colour: how far the logit moves when this word is left out: green words speak for positive, red "
        "ones for negative."
    )
    if unknown:
        note += " " + _("Dotted: words the network does not know; it reads all of them as one and the same.")
    st.caption(note)


def _word(word: str, by: float, share: float, *, known: bool) -> str:
    """One word; `share` from -1 to 1 is the strength of its colour."""
    colours = palette(dark=is_dark())
    hue = colours.right if share > 0 else colours.wrong
    strength = round(60 * abs(share))
    style = f"background:color-mix(in srgb, {hue} {strength}%, transparent)"
    style += ";padding:0.1em 0.25em;border-radius:0.3em"
    title = numeral(by, "+z.2f")
    if not known:
        style += f";border-bottom:3px dotted {colours.muted}"
        title += " · " + _("unknown word")
    return f'<span style="{style}" title="{html.escape(title)}">{html.escape(word)}</span>'


def _lines(said: Verdicts, words: Sequence[str]) -> None:
    figure = verdict_lines(
        said.readers,
        [START, *words],
        answer=_("positive"),
        final=said.final,
        height=HEIGHT,
        dark=is_dark(),
    )
    alt = _("The probability of a positive review after each word, for each reader")
    live_figure(figure, key="review_verdicts", height=HEIGHT, alt=alt)
    st.caption(_legend(said))


def _legend(said: Verdicts) -> str:
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


def _play(
    config: ExperimentConfig, weights: Weights, source: str, seen: Trace, words: Sequence[str], active: bool
) -> None:
    payload = playback(
        seen,
        config.model,
        weights=weights,
        symbols=[START, *words],
        classes=DATA_SETS[config.task.name].classes,
        source=source,
        gates=not active,
    )
    player(payload, key="review_player", schedule="together" if config.model.bidirectional else None)
