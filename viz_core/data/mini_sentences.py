"""`mini_sentences`: a small grammar in which later words decide the tags of earlier ones.

Out: "the old man the boats" and 35,399 like it, with their tags.

    sentence → phrase verb [phrase] ["today"]
    phrase   → "the" [adjective] noun  |  "the" adjective      (the old: the old people)

Nouns are singular or plural, and the verb agrees: "man" is a singular noun or a plural verb, "guards" a
plural noun or a singular verb. After "the old man" a reader of the past cannot tell whether old men or the
old are meant: what follows decides. Of "… the old guard" a reader of the future cannot tell whether it is the
end of a sentence about something else. Both readers together always know: no two taggings share their words.

A phrase has a singular noun, a plural noun or none, each a third of the time; other choices are fair, but a
second phrase comes three times out of four. So every sentence has a probability, and the best that any reader
can do follows by adding up: for the forward reader the probabilities of each tag over all sentences that
begin with the words so far, for the backward reader over all that end with the words from here on.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from itertools import product
from math import prod

import numpy as np
import numpy.typing as npt

from viz_core.arrays import Floats64
from viz_core.checks import check_integer
from viz_core.config import DIRECTIONS, TaskConfig
from viz_core.data.data_set import Labelled, Parts, shuffled
from viz_core.data.sentences import Sentence, TagSet, labelled
from viz_core.data.vocabulary import Vocabulary
from viz_core.words import N_

Words = tuple[str, ...]
Weighted = tuple[Sentence, float]

TAGS = ("DET", "ADJ", "NOUN", "VERB", "ADV")
ADJECTIVES = ("old", "young", "rich", "brave")
STEMS = ("guard", "house", "nurse", "train")
SINGULAR = (*STEMS, "man")
PLURAL = (*(f"{stem}s" for stem in STEMS), "men", "boats")
# Number of the subject -> the verbs that agree.
VERBS = {"singular": (*(f"{stem}s" for stem in STEMS), "mans"), "plural": (*STEMS, "man")}
OBJECT_SHARE = 0.75
VALIDATION, TEST = 1_000, 2_000


def _phrases() -> dict[str, list[Weighted]]:
    """Every phrase with its probability given its number; half of the plural ones mean people."""
    kinds = {"singular": _nouns(SINGULAR, 1.0), "plural": _nouns(PLURAL, 0.5)}
    people = [_part((("the", "DET"), (one, "NOUN")), 0.5 / len(ADJECTIVES)) for one in ADJECTIVES]
    return kinds | {"plural": kinds["plural"] + people}


def _nouns(nouns: Sequence[str], share: float) -> list[Weighted]:
    half = share / 2 / len(nouns)
    plain = [_part((("the", "DET"), (noun, "NOUN")), half) for noun in nouns]
    described = [
        _part((("the", "DET"), (one, "ADJ"), (noun, "NOUN")), half / len(ADJECTIVES))
        for one, noun in product(ADJECTIVES, nouns)
    ]
    return plain + described


def _part(pairs: Sequence[tuple[str, str]], probability: float) -> Weighted:
    words, tags = zip(*pairs, strict=True) if pairs else ((), ())
    return Sentence(words=words, tags=tags), probability


@cache
def every_sentence() -> tuple[Weighted, ...]:
    """All sentences there are, each with its probability."""
    phrases = _phrases()
    numbers = {"singular": 1 / 3, "plural": 2 / 3}
    objects = [_part((), 1 - OBJECT_SHARE)]
    objects += [
        (one, OBJECT_SHARE * share * p) for kind, share in numbers.items() for one, p in phrases[kind]
    ]
    ends = [_part((), 0.5), _part((("today", "ADV"),), 0.5)]
    return tuple(
        _joined(((subject, share * p), _part(((verb, "VERB"),), 1 / len(VERBS[kind])), second, end))
        for kind, share in numbers.items()
        for subject, p in phrases[kind]
        for verb, second, end in product(VERBS[kind], objects, ends)
    )


def _joined(parts: Sequence[Weighted]) -> Weighted:
    words = tuple(word for one, _ in parts for word in one.words)
    tags = tuple(tag for one, _ in parts for tag in one.tags)
    return Sentence(words=words, tags=tags), prod(probability for _, probability in parts)


@cache
def vocabulary() -> Vocabulary:
    """Every word of the grammar, in alphabetical order."""
    verbs = (verb for several in VERBS.values() for verb in several)
    return Vocabulary(sorted({"the", "today", *ADJECTIVES, *SINGULAR, *PLURAL, *verbs}))


# What each reader knows when it answers at word t.
_KNOWN: dict[str, Callable[[Words, int], Words]] = {
    "forward": lambda words, t: words[: t + 1],
    "backward": lambda words, t: words[t:],
}


@cache
def _chances(reader: str) -> Mapping[Words, Floats64]:
    """What a reader knows -> the probability of knowing it together with each tag, `(tags,)`."""
    found: dict[Words, Floats64] = defaultdict(lambda: np.zeros(len(TAGS)))
    places = {tag: place for place, tag in enumerate(TAGS)}
    for one, probability in every_sentence():
        for t, tag in enumerate(one.tags):
            found[_KNOWN[reader](one.words, t)][places[tag]] += probability
    return dict(found)


@cache
def _tagged() -> Mapping[Words, tuple[str, ...]]:
    return {one.words: one.tags for one, _ in every_sentence()}


def tags_of(words: Sequence[str]) -> tuple[str, ...] | None:
    """The tags of a sentence, or None where the grammar does not make it."""
    return _tagged().get(tuple(words))


def exact_beliefs(reader: str, words: Sequence[str]) -> Floats64:
    """The exact probability of every tag at every word, given what a reader has read by then.

    Args:
        reader: one of `DIRECTIONS`.
        words: a sentence of the grammar.

    Returns:
        `(words, tags)`; NaN where no sentence of the grammar fits what has been read.
    """
    if reader == "bidirectional":
        tags = tags_of(words)
        known = [np.array([tag == one for one in TAGS], float) for tag in tags or ()]
        return np.stack(known) if tags else np.full((len(words), len(TAGS)), np.nan)
    chances = _chances(reader)
    beliefs = [chances.get(_KNOWN[reader](tuple(words), t)) for t in range(len(words))]
    return np.stack([np.full(len(TAGS), np.nan) if one is None else one / one.sum() for one in beliefs])


@cache
def homographs() -> frozenset[str]:
    """The words that do not have the same tag everywhere."""
    tags = defaultdict(set)
    for one, _ in every_sentence():
        for word, tag in zip(one.words, one.tags, strict=True):
            tags[word].add(tag)
    return frozenset(word for word, several in tags.items() if len(several) > 1)


def ceilings() -> dict[str, float]:
    """The exact best share of right tags, over all words, for each reader."""
    return {reader: _best(reader, None) for reader in DIRECTIONS}


@cache
def lookahead_best(k: int) -> float:
    """The exact best share of right tags, over all words, for a reader of the past and the next k words.

    Args:
        k: words ahead, 0 or more; a sentence that ends within them is seen to end.
    """
    check_integer("k", k, 0, 10**9)
    found: dict[tuple[Words, int], Floats64] = defaultdict(lambda: np.zeros(len(TAGS)))
    for one, probability in every_sentence():
        for t, tag in enumerate(one.tags):
            found[one.words[: t + k + 1], t][TAGS.index(tag)] += probability
    mass = np.stack(list(found.values()))
    return float(mass.max(axis=1).sum() / mass.sum())


def ceilings_on_homographs() -> dict[str, float]:
    """The same over the words that have several tags."""
    return {reader: _best(reader, homographs()) for reader in DIRECTIONS}


@cache
def _best(reader: str, counted: frozenset[str] | None) -> float:
    if reader == "bidirectional":
        return 1.0
    at = -1 if reader == "forward" else 0
    masses = [mass for known, mass in _chances(reader).items() if counted is None or known[at] in counted]
    return float(sum(one.max() for one in masses) / sum(one.sum() for one in masses))


class MiniSentences(TagSet):
    """Generated sentences whose homographs are decided by later words."""

    name = "mini_sentences"
    title = N_("Grammar")
    features = len(vocabulary())
    classes = TAGS
    training_sequences = 12_000
    origin = N_("Generated by this project from a small grammar of homographs.")
    licence = N_("none needed")
    size = N_("generated at once")

    def best(self, reader: str) -> float:
        """By enumeration, over all words."""
        return ceilings()[reader]

    def available(self) -> bool:
        """Always."""
        return True

    def vocabulary(self, config: TaskConfig) -> Vocabulary:
        """The words of the grammar."""
        return vocabulary()

    def parts(self, config: TaskConfig) -> Parts:
        """Sentences drawn by their probability; no sentence of one part can be drawn for another."""
        order = shuffled(len(every_sentence()))
        fifth = len(order) // 5
        return Parts(
            train=_drawn(order[2 * fifth :], self.training_sequences, config, seed=1),
            validation=_drawn(order[:fifth], VALIDATION, config, seed=2),
            test=_drawn(order[fifth : 2 * fifth], TEST, config, seed=3),
        )


def _drawn(which: npt.NDArray[np.int64], count: int, config: TaskConfig, *, seed: int) -> Labelled:
    """Draw some of the sentences, again and again, by their probability."""
    sentences = every_sentence()
    chances = np.array([sentences[index][1] for index in which])
    rng = np.random.default_rng(seed)
    drawn = rng.choice(which, count, p=chances / chances.sum())
    return labelled([sentences[index][0] for index in drawn], vocabulary(), TAGS, config.length)
