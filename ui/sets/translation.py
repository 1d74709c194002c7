"""A question squeezed into one vector, and the answer written from it, symbol by symbol.

In: a network, a question that somebody typed. Out: the middle of the page Translation.
"""

import html
from collections.abc import Sequence
from typing import Any

import numpy as np
import streamlit as st

from ui.channel import Feed
from ui.headings import heading
from ui.language import N_, _
from ui.links import BOUND
from ui.live_part import live_part
from ui.script_to_copy import script_to_copy
from ui.sets.set_page import Chosen, Network, SetPage, headline, place_figure, place_headline, place_player
from ui.visitor_words import sentence
from viz_core.arrays import Floats
from viz_core.config import ExperimentConfig
from viz_core.data import translation_set
from viz_core.data.translation import TranslationSet
from viz_core.figures.palette import TINT, palette
from viz_core.figures.translation_bottleneck import plain_bottleneck_rows
from viz_core.keras_scripts.translation import translation_code
from viz_core.lessons.translation import Translation, as_read, right_classes, translate, vectors
from viz_core.payloads.playback import Playback, playback
from viz_core.watching.plain import plain
from viz_core.watching.topics import Pictures

Symbols = tuple[str, ...]
ASKED_FOR = {"dates": N_("Type a date"), "numbers": N_("Type a number")}


def _choose(config: ExperimentConfig) -> Chosen | None:
    question = _typed(translation_set(config.task.name))
    return Chosen(sequence=question, key=question, place=st.container()) if question else None


def _draw(question: Symbols, network: Network) -> Pictures:
    """The answer, the player, and the vector in between."""
    config, data_set = network.config, translation_set(network.config.task.name)
    found = translate(network.weights, config.model, data_set, question, timesteps=config.task.length)
    figure, shown = _bottleneck(network, data_set, question)
    return {
        "headline": headline(_prediction_words(data_set, found), network),
        "written": {"html": _written(found, dark=network.dark)},
        "player": _played(network, data_set, question, found),
        "vector": figure,
        "shown": {"html": f"<p>{shown}</p>"},
    }


def _place(config: ExperimentConfig, _chosen: Chosen, feed: Feed) -> None:
    place_headline(feed)
    live_part(feed.pictures["written"]["html"], key="written", live=feed.live("written"))
    st.caption(
        _(
            "Each box: the likeliest symbol at that step and its probability; ■ says that the answer ends. "
            "The decoder is not given what it has written: it reads the same vector at every step."
        )
    )
    place_player(config, feed, key="translation_player")
    heading(_("The one vector in between"))
    alt = _("The vector of this question, of the same question asked otherwise, and of others")
    place_figure(feed, "vector", key="translation_vector", alt=alt)
    st.caption(
        _(
            "Each row is all that the decoder ever reads of a question, one colour for each number. "
            "Distance: how far the whole vector is from the first one. As read: how far the products with "
            "the decoder's kernel are, that is, what the decoder notices of the difference."
        )
    )
    live_part(feed.pictures["shown"]["html"], key="shown", live=feed.live("shown"))


TRANSLATION = SetPage(choose=_choose, draw=_draw, place=_place)


def in_keras(config: ExperimentConfig) -> None:
    """The same experiment as a Keras script."""
    label = _("The same experiment in plain Keras")
    script_to_copy(label, lambda: translation_code(config), key="keras_script")


def _typed(data_set: TranslationSet) -> Symbols | None:
    text = st.text_input(
        _(ASKED_FOR[data_set.name]),
        data_set.example,
        max_chars=200,
        key=f"{data_set.name}_question",
        help=_(data_set.typed),
        **BOUND,
    )
    try:
        return data_set.split(text or "")
    except ValueError as error:
        st.warning(sentence(error))
        return None


def _prediction_words(data_set: TranslationSet, found: Translation) -> str:
    said = data_set.joined(found.said) or _("nothing at all")
    if found.right is None:
        return _("{said}  (the set has no such question)").format(said=said)
    if found.right:
        return f"{said} ✓"
    return _("{said} ✗ (right: {truth})").format(said=said, truth=data_set.joined(found.truth or ()))


