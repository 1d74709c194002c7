"""Texts with a label each, from a table.

In: a `Table` with the columns `text` and `label`. Out: `OwnData`; a vocabulary; tokens to learn from.
"""

from collections import Counter
from collections.abc import Iterable

import numpy as np

from viz_core.arrays import Ints32
from viz_core.data.data_set import Labelled
from viz_core.data.own_sequences import Divided, OwnData
from viz_core.data.own_table import FEWEST, LABEL, TEXT, Table, labels_of
from viz_core.data.plain_text import controls, refuse
from viz_core.data.vocabulary import Vocabulary, padded, words_of

MOST_TEXTS = 20_000
MOST_WORDS = 200
MOST_KNOWN = 8_000


def read_texts(table: Table) -> OwnData:
    """Check every text and cut it into words; of long ones the first `MOST_WORDS` are read.

    Raises:
        ValueError: there are other columns, a text has no words, or there are too few or too many.
    """
    if set(table.names) != {TEXT, LABEL}:
        others = [name for name in table.names if name not in (TEXT, LABEL)]
        refuse(f"a table with the columns `{TEXT}` and `{LABEL}` alone", f"also {', '.join(others)}")
    if not FEWEST <= len(table.rows) <= MOST_TEXTS:
        refuse(f"a table with {FEWEST} to {MOST_TEXTS:,} texts", f"{len(table.rows):,}")
    labels = labels_of(table)
    classes = tuple(sorted(set(labels)))
    once: dict[str, str] = {}  # each word is kept in memory once, however often it comes
    words = [[once.setdefault(word, word) for word in _words(*cell)] for cell in table.column(TEXT)]
    return OwnData(
        ids=tuple(str(number) for number in range(1, len(words) + 1)),
        values=tuple(np.array(one[:MOST_WORDS], object) for one in words),
        targets=tuple(np.array([classes.index(label)], np.int32) for label in labels),
        classes=classes,
        cut_short=sum(len(one) > MOST_WORDS for one in words),
    )


def _words(text: str, line: int) -> list[str]:
    text = " ".join(text.split())
    if controls(text):
        refuse("a table of printable texts", f"a control character in line {line:,}")
    words = words_of(text)
    if not words:
        refuse("a table with at least one word in every text", f"none in line {line:,}")
    return words


def vocabulary_of(data: OwnData, parts: Divided) -> Vocabulary:
    """The words that come at least twice in the texts to learn from, the most frequent first.

    Words that come once stay unknown, so that the network learns what an unknown word is like.
    """
    counts = Counter(word for place in parts.train for word in data.values[place])
    frequent = sorted((word for word, count in counts.items() if count > 1), key=lambda w: (-counts[w], w))
    return Vocabulary(frequent[:MOST_KNOWN])


def labelled_texts(data: OwnData, vocabulary: Vocabulary, places: Iterable[int], timesteps: int) -> Labelled:
    """Tokens to learn from, a start mark first, zeros in front of short texts."""
    rows = [vocabulary.tokens(list(data.values[place]))[0] for place in places]
    inputs: Ints32 = padded(rows, timesteps)
    targets = np.array([data.targets[place][0] for place in places], np.int32)
    return Labelled(inputs=inputs, targets=targets, mask=inputs != 0)
