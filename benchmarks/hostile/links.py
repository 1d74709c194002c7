"""Links at random over all pages and all their controls."""

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, quote_plus

from benchmarks.classroom.elements import Widget
from benchmarks.classroom.student import Student
from benchmarks.hostile.values import hostile_text, mixed

# Names that no control has; the last ones are Streamlit's own.
STRANGE_NAMES = ("x", "", "__class__", "a[]", "café", "\u202e", "embed", "embed_options", "lang")
# The server drops a message above 512 kB, which is no answer (`ui.server.guard`).
LONGEST = 400_000
STRANGE_PAGES = ("Nowhere", "../Train", "Train/../../etc/passwd", "%2e%2e", "\x00", "Train\u202e", "x" * 3000)
STRANGE_QUERIES = ("%", "%ff%fe", "&&&=&=", "a=%00", "=" * 999, "?" * 99, ";" * 99, "%u0041", "a" * 100_000)
# How often a link asks for a page that is not there, for a query that is none, for a page's own names only.
STRANGE_PAGE, STRANGE_QUERY, OTHER_NAME = 0.03, 0.03, 0.1
# How often a control gets one of its own values, so that those which hang on it are reached too.
OWN_VALUE = 0.5
MOST = 8


@dataclass(frozen=True, kw_only=True)
class Control:
    """Something that a link can set.

    Attributes:
        name: in the link.
        values: some that it takes.
        typed: whether a person types into it freely.
    """

    name: str
    values: tuple[str, ...]
    typed: bool = False


Catalogue = Mapping[str, tuple[Control, ...]]


async def catalogue(address: str, pages: Iterable[str], *, deep: bool) -> Catalogue:
    """The controls of every page.

    Args:
        address: of a running server.
        pages: their names in links.
        deep: also those that appear when another control stands at another of its values; opens each page
            once for each value.
    """
    found: dict[str, tuple[Control, ...]] = {}
    for page in pages:
        controls = await _controls(address, page, "")
        queries = [f"{one.name}={quote_plus(value)}" for one in controls for value in one.values]
        for query in queries if deep else ():
            known = {one.name for one in controls}
            controls += [one for one in await _controls(address, page, query) if one.name not in known]
        found[page] = tuple(controls)
    return found


async def _controls(address: str, page: str, query: str) -> list[Control]:
    student = Student(address)
    await student.open(page, query)
    await student.close()
    bound = (one for one in student.page.widgets() if getattr(one.proto, "query_param_key", ""))
    return [
        Control(name=one.proto.query_param_key, values=_values(one), typed=one.kind.startswith("text"))
        for one in bound
    ]


def _values(widget: Widget) -> tuple[str, ...]:
    described: Any = widget.proto
    if widget.kind == "checkbox":
        return ("true", "false")
    if widget.kind in ("selectbox", "radio", "multiselect"):
        return tuple(described.options)
    if widget.kind == "button_group":
        return tuple(one.content for one in described.options)
    if widget.kind == "slider" and described.options:
        return (described.options[0], described.options[-1])
    if widget.kind in ("slider", "number_input"):
        usual = described.default[0] if widget.kind == "slider" else described.default
        return tuple(f"{one:g}" for one in (described.min, usual, usual + described.step))
    return ()


@dataclass(frozen=True, kw_only=True)
class Link:
    """One link, and the word by which what it brings is known again.

    Attributes:
        page: its path.
        query: its part behind the question mark.
        mark: a word that stands in what this visitor types, and in nothing that others see.
    """

    page: str
    query: str
    mark: str


def link(known: Catalogue, seed: int, number: int) -> Link:
    """The link of this number; the same for the same seed and catalogue.

    Args:
        known: from `catalogue`.
        seed: of all links.
        number: from 0.
    """
    rng = random.Random(f"{seed}/{number}")
    mark = f"mark{seed:03d}x{number:06d}x"
    page = rng.choice(sorted(known))
    everywhere = [one for controls in known.values() for one in controls]
    if rng.random() < STRANGE_QUERY:
        return Link(page=page, query=rng.choice(STRANGE_QUERIES), mark=mark)
    parts = []
    for _ in range(rng.randrange(1, MOST + 1)):
        mine = known[page] if known[page] and rng.random() > OTHER_NAME else everywhere
        parts.append(_part(rng, rng.choice(mine), mark))
    if rng.random() < OTHER_NAME:
        parts.append(f"{quote_plus(rng.choice(STRANGE_NAMES))}={quote_plus(hostile_text(rng))}")
    if rng.random() < STRANGE_PAGE:
        page = rng.choice(STRANGE_PAGES)
    return Link(page=page, query="&".join(parts)[:LONGEST], mark=mark)


def _part(rng: random.Random, control: Control, mark: str) -> str:
    if control.typed and rng.random() < OWN_VALUE:
        value = f"{mark} {hostile_text(rng)[:100]}"
    elif control.values and rng.random() < OWN_VALUE:
        value = rng.choice(control.values)
    elif control.values and rng.random() < OWN_VALUE:
        value = mixed(rng, control.values)
    else:
        value = hostile_text(rng)
    return f"{quote_plus(control.name)}={rng.choice((quote, quote_plus))(value)}"
