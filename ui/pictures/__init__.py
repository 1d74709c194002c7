"""The moving pictures of the lessons; their scripts lie in `static/pictures/`, their texts beside this file.

In: a payload, made and typed by `viz_core.lessons.*_payload`, and the place of the cursor where there is one.
Out: pictures that play in the browser; they keep their place when the numbers change.
"""

from collections.abc import Callable, Mapping
from typing import Any

from ui.component import component
from ui.pictures.words import words
from viz_core.figures.palette import palettes

_NAMES = (
    "errors_flowing_back",
    "who_knows_what_maps",
    "who_knows_what_curtain",
    "who_knows_what_arrival",
    "merge",
    "alignment",
    "switchboard_twins",
    "state_space",
)
_MOUNTS = {
    name: component(
        "pictures",
        name,
        imports=["../numbers/button.js", "../player/look.js", "../saving/button.js", "../classroom/row.js"],
        waiting=432,
    )
    for name in _NAMES
}


def errors_flowing_back(payload: Mapping[str, Any], *, key: str) -> None:
    """Show an error travelling back."""
    _show("errors_flowing_back", payload, key)


def who_knows_what_maps(payload: Mapping[str, Any], *, key: str, on_cell: Callable[[], None]) -> None:
    """Show three maps and a way through the network.

    Args:
        payload: what to draw.
        key: of the component.
        on_cell: called after a click, with the cell under `key` as in `chosen`.
    """
    _show("who_knows_what_maps", payload, key, on_cell_change=on_cell)


def who_knows_what_curtain(payload: Mapping[str, Any], *, key: str, on_place: Callable[[], None]) -> None:
    """Show answers behind a curtain that can be dragged.

    Args:
        payload: what to draw.
        key: of the component.
        on_place: called when the curtain has come to rest, with its place and future as in `chosen`.
    """
    _show("who_knows_what_curtain", payload, key, on_place_change=on_place)


def who_knows_what_arrival(payload: Mapping[str, Any], *, key: str) -> None:
    """Show the answers while a sequence arrives."""
    _show("who_knows_what_arrival", payload, key)


def merge(payload: Mapping[str, Any], *, key: str, on_frame: Callable[[], None]) -> None:
    """Show two readers becoming one at a cursor.

    Args:
        payload: what to draw.
        key: of the component.
        on_frame: called when the cursor has come to rest, with its step (from 0) under `key`.
    """
    _show("merge", payload, key, on_frame_change=on_frame)


def alignment(payload: Mapping[str, Any], *, key: str, on_frame: Callable[[], None]) -> None:
    """Show the backward states written, then flipped or not.

    Args:
        payload: what to draw.
        key: of the component.
        on_frame: called when the play has come to rest, with its moment under `key`.
    """
    _show("alignment", payload, key, on_frame_change=on_frame)


def switchboard_twins(payload: Mapping[str, Any], *, key: str) -> None:
    """Show several networks reading under one cursor."""
    _show("switchboard_twins", payload, key)


def state_space(payload: Mapping[str, Any], *, key: str, on_frame: Callable[[], None]) -> None:
    """Show the states of both readers in their principal planes, at a cursor.

    Args:
        payload: what to draw.
        key: of the component.
        on_frame: called when the cursor has come to rest, with its step (from 0) under `key`.
    """
    _show("state_space", payload, key, on_frame_change=on_frame)


def _show(name: str, payload: Mapping[str, Any], key: str, **calls: Callable[[], None]) -> None:
    _MOUNTS[name](
        key=key,
        data={"name": name, "payload": payload, "words": words(name), "palettes": palettes()},
        **calls,
    )