def _written(found: Translation, *, dark: bool) -> str:
    """The answer, one box for each symbol, the stronger coloured the surer, with its probability below."""
    until = min(len(found.answer) + 1, len(found.said))
    boxes = "".join(
        _box(symbol, float(p), found.truth, place, dark=dark)
        for place, (symbol, p) in enumerate(zip(found.said[:until], found.probabilities[:until], strict=True))
    )
    return f'<div class="written" style="display:flex;flex-wrap:wrap;gap:0.25rem">{boxes}</div>'


def _box(symbol: str, p: float, truth: Symbols | None, place: int, *, dark: bool) -> str:
    colours = palette(dark=dark)
    wanted = None if truth is None else truth[place] if place < len(truth) else "■"
    hue = colours.wrong if wanted not in (None, symbol) else colours.merged
    style = f"background:color-mix(in srgb, {hue} {round(TINT * p)}%, transparent);text-align:center"
    style += ";border-radius:0.4rem;padding:0.2rem 0.6rem;min-width:2.6rem"
    text = html.escape(symbol)
    text = f"<s>{text}</s>" if wanted not in (None, symbol) else f"<b>{text}</b>"
    return (
        f'<div style="{style}"><span style="font-size:1.25rem">{text}</span>'
        f'<br><span style="font-size:0.9rem">{p:.2f}</span></div>'
    )


def _played(network: Network, data_set: TranslationSet, question: Symbols, found: Translation) -> Playback:
    steps = network.config.task.length
    return playback(
        found.trace,
        network.config.model,
        weights=network.weights,
        symbols=[*[""] * (steps - len(question)), *(one.replace(" ", "␣") for one in question)],
        targets=None if found.truth is None else right_classes(data_set, found.truth, steps),
        classes=data_set.classes,
        source=network.source,
        gates=not network.moving,
        small=network.moving,
    )


def _bottleneck(network: Network, data_set: TranslationSet, question: Symbols) -> tuple[dict[str, Any], str]:
    """The vector of this question beside those of its relatives, and what they show."""
    config, related = network.config, data_set.related(question)
    questions = [question, *(one.question for one in related)]
    joint = "" if data_set.name == "dates" else " "
    found = vectors(network.weights, config.model, data_set, questions, timesteps=config.task.length)
    read, same = as_read(network.weights, config.model, found), [True, *(one.same for one in related)]
    figure: dict[str, Any] = plain(
        plain_bottleneck_rows(
            found,
            [joint.join(one) for one in questions],
            same,
            read,
            readers=config.model.readers,
            dark=network.dark,
            _=_,
        )
    )
    return figure, what_it_shows(np.linalg.norm(found - found[0], axis=1), read, same)


def what_it_shows(distances: Floats, read: Floats, same: Sequence[bool]) -> str:
    """What the two columns of the picture say, in sentences that hold for these very numbers.

    Args:
        distances: of the vectors from the first, `(questions,)`.
        read: the same as the decoder reads them.
        same: whether each question means the same as the first, which is one of them.
    """
    alike = np.array(same)
    alike[0] = False
    other = ~np.array(same)
    if not (alike.any() and other.any()):
        return ""
    closer = int((distances[alike] > distances[other].min()).sum())
    text = _(
        "Above the gap: the same meaning in other words; below: another meaning. The whole vectors do not "
        "separate the two: {closer} of the {count} other ways of writing lie farther away than the nearest "
        "other meaning ({nearest:.2f}). "
    )
    if not closer:
        text = _(
            "Above the gap: the same meaning in other words; below: another meaning. Even by the whole "
            "vector each of the {count} other ways of writing lies nearer than any other meaning "
            "({nearest:.2f}). "
        )
    farthest, nearest = read[alike].max(), read[other].min()
    apart = _(
        "<b>As the decoder reads them they are apart:</b> at most {farthest:.2f} above the gap, at least "
        "{nearest:.2f} below."
    )
    if farthest >= nearest:
        apart = _(
            "As the decoder reads them they overlap: up to {farthest:.2f} above the gap, from {nearest:.2f} "
            "below."
        )
    counts = {"closer": closer, "count": int(alike.sum()), "nearest": distances[other].min()}
    return text.format(**counts) + apart.format(farthest=farthest, nearest=nearest)
