"""A language in which every translated text stands in brackets, and what of a page stands outside them.

In: an opened page. Out: every text that a person reads in English although the page speaks another language.
"""

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from streamlit.testing.v1 import AppTest

from tests.catalogues import TEMPLATE, read

LEFT, RIGHT = "⟦", "⟧"
# Marks at the beginning of a text that Markdown looks for there.
FIRST = re.compile(r"^(#+ |\s+)?")
# What is the same in every language: code, formulas, addresses, icons, markup, and what is filled in.
SAME = re.compile(
    "|".join(
        (
            r"```.*?```|`[^`]*`|\b\w+_\w+\b",  # code
            r"\$\$.*?\$\$|\$[^$]*\$",  # formulas
            r"[A-Za-z0-9+/]{16,}=*$|[A-Za-z0-9+/]{6,}={1,2}$",  # arrays
            r"\| \w+ \| [A-Z][\w()]+ (?=\|)",  # a layer of Keras, by its name and class
            r"%?\{[^{}]*\}|:material/\w+:|:\w+(?=\[)|\]\([^)]*\)|https?://\S+|&\w+;",
            r"<(style|script)\b.*?</\1>|<[^>]*>",
        )
    ),
    re.DOTALL,
)
FIELD = re.compile(r"((?<!\{)\{\w+(?:[:!][^{}]*)?\})")
WORD = re.compile(r"[^\W\d_₀-₉]{2,}")
# Names: of cells, of Keras and its parts, of libraries, formats, sets and people; what equations are made of.
NAMES = frozenset(
    """
    SimpleRNN LSTM GRU BiLSTM Keras Bidirectional Dense TimeDistributed Embedding InputLayer NumPy Numba Adam
    concat sum mul ave none adam rmsprop sgd RMSprop
    MNIST IMDb LeCun Cortes Yann Corinna Maas CC BY SA MB GB kB
    Dropout Concatenate RepeatVector Attention
    None True False Teddy bears Roosevelt
    DET ADJ NOUN VERB ADV ADP AUX CCONJ INTJ NUM PART PRON PROPN PUNCT SCONJ SYM
    tanh sigmoid softmax dL dh dy dx dyₜ dxₛ PC XOR
    PNG SVG PDF GIF HTML ZIP CSV JSON
    Language English 日本語 简体中文 言語 语言
    """.split()
)
# What components are told that nobody reads: names of parts, colours, code, sequences of data.
UNREAD = re.compile(
    r"^(key|id|name|kind|head|function|type|source|readers?|direction|cell|panels?|schedules?|origin|library|"
    r"address|script|socket|stage|palettes?|colours?|background|channel|options|code|lines|symbols|shown|view|"
    r"side|mode|merge_mode|dtype|digest|version|path|equations|variables|layers?|values?|live|program|color|"
    r"inputs|weights|sharing)$"
)
FIGURE_UNREAD = re.compile(
    r"^(name|type|template|uirevision|customdata|x|y|z|symbol|dash|.*mode|.*ref|.*anchor|.*position|.*color|"
    r".*format|scale\w*|anchor|matches|autorange|constrain|side|fill|shape|orientation|hoverinfo|layer|align|"
    r"showticksuffix|colorscale|bdata|tickvals)$"
)


def pseudo_catalogue(folder: Path) -> Path:
    """A folder of catalogues for `ui.language.translations`, with Japanese in brackets."""
    made = read(TEMPLATE)
    for one in made:
        if one.id:
            one.string = bracketed(one.id) if isinstance(one.id, str) else tuple(map(bracketed, one.id))
    place = folder / "ja" / "LC_MESSAGES"
    place.mkdir(parents=True)
    with (place / "birnn.mo").open("wb") as file:
        write_mo(file, made)
    return folder


def bracketed(text: str) -> str:
    """A text in brackets; what makes it a heading stays before them, and what is filled in stands outside."""
    first = FIRST.match(text)
    start = first.end() if first else 0
    parts = FIELD.split(text[start:])
    return text[:start] + "".join(
        part if FIELD.fullmatch(part) else f"{LEFT}{part}{RIGHT}" for part in parts if part
    )


def escaped(text: str) -> list[str]:
    """The words of a text that stand outside all brackets and are no names."""
    depth, outside = 0, []
    for letter in SAME.sub(" ", text):
        depth += (letter == LEFT) - (letter == RIGHT)
        outside.append(letter if not depth else " ")
    return [word for word in WORD.findall(html.unescape("".join(outside))) if word not in NAMES]


def texts(block: Any) -> Iterator[tuple[str, str]]:
    """Where a person reads something on a page or in a part of it, and what."""
    if "-behind_" in str(getattr(getattr(block, "proto", None), "id", "")):
        return  # controls that are not shown: they hold names
    children = getattr(block, "children", None)
    if children is None:
        yield from _of_element(block)
        return
    for kind in ("expandable", "popover", "tab"):
        yield kind, getattr(getattr(block.proto, kind, None), "label", "")
    for child in children.values():
        yield from texts(child)


def _of_element(element: Any) -> Iterator[tuple[str, str]]:
    kind, proto = element.type, element.proto
    if kind == "bidi_component":
        yield from _of_component(json.loads(proto.json))
    elif kind == "html":
        yield kind, re.sub(r"title=\"([^\"]*)\"", r">\1<", proto.body)
    elif "table" in kind or "data_frame" in kind:
        frame = element.value
        rows = [frame.columns, *frame.itertuples(index=False)]
        yield from ((kind, str(cell)) for row in rows for cell in row)
    elif kind != "code":
        for name in ("body", "label", "help", "placeholder", "text"):
            value = getattr(proto, name, "")
            if isinstance(value, str) and value:
                yield f"{kind}.{name}", value
        for one in getattr(proto, "options", ()):
            yield f"{kind}.option", one if isinstance(one, str) else one.content


def _of_component(data: dict[str, Any]) -> Iterator[tuple[str, str]]:
    if "figure" in data:
        yield from _strings("figure", json.loads(data.pop("figure")), FIGURE_UNREAD)
    for part in ("html", "alt"):
        if part in data:
            yield part, re.sub(r"title=\"([^\"]*)\"", r">\1<", data.pop(part))
    yield from _strings("words", data.pop("words", {}), re.compile("^version$"))
    yield from _strings("component", data, UNREAD)


def _strings(place: str, value: Any, unread: re.Pattern[str]) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, dict):
        for key, one in value.items():
            if not unread.match(key):
                yield from _strings(f"{place}.{key}", one, unread)
    elif isinstance(value, list):
        for one in value:
            yield from _strings(place, one, unread)


def left_in_english(test: AppTest, data: str = "") -> list[str]:
    """Every text of a page with words outside the brackets, with its place and those words.

    Args:
        test: the page.
        data: words that it shows as data, besides what somebody has typed or finds typed in.
    """
    typed = [str(one.value) for kind in ("text_input", "text_area") for one in test.get(kind)]
    shown = {word.lower() for text in (data, *typed) for word in WORD.findall(text)}
    found = {}
    for part in ("main", "sidebar"):
        for place, text in texts(getattr(test, part)):
            if words := [word for word in escaped(text) if word.lower() not in shown]:
                found[f"{place}: {' '.join(words)[:80]!r} in {text[:120]!r}"] = None
    return list(found)
