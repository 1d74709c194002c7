"""A question squeezed into one vector, and the answer written from it, symbol by symbol.

In: a network, a question that somebody typed. Out: the middle of the room Translation.
Used by: `pages/13_Translation.py`.
"""

import html
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import streamlit as st

from ui.frame import is_dark
from ui.language import N_, _
from ui.links import BOUND
from ui.live_figure import live_figure
from ui.player import player
from ui.script import script_to_copy
from ui.sets.training import headline
from ui.visitor_words import sentence
from viz_core.config import ExperimentConfig
from viz_core.data import translation_set
from viz_core.data.translation import TranslationSet
from viz_core.figures.palette import palette
from viz_core.figures.translation_bottleneck import bottleneck_rows
from viz_core.keras_scripts.translation import translation_code
from viz_core.lessons.translation import Translation, as_read, right_classes, translate, vectors
from viz_core.network.weights import Weights
from viz_core.payloads.playback import playback

Symbols = tuple[str, ...]
Floats = npt.NDArray[np.floating]
ASKED_FOR = {"dates": N_("Type a date"), "numbers": N_("Type a number")}


def show(config: ExperimentConfig, weights: Weights, source: str, active: bool) -> None:
    """The question, the answer, the player, and the vector in between."""
    data_set = translation_set(config.task.name)
    asked = _typed(data_set)
    if asked is None:
        return
    found = translate(weights, config.model, data_set, asked, timesteps=config.task.length)
    headline(_verdict(data_set, found), source=source)
    _written(data_set, found)
    _play(config, weights, source, data_set, asked, found, active)
    _bottleneck(config, weights, data_set, asked)


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


def _verdict(data_set: TranslationSet, found: Translation) -> str:
    said = data_set.joined(found.said) or _("nothing at all")
    if found.right is None:
        return _("{said}  (the set has no such question)").format(said=said)
    if found.right:
        return f"{said} ✓"
    return _("{said} ✗ (right: {truth})").format(said=said, truth=data_set.joined(found.truth or ()))


def _written(data_set: TranslationSet, found: Translation) -> None:
    """The answer, one box for each symbol, the stronger coloured the surer, with its probability below."""
    until = min(len(found.answer) + 1, len(found.said))
    boxes = "".join(
        _box(symbol, float(p), found.truth, place)
        for place, (symbol, p) in enumerate(zip(found.said[:until], found.probabilities[:until], strict=True))
    )
    st.html(f'<div class="written" style="display:flex;flex-wrap:wrap;gap:0.25rem">{boxes}</div>')
    st.caption(
        _(
            "Each box: the likeliest symbol at that step and its probability; ■ says that the answer ends. "
            "The decoder is not given what it has written: it reads the same vector at every step."
        )
    )


def _box(symbol: str, p: float, truth: Symbols | None, place: int) -> str:
    colours = palette(dark=is_dark())
    wanted = None if truth is None else truth[place] if place < len(truth) else "■"
    hue = colours.wrong if wanted not in (None, symbol) else colours.merged
    style = f"background:color-mix(in srgb, {hue} {round(55 * p)}%, transparent);text-align:center"
    style += ";border-radius:0.4rem;padding:0.2rem 0.6rem;min-width:2.6rem"
    text = html.escape(symbol)
    text = f"<s>{text}</s>" if wanted not in (None, symbol) else f"<b>{text}</b>"
    return (
        f'<div style="{style}"><span style="font-size:1.25rem">{text}</span>'
        f'<br><span style="font-size:0.9rem">{p:.2f}</span></div>'
    )


def _play(
    config: ExperimentConfig,
    weights: Weights,
    source: str,
    data_set: TranslationSet,
    asked: Symbols,
    found: Translation,
    active: bool,
) -> None:
    steps = config.task.length
    payload = playback(
        found.trace,
        config.model,
        weights=weights,
        symbols=[*[""] * (steps - len(asked)), *(one.replace(" ", "␣") for one in asked)],
        targets=None if found.truth is None else right_classes(data_set, found.truth, steps),
        classes=data_set.classes,
        source=source,
        gates=not active,
    )
    player(payload, key="translation_player", schedule="together")


def _bottleneck(config: ExperimentConfig, weights: Weights, data_set: TranslationSet, asked: Symbols) -> None:
    """The vector of this question beside those of its relatives."""
    related = data_set.related(asked)
    st.markdown(_("#### The one vector in between"), anchors=False)
    questions = [asked, *(one.asked for one in related)]
    joint = "" if data_set.name == "dates" else " "
    found = vectors(weights, config.model, data_set, questions, timesteps=config.task.length)
    read, same = as_read(weights, config.model, found), [True, *(one.same for one in related)]
    figure = bottleneck_rows(
        found,
        [joint.join(one) for one in questions],
        same,
        read,
        readers=config.model.readers,
        dark=is_dark(),
    )
    alt = _("The vector of this question, of the same question asked otherwise, and of others")
    live_figure(figure, key="translation_vector", height=figure.layout.height, alt=alt)
    st.caption(
        _(
            "Each row is all that the decoder ever reads of a question, one colour for each number. "
            "Distance: how far the whole vector is from the first one. As read: how far the products with "
            "the decoder's kernel are, that is, what the decoder notices of the difference."
        )
    )
    st.markdown(what_it_shows(np.linalg.norm(found - found[0], axis=1), read, same))


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
    verdict = _(
        "**As the decoder reads them they are apart:** at most {farthest:.2f} above the gap, at least "
        "{nearest:.2f} below."
    )
    if farthest >= nearest:
        verdict = _(
            "As the decoder reads them they overlap: up to {farthest:.2f} above the gap, from {nearest:.2f} "
            "below."
        )
    counts = {"closer": closer, "count": int(alike.sum()), "nearest": distances[other].min()}
    return text.format(**counts) + verdict.format(farthest=farthest, nearest=nearest)
