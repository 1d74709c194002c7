"""What stands on a student's page: elements by their place, replaced and removed as in a browser."""

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

MARKUP = re.compile(r"<[^>]*>")

# Kinds of elements that a person can set, with the field that holds the value in a `WidgetState`.
VALUE_FIELDS = {
    "checkbox": "bool_value",
    "button_group": "string_array_value",
    "selectbox": "string_value",
    "radio": "string_value",
    "multiselect": "string_array_value",
    "number_input": "double_value",
    "slider": "double_array_value",
    "text_input": "string_value",
    "text_area": "string_value",
    "file_uploader": "file_uploader_state_value",
    "button": "trigger_value",
}
# Kinds of elements that hold words, with the field that holds them.
WORDS = {
    "markdown": "body",
    "progress": "text",
    "slider": "label",
    "alert": "body",
    "heading": "body",
    "html": "body",
    "text": "body",
    "exception": "message",
}


@dataclass(frozen=True, kw_only=True)
class Widget:
    """Something that a person can set or press.

    Attributes:
        kind: a key of `VALUE_FIELDS`.
        key: the name the page gave it.
        fragment: id of the part of the page that runs again with it; empty: the whole page.
        proto: its description, as it came.
    """

    kind: str
    key: str
    fragment: str
    proto: Any


@dataclass(frozen=True, kw_only=True)
class Component:
    """A component of the project's own.

    Attributes:
        id: as Streamlit names it.
        fragment: id of the part of the page that runs again with it; empty: the whole page.
        data: what it shows.
    """

    id: str
    fragment: str
    data: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class _Placed:
    element: Any
    fragment: str
    run: str


class Elements:
    """The page as its messages left it."""

    def __init__(self) -> None:
        self._placed: dict[tuple[int, ...], _Placed] = {}

    def put(self, path: tuple[int, ...], delta: Any, run: str) -> None:
        """Apply one delta. `run`: which run of the script sent it."""
        if delta.WhichOneof("type") == "new_element":
            self._placed[path] = _Placed(element=delta.new_element, fragment=delta.fragment_id, run=run)
        elif delta.WhichOneof("type") == "add_block":
            self._placed.pop(path, None)

    def keep(self, run: str, fragments: frozenset[str] = frozenset()) -> None:
        """At the end of a run: drop what it did not send again, in these fragments or on the whole page."""
        self._placed = {
            path: one
            for path, one in self._placed.items()
            if one.run == run or (fragments and one.fragment not in fragments)
        }

    def of(self, kind: str) -> list[Any]:
        """All elements of one kind, in the order of the page."""
        found = (self._placed[path].element for path in sorted(self._placed))
        return [getattr(one, kind) for one in found if one.WhichOneof("type") == kind]

    def serialized(self) -> bytes:
        """All that stands on the page, as it came."""
        return b"\n".join(self._placed[path].element.SerializeToString() for path in sorted(self._placed))

    def words(self) -> Iterator[str]:
        """Every sentence on the page."""
        for path in sorted(self._placed):
            element = self._placed[path].element
            kind = element.WhichOneof("type")
            if kind in WORDS:
                yield getattr(getattr(element, kind), WORDS[kind])
        for component in self.components():
            if "html" in component.data:
                yield text(component.data["html"])

    def components(self) -> Iterator[Component]:
        """The project's own components, in the order of the page."""
        for path in sorted(self._placed):
            placed = self._placed[path]
            if placed.element.WhichOneof("type") == "bidi_component":
                proto = placed.element.bidi_component
                data = json.loads(proto.json) if proto.WhichOneof("data") == "json" else {}
                yield Component(id=proto.id, fragment=placed.fragment, data=data or {})

    def widgets(self) -> list[Widget]:
        """Whatever can be set or pressed now, in the order of the page."""
        return list(self._widgets())

    def _widgets(self) -> Iterator[Widget]:
        for path in sorted(self._placed):
            placed = self._placed[path]
            kind = placed.element.WhichOneof("type")
            if kind in VALUE_FIELDS and not (proto := getattr(placed.element, kind)).disabled:
                yield Widget(kind=kind, key=_key(proto.id), fragment=placed.fragment, proto=proto)


def text(markup: str) -> str:
    """What a piece of HTML says."""
    return " ".join(html.unescape(MARKUP.sub(" ", markup)).split())


def _key(identifier: str) -> str:
    """The page's own name of a widget, out of `$$ID-HASH-NAME`; '' where it gave none."""
    name = identifier.split("-", 2)[2]
    return "" if name == "None" else name
