"""A table of one's own: choose an example or upload a file, have it checked, see what is in it.

In: a file, or what the link says. Out: where the table is kept, or nothing yet.
"""

from collections import Counter
from itertools import islice

import numpy as np
import streamlit as st

from ui.language import _, ngettext
from ui.savable import savable
from ui.sets.upload import uploaded
from ui.visitor_words import code, plain
from viz_core.config import TaskConfig
from viz_core.data.data_set import MissingFile
from viz_core.data.own_examples import EXAMPLES
from viz_core.data.own_numbers import MOST_SEQUENCES, MOST_STEPS
from viz_core.data.own_sequences import OwnData
from viz_core.data.own_sets import division, keep_example, keep_table, own_data, own_vocabulary, unknown_share
from viz_core.data.own_table import FEWEST, LONGEST_NAME, MOST_CLASSES, MOST_FEATURES, MOST_ROWS
from viz_core.data.own_texts import MOST_TEXTS, MOST_WORDS
from viz_core.data.plain_text import MOST_BYTES
from viz_core.data.vocabulary import FIRST

PREVIEWED, LONGEST_SHOWN, NAMED = 20, 90, 8


def table_of(name: str) -> TaskConfig | None:
    """The kept table of an example, or the one this person has brought; None until there is one."""
    if name in EXAMPLES:
        st.markdown(_(EXAMPLES[name].sentence))
        return keep_example(name)
    limits = st.container()
    task = uploaded("own_table", keep_table)
    with limits.expander(_("What a file may be"), expanded=task is None):
        st.markdown(_limits())
    try:
        if task is not None:
            own_data(task.source)
        return task
    except MissingFile:
        st.warning(_("The file is not here any more: upload it again."))
        return None


def _limits() -> str:
    return _(
        "Bring a table as **CSV**, with commas, semicolons or tabs, in UTF-8, plain or gzipped, at most "
        "{size} MB. Its first row names the columns:\n"
        "- **numbers**: `sequence`, `label`, and 1 to {features} columns of numbers. Each row is one "
        "step; rows with the same `sequence` are one sequence, in the order of the file. Where the label "
        "never changes within a sequence, it is the label of the whole. {fewest} to {sequences:,} "
        "sequences of at most {steps} steps, {rows:,} rows in all; no cell may be empty.\n"
        "- **texts**: `text` and `label`. {fewest} to {texts:,} texts; of each the first {words} words "
        "are read. A word is made of letters, digits, their marks (of any script) and apostrophes, in lower "
        "case and composed form (NFC); everything else separates words.\n\n"
        "2 to {classes} different labels; labels and names of at most {letters} characters. The file is "
        "read as text, kept on this server for training, and goes nowhere else."
    ).format(
        size=MOST_BYTES // 2**20,
        features=MOST_FEATURES,
        fewest=FEWEST,
        sequences=MOST_SEQUENCES,
        steps=MOST_STEPS,
        rows=MOST_ROWS,
        texts=MOST_TEXTS,
        words=MOST_WORDS,
        classes=MOST_CLASSES,
        letters=LONGEST_NAME,
    )


def describe(task: TaskConfig, *, expanded: bool) -> None:
    """What the table holds, in words and in its first rows; folded, the first sentence alone."""
    own = own_data(task.source)
    with st.expander(_what(own), expanded=expanded):
        words, preview = st.columns([5, 6])
        words.markdown("\n\n".join([_columns(own), _labels(own), _parts(task), *_known(task)]))
        with preview, savable("table", key="own_rows"), st.container(height=178, border=False):
            st.table(_first_rows(own), hide_index=True)
    if not own.features and _known_words(task) == 0:
        st.warning(
            _(
                "No word comes twice in the texts to learn from, so the network reads each of them as "
                "unknown and can learn nothing but lengths. Words are what spaces and punctuation separate: "
                "a language written without spaces needs them put in first."
            )
        )


def _what(own: OwnData) -> str:
    shortest, longest = int(own.lengths.min()), int(own.lengths.max())
    length = f"{longest}" if shortest == longest else _("{low} to {high}").format(low=shortest, high=longest)
    if not own.features:
        text = ngettext(
            "**{count:,} texts** of one word, {labels} labels",
            "**{count:,} texts** of {length} words, {labels} labels",
            longest,
        )
        return text.format(count=len(own.ids), length=length, labels=len(own.classes))
    text = _("**{count:,} sequences** of {length} steps, {steps:,} steps in all, {labels} labels")
    return text.format(
        count=len(own.ids), length=length, steps=int(own.lengths.sum()), labels=len(own.classes)
    )


def _columns(own: OwnData) -> str:
    """What stands at each step."""
    names = _listed([code(name) for name in own.features])
    if len(own.features) == 1:
        return _("At each step one number: {names}.").format(names=names)
    if own.features:
        return _("At each step {count} numbers: {names}.").format(count=len(own.features), names=names)
    if own.cut_short:
        return _("At each step a word; {count:,} texts were longer, and their ends are left out.").format(
            count=own.cut_short
        )
    return _("At each step a word, in lower case and without punctuation.")


def _known_words(task: TaskConfig) -> int:
    return len(own_vocabulary(task.source)) - FIRST


def _known(task: TaskConfig) -> list[str]:
    """How many words of texts a network can tell apart; nothing for numbers, or if there is none."""
    if task.name != "own_texts" or not _known_words(task):
        return []
    text = _("Known words, which come at least twice: {count:,}. Unknown: {share:.1%} of all words here.")
    return [text.format(count=_known_words(task), share=unknown_share(task.source))]


def _labels(own: OwnData) -> str:
    """The labels and how often each comes, the commonest first."""
    counts = Counter(np.concatenate(own.targets).tolist())
    total = sum(counts.values())
    shares = _listed(
        [f"{code(own.classes[place])} {count / total:.0%}" for place, count in counts.most_common()]
    )
    if own.per_step:
        return _("A label for **each step**: {shares}.").format(shares=shares)
    return _("A label for **each sequence**: {shares}.").format(shares=shares)


def _listed(texts: list[str]) -> str:
    """The first of them, and how many more there are."""
    more = len(texts) - NAMED
    return ", ".join(texts[:NAMED]) + (_(" and {count} more").format(count=more) if more > 0 else "")


def _parts(task: TaskConfig) -> str:
    parts = division(task.source)
    return _("{train:,} to learn from, {validation:,} kept for validation.").format(
        train=len(parts.train), validation=len(parts.validation)
    )


def _first_rows(own: OwnData) -> dict[str, list[str]]:
    """The beginning of the table, as it was understood."""
    if not own.features:
        shown = range(min(PREVIEWED, len(own.ids)))
        texts = [" ".join(own.values[place]) for place in shown]
        return {
            _("label"): [plain(own.classes[own.targets[place][0]]) for place in shown],
            _("text"): [
                plain(one if len(one) <= LONGEST_SHOWN else one[:LONGEST_SHOWN] + "…") for one in texts
            ],
        }
    every = ((place, step) for place, length in enumerate(own.lengths) for step in range(length))
    steps = list(islice(every, PREVIEWED))
    rows = {_("sequence"): [plain(str(own.ids[place])) for place, _step in steps]}
    for column, name in enumerate(own.features):
        rows[plain(name)] = [f"{own.values[place][step, column]:g}" for place, step in steps]
    labels = [own.targets[place][step if own.per_step else 0] for place, step in steps]
    return rows | {_("label"): [plain(own.classes[label]) for label in labels]}
