"""Equations that light up as a player reaches them.

In: `viz_core.lessons.how_it_reads_equations.Worked`, and the channel of a player. Out: three lines on the
page, which follow the player in the browser, without the server. Its script lies in `static/equations/`.
"""

from dataclasses import fields
from typing import Any

import streamlit as st

from ui.frame import is_dark
from ui.language import _
from viz_core.figures.palette import palette
from viz_core.lessons.how_it_reads_equations import Part, Worked

_LOADER = """
const folder = new URL('{base}/app/static/equations/', document.baseURI);
const newest = (name) => fetch(new URL(name, folder), {{ cache: 'no-cache' }});
const [css] = await Promise.all(['equations.css', 'equations.js'].map(newest));
const style = document.createElement('style');
style.textContent = await css.text();
const {{ default: mount }} = await import(new URL('equations.js', folder).href);
export default function (component) {{
  const root = component.parentElement;
  if (!root.querySelector('style[data-equations]')) {{
    const own = style.cloneNode(true);
    own.dataset.equations = '';
    root.append(own);
  }}
  return mount(component);
}}
"""

# The three equations in letters; subscripts as Unicode has them.
_RULES: dict[str, tuple[Part, ...]] = {
    "forward": (
        ("h→ₜ", "forward"),
        (" = tanh( W→ xₜ + V→ ", "text"),
        ("h→ₜ₋₁", "forward"),
        (" + b→ )", "text"),
    ),
    "backward": (
        ("h←ₜ", "backward"),
        (" = tanh( W← xₜ + V← ", "text"),
        ("h←ₜ₊₁", "backward"),
        (" + b← )", "text"),
    ),
}
_MERGED: tuple[Part, ...] = (
    ("yₜ", "merged"),
    (" = σ( U [", "text"),
    ("h→ₜ", "forward"),
    (" ; ", "text"),
    ("h←ₜ", "backward"),
    ("] + d )", "text"),
)
_ALONE: tuple[Part, ...] = (
    ("yₜ", "merged"),
    (" = σ( U ", "text"),
    ("h→ₜ", "forward"),
    (" + d )", "text"),
)


def _loader() -> str:
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return _LOADER.format(base=f"/{base}" if base else "")


_mount = st.components.v2.component("birnn_equations", js=_loader())


def equations(found: Worked, *, channel: str, key: str) -> None:
    """Show the equations of one sequence.

    Args:
        found: every line that may be reached.
        channel: of the player to follow.
        key: of the component, unique on its page.
    """
    both = "backward" in found.layers[0]
    lines = {
        "rules": _RULES | {"merged": _MERGED if both else _ALONE},
        "layers": found.layers,
        "answers": found.answers,
    }
    words = {
        "title": _("Equations of the present step"),
        "layers": [_("layer {number}:").format(number=one + 1) for one in range(len(found.layers))],
    }
    _mount(key=key, data={"equations": lines, "words": words, "colours": _colours(), "channel": channel})


def _colours() -> dict[str, Any]:
    theme = palette(dark=is_dark())
    values = {one.name: getattr(theme, one.name) for one in fields(theme)}
    return {name: value for name, value in values.items() if isinstance(value, str)}
