"""A sentence tagged word by word: what the forward reader, the backward reader and both believe.

In: a network, a sentence that somebody typed. Out: the middle of the page Tagging.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import streamlit as st

from ui import session
from ui.channel import Feed
from ui.frame import is_dark
from ui.in_words import in_words
from ui.language import N_, _
from ui.links import BOUND
from ui.live_part import live_part
from ui.sets.set_page import Chosen, Network, SetPage, place_player
from ui.sets.tagging_belief_table import Row, belief_table
from ui.sets.tagging_length_table import length_table
from ui.visitor_words import sentence
from viz_core.config import DIRECTIONS, ENCODER_DECODER, ExperimentConfig, TaskConfig
from viz_core.data import tag_set
from viz_core.data.mini_sentences import ceilings, ceilings_on_homographs, exact_beliefs, tags_of
from viz_core.data.own_tags import kept, typed_words
from viz_core.data.sentences import split_words
from viz_core.lessons.tagging_beliefs import beliefs
from viz_core.lessons.tagging_squeezed import read_sentence
from viz_core.network.trace_arrays import Trace
from viz_core.network.weights import Weights
from viz_core.payloads.playback import Playback, playback
from viz_core.pretrained import trained_on
from viz_core.watching.topics import Pictures

MOST_WORDS, MOST_LETTERS = 40, 2_000
EXAMPLES = {
    "mini_sentences": "the old man the boats",
    "treebank": "That is what I like about that place.",
}
BELIEFS = {"networks": N_("of the networks"), "exact": N_("exact")}
Words = Sequence[str]
# The networks of the table, aligned ones first; the others answer through one vector.
NETWORKS = (
    *((way, "per_step") for way in DIRECTIONS),
    ("bidirectional", ENCODER_DECODER),
    ("forward", ENCODER_DECODER),
    ("backward", ENCODER_DECODER),
)


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One network as the page has it: its config, its weights, and where they come from."""

    config: ExperimentConfig
    weights: Weights
    source: str


@dataclass(frozen=True, kw_only=True, eq=False)
class Sentence:
    """What somebody typed, and what it is compared with.

    Attributes:
        words: of the sentence.
        truth: their tags, where the grammar makes this sentence.
        others: the networks of the other directions, by direction and head, as they are now.
        exact: the table of exact beliefs as HTML, where that was asked for; no network is involved.
    """

    words: Words
    truth: Words | None
    others: Mapping[tuple[str, str], Shown]
    exact: str | None


def _choose(config: ExperimentConfig) -> Chosen | None:
    words = _typed(config)
    if words is None:
        return None
    mini = config.task.name == "mini_sentences"
    truth = tags_of(words) if mini else None
    exact = _exact_table(words, truth) if mini and _beliefs_shown() == "exact" else None
    others = {one: found for one in NETWORKS if (found := _other(config, *one)) is not None}
    key = (tuple(words), exact is None, tuple((one, id(found.weights)) for one, found in others.items()))
    sentence = Sentence(words=words, truth=truth, others=others, exact=exact)
    return Chosen(sequence=sentence, key=key, place=st.container())


def _draw(sentence: Sentence, network: Network) -> Pictures:
    """The beliefs of every reader, and the player."""
    own = Shown(config=network.config, weights=network.weights, source=network.source)
    table = sentence.exact or _network_table(own, sentence, dark=network.dark)
    return {"table": {"html": table}, "player": _played(own, sentence, moving=network.moving)}


def _place(config: ExperimentConfig, chosen: Chosen, feed: Feed) -> None:
    live_part(feed.pictures["table"]["html"], key="beliefs", live=feed.live("table"))
    if chosen.sequence.exact is not None:
        if chosen.sequence.truth is None:
            st.caption(_("The grammar does not make this sentence; a dash where nothing in it fits."))
    elif 1 + sum(head == "per_step" for _way, head in chosen.sequence.others) < len(DIRECTIONS):
        st.caption(_("Choose the other directions and train them too: they will appear here for comparison."))
    if config.task.name == "mini_sentences":
        _ceilings()
    place_player(config, feed, key="tag_player")
    length_table(config.task.name)


TAGGING = SetPage(choose=_choose, draw=_draw, place=_place)


def _typed(config: ExperimentConfig) -> list[str] | None:
    name = config.task.name
    text = st.text_input(
        _("Type a sentence"),
        EXAMPLES.get(name) or _example(config),
        max_chars=MOST_LETTERS,
        key=f"{name}_sentence",
        help=_known_words(config),
        **BOUND,
    )
    try:
        return _split(text or "", config.task)
    except ValueError as error:
        st.warning(sentence(error))
        return None


