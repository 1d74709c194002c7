"""Tagged sentences of one's own: upload, check, preview, and a network on them.

In: a file. Out: the experiment on it, or nothing yet.
"""

from dataclasses import replace

import streamlit as st

from ui.language import _
from ui.sets.upload import uploaded
from viz_core.config import ExperimentConfig, TaskConfig
from viz_core.data.data_set import MissingFile
from viz_core.data.own_tags import FEWEST, cut, keep_file, kept, rows_to_learn, tags_of
from viz_core.data.tagged_file import LIMITS

PREVIEWED = 12


def with_file(config: ExperimentConfig) -> ExperimentConfig | None:
    """The experiment on the file that this person has brought; None until there is one."""
    source = _upload()
    if source is None:
        return None
    try:
        kept(source)
    except MissingFile:
        st.warning(_("The file is not here any more: upload it again."))
        return None
    _describe(source)
    task = TaskConfig(name="own_tags", source=source)
    rows = rows_to_learn(source, task.length)
    return replace(config, task=task, training=replace(config.training, sequences=rows))


def _upload() -> str | None:
    """Where the file of this person is kept; None until there is one."""
    st.markdown(
        _(
            "Bring tagged sentences: **CoNLL-U**, or **a word, a tab and a tag** on each line "
            "with an empty line after each sentence; UTF-8, plain or gzipped; at least {fewest} sentences, "
            "{limits}. The file is read as text, kept on this server for training, and goes nowhere else."
        ).format(fewest=FEWEST, limits=_(LIMITS))
    )
    return uploaded("own_tags", keep_file)


def _describe(source: str) -> None:
    """What the file holds, in numbers, and its first words."""
    train, validation, test = (len(part) for part in cut(source))
    sentences, tags = kept(source), tags_of(source)
    first = sentences[0]
    shown = zip(first.words[:PREVIEWED], first.tags[:PREVIEWED], strict=True)
    st.markdown(
        _(
            "**{words:,} words** in {sentences:,} sentences: {train:,} to learn from, {validation:,} for "
            "validation, {test:,} kept for a test. {count} tags."
        ).format(
            words=sum(len(one.words) for one in sentences),
            sentences=len(sentences),
            train=train,
            validation=validation,
            test=test,
            count=len(tags),
        )
    )
    st.text(_("One of them: ") + "  ".join(f"{word}/{tag}" for word, tag in shown))
