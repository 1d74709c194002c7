"""The stepper: real code run line by line, with its variables and, for a cell, its diagram.

In: a payload of `viz_core.scratch.stepping` (and `viz_core.lessons.inside_the_cell`). Out: a picture that
plays in the browser.

The scripts lie in `static/stepper/`, fetched once by each browser, as those of `ui.player` are.
"""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

import streamlit as st

from ui.frame import is_dark
from ui.language import _
from viz_core.figures.palette import palette

_FILES = Path(__file__).resolve().parents[2] / "static" / "stepper"
_LOADER = """
const folder = new URL('{base}/app/static/stepper/', document.baseURI);
const newest = (name) => fetch(new URL(name, folder), {{ cache: 'no-cache' }});
const [css] = await Promise.all([newest('stepper.css'), ...{scripts}.map(newest)]);
const style = document.createElement('style');
style.textContent = await css.text();
const {{ default: mount }} = await import(new URL('stepper.js', folder).href);
export default function (component) {{
  const root = component.parentElement;
  if (!root.querySelector('style[data-stepper]')) {{
    const own = style.cloneNode(true);
    own.dataset.stepper = '';
    root.append(own);
  }}
  return mount(component);
}}
"""


def _loader() -> str:
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    scripts = sorted(path.name for path in _FILES.glob("*.js"))
    return _LOADER.format(base=f"/{base}" if base else "", scripts=scripts)


_mount = st.components.v2.component("birnn_stepper", js=_loader())


def stepper(
    payload: dict[str, Any],
    *,
    key: str,
    height: int = 470,
    calls: Mapping[str, Sequence[str]] | None = None,
) -> None:
    """Show code running line by line.

    Args:
        payload: from `viz_core.scratch.stepping.stepping`, with `source`; for a cell also `cell`, `unit` and
            `equations`, as `viz_core.lessons.inside_the_cell.inside` makes them. A new payload under the same
            key keeps the place in the code if the same lines ran.
        key: of the component, unique on its page.
        height: the most that code and variables take, in CSS pixels; longer ones scroll.
        calls: function -> what to call its first call, its second, and so on.
    """
    options = {"height": height, "calls": dict(calls or {})}
    _mount(key=key, data={"payload": payload, "palette": _colours(), "words": _words(), "options": options})


def _colours() -> dict[str, Any]:
    theme = palette(dark=is_dark())
    named = {one.name: getattr(theme, one.name) for one in fields(theme)}
    return named | {"sources": dict(theme.sources)}


def _words() -> dict[str, Any]:
    return {
        "title": _("Code, line by line"),
        "code": _("Code"),
        "variables": _("Variables"),
        "history": _("The whole sequence"),
        "large": _("too large to show"),
        "step": _("step {step}"),
        "step_of": _("step {step} of {steps}"),
        "before": _("before the loop"),
        "after": _("after the loop"),
        "play": _("Play"),
        "pause": _("Pause"),
        "back": _("One line back"),
        "forward": _("One line forward"),
        "block_back": _("One step back"),
        "block_forward": _("One step forward"),
        "scrub": _("Line"),
        "pace": _("Pace"),
        "pace_lines": _("line by line"),
        "pace_blocks": _("step by step"),
        "speed": _("Speed"),
        "sources": {
            "trained here": _("trained here"),
            "pretrained": _("pretrained"),
            "from a file": _("from a file"),
            "untrained": _("untrained"),
            "what-if": _("what-if"),
            "exact": _("exact"),
        },
    }
