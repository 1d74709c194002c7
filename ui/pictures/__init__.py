"""The moving pictures of the lessons: merge, alignment, errors flowing back, who knows what.

In: finished numbers. Out: pictures that play in the browser; they keep their place when the numbers change.
The scripts lie in `static/pictures/`, fetched once by a browser, as `ui.player`'s are.
"""

from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any

import streamlit as st

from ui.frame import is_dark
from ui.pictures.words import words
from viz_core.figures.palette import Palette, palette

_FILES = Path(__file__).resolve().parents[2] / "static" / "pictures"
_LOADER = """
const folder = new URL('{base}/app/static/pictures/', document.baseURI);
const newest = (name) => fetch(new URL(name, folder), {{ cache: 'no-cache' }});
const [css] = await Promise.all([newest('pictures.css'), ...{scripts}.map(newest)]);
const style = document.createElement('style');
style.textContent = await css.text();
const {{ default: mount }} = await import(new URL('{name}.js', folder).href);
export default function (component) {{
  const root = component.parentElement;
  if (!root.querySelector('style[data-pictures]')) {{
    const own = style.cloneNode(true);
    own.dataset.pictures = '';
    root.append(own);
  }}
  return mount(component);
}}
"""

Mount = Callable[..., Any]


def _component(name: str) -> Mount:
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    scripts = sorted(path.name for path in _FILES.glob("*.js"))
    js = _LOADER.format(base=f"/{base}" if base else "", scripts=scripts, name=name)
    return st.components.v2.component(f"birnn_{name}", js=js)


_MOUNTS = {
    name: _component(name) for name in ("backflow", "maps", "curtain", "arrival", "merging", "lanes", "twins")
}


def backflow(payload: dict[str, Any], *, key: str) -> None:
    """Show an error travelling back; the payload is of `ui.lessons.errors_flowing_back`."""
    _show("backflow", payload, key)


def maps(payload: dict[str, Any], *, key: str, on_cell: Callable[[], None]) -> None:
    """Show three maps and a way through the network; the payload is of `ui.lessons.who_knows_what`.

    Args:
        payload: what to draw.
        key: of the component.
        on_cell: called after a click, with the cell under `key` as in `chosen`.
    """
    _show("maps", payload, key, on_cell_change=on_cell)


def curtain(payload: dict[str, Any], *, key: str, on_place: Callable[[], None]) -> None:
    """Show answers behind a curtain that can be dragged.

    Args:
        payload: what to draw, of `ui.lessons.who_knows_what`.
        key: of the component.
        on_place: called when the curtain has come to rest, with its place and future as in `chosen`.
    """
    _show("curtain", payload, key, on_place_change=on_place)


def arrival(payload: dict[str, Any], *, key: str) -> None:
    """Show the answers while a sequence arrives; the payload is of `ui.lessons.who_knows_what`."""
    _show("arrival", payload, key)


def merging(payload: dict[str, Any], *, key: str, on_frame: Callable[[], None]) -> None:
    """Show two readers becoming one at a cursor.

    Args:
        payload: what to draw, of `ui.lessons.merge`.
        key: of the component.
        on_frame: called when the cursor has come to rest, with its step (from 0) under `key`.
    """
    _show("merging", payload, key, on_frame_change=on_frame)


def lanes(payload: dict[str, Any], *, key: str, on_frame: Callable[[], None]) -> None:
    """Show the backward states written, then flipped or not.

    Args:
        payload: what to draw, of `ui.lessons.alignment`.
        key: of the component.
        on_frame: called when the play has come to rest, with its moment under `key`.
    """
    _show("lanes", payload, key, on_frame_change=on_frame)


def twins(payload: dict[str, Any], *, key: str) -> None:
    """Show several networks reading under one cursor; the payload is of `ui.lessons.switchboard_views`."""
    _show("twins", payload, key)


def _show(name: str, payload: dict[str, Any], key: str, **calls: Callable[[], None]) -> None:
    colours = _plain(palette(dark=is_dark()))
    _MOUNTS[name](key=key, data={"payload": payload, "words": words(name), "colours": colours}, **calls)


def _plain(theme: Palette) -> dict[str, Any]:
    colours = {one.name: getattr(theme, one.name) for one in fields(theme)}
    return colours | {"sources": dict(theme.sources)}
