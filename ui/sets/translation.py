"""A question squeezed into one vector, and the answer written from it, symbol by symbol.

In: a network, a question that somebody typed. Out: the middle of the room Translation.
Used by: `pages/13_Translation.py`.
"""

import html

import streamlit as st

from ui.frame import is_dark
from ui.language import N_, _
from ui.links import BOUND
from ui.live_figure import live_figure
from ui.player import player
from ui.script import script_to_copy
from ui.sets.training import headline
from viz_core.config import ExperimentConfig
from viz_core.data import translation_set
from viz_core.data.translation import TranslationSet
from viz_core.figures.palette import palette
from viz_core.figures.translation_bottleneck import bottleneck_rows
from viz_core.keras_scripts.translation import translation_code
from viz_core.lessons.translation import Translation, right_classes, translate, vectors
from viz_core.network.weights import Weights
from viz_core.payloads.playback import playback

Symbols = tuple[str, ...]
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
        st.warning(str(error))
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
            "Nobody tells the decoder what it has written: it hears the same vector at every step."
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
    figure = bottleneck_rows(
        vectors(weights, config.model, data_set, questions, timesteps=config.task.length),
        [joint.join(one) for one in questions],
        [True, *(one.same for one in related)],
        readers=config.model.readers,
        dark=is_dark(),
    )
    alt = _("The vector of this question, of the same question asked otherwise, and of others")
    live_figure(figure, key="translation_vector", height=figure.layout.height, alt=alt)
    st.caption(
        _(
            "Each row is all that the decoder ever hears of a question, one colour for each number. Above "
            "the gap: the same meaning in other words; below: another meaning in nearly the same words. "
            "Healthy: above the gap the pattern stays, although many letters differ; below it the pattern "
            "gives way, and the more so, the more of the answer changes."
        )
    )