def _split(text: str, task: TaskConfig) -> list[str]:
    """Words as the set has them."""
    if task.name == "own_tags":
        return typed_words(task.source, text, most=MOST_WORDS)
    return split_words(text.lower() if task.name == "mini_sentences" else text, most=MOST_WORDS)


def _example(config: ExperimentConfig) -> str:
    """The first sentence of somebody's file that is neither tiny nor long."""
    sentences = kept(config.task.source)
    fits = (one.words for one in sentences if 4 <= len(one.words) <= 15)
    return " ".join(next(fits, sentences[0].words[:15]))[:MOST_LETTERS]


def _known_words(config: ExperimentConfig) -> str:
    if config.task.name != "mini_sentences":
        return _("Up to 40 words. A word the network does not know is read by its capital and its ending.")
    return _("Its words: {words}").format(
        words=" ".join(tag_set("mini_sentences").vocabulary(config.task).words)
    )


def _beliefs_shown() -> str:
    return in_words(
        _("Beliefs"),
        BELIEFS,
        usual="networks",
        key="tags_beliefs",
        label_visibility="collapsed",
        width="content",
    )


def _exact_table(words: Words, truth: Words | None) -> str:
    tags = tag_set("mini_sentences").classes
    rows = [
        Row(direction=one, source="exact", beliefs=beliefs(exact_beliefs(one, words), tags, truth))
        for one in DIRECTIONS
    ]
    unknown = _unknown(TaskConfig(name="mini_sentences"), words)
    return belief_table(words, rows, unknown=unknown, dark=is_dark())


def _network_table(own: Shown, sentence: Sentence, *, dark: bool) -> str:
    config, words = own.config, sentence.words
    tags = tag_set(config.task.name).tags(config.task)
    mine = (config.model.direction, config.model.head)
    readers = [own if one == mine else sentence.others.get(one) for one in NETWORKS]
    rows = [
        Row(
            direction=one.config.model.direction,
            source=one.source,
            beliefs=beliefs(_seen(one, words)["probabilities"][0], tags, sentence.truth),
            squeezed=one.config.model.decodes,
        )
        for one in readers
        if one is not None
    ]
    return belief_table(words, rows, unknown=_unknown(config.task, words), dark=dark)


def _other(own: ExperimentConfig, direction: str, head: str) -> Shown | None:
    """Another network of this kind, trained here or beforehand, if there is one."""
    config = replace(own, model=replace(own.model, direction=direction, head=head))
    if config == own:
        return None
    run = session.run_of(config)
    if run is not None and run.snapshots:
        return Shown(config=config, weights=run.snapshots[-1].weights, source="trained here")
    network = trained_on(config.task, config.model)
    return Shown(config=config, weights=network.weights, source="pretrained") if network else None


def _seen(one: Shown, words: Words) -> Trace:
    task = one.config.task
    numbers = tag_set(task.name).vocabulary(task).numbers(words)
    return read_sentence(one.weights, one.config.model, numbers, task.length)


def _unknown(task: TaskConfig, words: Words) -> frozenset[int]:
    """The places of the words that are not in the vocabulary."""
    vocabulary = tag_set(task.name).vocabulary(task)
    return frozenset(place for place, word in enumerate(words) if not vocabulary.knows(word))


def _ceilings() -> None:
    everywhere, homographs = ceilings(), ceilings_on_homographs()
    st.markdown(
        _(
            "The best any reader can do, by counting all sentences of the grammar: → {forward:.3f}, "
            "← {backward:.3f}, both {bidirectional:.3f}; "
        ).format(**everywhere)
        + _(
            "on words with several tags: → {forward:.3f}, ← {backward:.3f}, both {bidirectional:.3f}."
        ).format(**homographs)
    )


def _played(own: Shown, sentence: Sentence, *, moving: bool) -> Playback:
    """The player, with the tags of this set only."""
    config, words, truth = own.config, sentence.words, sentence.truth
    seen = _seen(own, words)
    tags = tag_set(config.task.name).tags(config.task)
    shown = {"probabilities": seen["probabilities"][..., : len(tags)]}
    return playback(
        Trace(arrays={**seen.arrays, **shown}, mask=seen.mask),
        config.model,
        weights=own.weights,
        symbols=list(words),
        targets=None if truth is None else [tags.index(tag) for tag in truth],
        classes=tags,
        source=own.source,
        gates=not moving and not config.model.decodes,
        small=moving,
    )
