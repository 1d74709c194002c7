"""Players and moving pictures as one HTML file that needs no network.

In: what their components take. Out: a page that plays from a file, by mouse and keyboard, light and dark,
with less motion where the system asks for it. Its policy forbids every connection.

Browsers load modules by address only, and a file may load none beside it: so the scripts of `static/`
travel as `data:` addresses under bare names.
Source: https://html.spec.whatwg.org/multipage/webappapis.html#import-maps
"""

import base64
import json
import re
from collections.abc import Collection, Mapping
from functools import cache
from html import escape
from pathlib import Path, PurePosixPath
from typing import Any

from viz_core.checks import check_one_of
from viz_core.figures.palette import palettes

STATIC = Path(__file__).resolve().parents[2] / "static"
PLAYER = "player/player.js"
# What plays without its page: each script's default export mounts one.
SCRIPTS = (
    PLAYER,
    "pictures/alignment.js",
    "pictures/errors_flowing_back.js",
    "pictures/merge.js",
    "pictures/state_space.js",
    "pictures/switchboard_twins.js",
    "pictures/who_knows_what_arrival.js",
    "pictures/who_knows_what_curtain.js",
    "pictures/who_knows_what_maps.js",
)
# Where a browser that makes such a file itself puts what is played.
PLACE = '"what is played"'
_TITLE = "<title>Bidirectional RNNs</title>"

_IMPORT = re.compile(r"""(from |import )'(\.[^']*)'""")
_HIDDEN = ".save, .numbers { display: none !important; }"
_REMARK_LINE = re.compile(r"^[ \t]*//[^\n]*\n", re.MULTILINE)
_REMARK_BLOCK = re.compile(r"^[ \t]*/\*\*(?:(?!\*/).)*\*/[ \t]*\n", re.MULTILINE | re.DOTALL)
_POLICY = (
    "default-src 'none'; script-src 'unsafe-inline' data:; style-src 'unsafe-inline'; "
    "img-src data: blob:; media-src blob:; base-uri 'none'; form-action 'none'"
)
_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
{title}
<style>{style}</style>
<script type="importmap">{imports}</script>
</head><body><main></main>
{styles}
<script type="application/json" id="played">{played}</script>
<script type="module">{start}</script>
</body></html>
"""
_STYLE = """
:root {{ {light} }}
:root {{ --st-font: system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', sans-serif; }}
@media (prefers-color-scheme: dark) {{ :root {{ {dark} }} }}
body {{ margin: 0; color: var(--st-text-color); background: var(--st-background-color); }}
body {{ font: 18px var(--st-font); }}
main {{ box-sizing: border-box; max-width: 1500px; margin: auto; padding: 12px 24px; }}
h1 {{ margin: 0 0 4px; font-size: 1.5em; }}
section > p {{ margin: 8px 0; line-height: 1.45; }}
section {{ margin-bottom: 40px; }}
a {{ color: inherit; overflow-wrap: anywhere; }}
img {{ width: 100%; }}
"""
_START = """
const slides = JSON.parse(document.getElementById('played').textContent);
const main = document.querySelector('main');
document.title = slides[0].title || document.title;
const darkness = matchMedia('(prefers-color-scheme: dark)');
const made = (tag, text, extra = {}) =>
  Object.assign(document.createElement(tag), { textContent: text }, extra);
for (const { title, caption, link, script, data, palettes, svg, alt } of slides) {
  const part = main.appendChild(document.createElement('section'));
  if (svg) {
    const src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
    part.append(made('img', '', { alt, src }));
    continue;
  }
  const place = document.createElement('div');
  part.append(made('h1', title), place, made('p', caption));
  if (link) part.append(made('a', link, { href: link }));
  const parentElement = place.attachShadow({ mode: 'open' });
  const folder = script.split('/')[0];
  parentElement.append(document.getElementById(folder).content.cloneNode(true));
  const { default: mount } = await import(script);
  const draw = () => mount({ data: { ...data, palettes }, parentElement, setStateValue() {} });
  draw();
  darkness.addEventListener('change', draw);
}
"""


def offline_page(slides: list[dict[str, Any]]) -> str:
    """The page of one or more plays, one under the other.

    Args:
        slides: each with `title`, `caption`, `link` (may be empty), `script`, one of `SCRIPTS`, and `data`,
            what its component takes; one that does not choose its colours by itself has `palettes`; one at
            rest has `svg` and `alt` instead of all these.

    Returns:
        The whole file.

    Raises:
        ValueError: an unknown script.
    """
    scripts = frozenset(slide["script"] for slide in slides if "script" in slide)
    # No text of it may end the script that it stands in.
    played = json.dumps(slides, separators=(",", ":")).replace("<", "\\u003c")
    return shell(scripts).replace(_TITLE, _head(slides[0])).replace(PLACE, played)


def _head(slide: Mapping[str, Any]) -> str:
    """What a page says of itself: title, description, link, licence, program."""
    said = {"description": slide.get("caption"), "dcterms.source": slide.get("link"), "license": "MIT"}
    metas = [f'<meta name="{name}" content="{escape(text)}">' for name, text in said.items() if text]
    metas.append('<meta name="generator" content="birnn-visualiser">')
    title = f"<title>{escape(slide['title'])}</title>" if slide.get("title") else _TITLE
    return title + "".join(metas)


@cache
def shell(scripts: Collection[str]) -> str:
    """The same page with nothing to play: `PLACE` stands where the slides belong, as JSON without a `<`.

    Args:
        scripts: which of `SCRIPTS` its slides need; hashable.

    Raises:
        ValueError: an unknown script.
    """
    for script in scripts:
        check_one_of("script", script, SCRIPTS)
    colours = {
        theme: f"--st-background-color: {one['background']}; --st-text-color: {one['text']};"
        for theme, one in palettes().items()
    }
    folders = sorted({script.partition("/")[0] for script in scripts})
    return _PAGE.format(
        policy=_POLICY,
        title=_TITLE,
        style=_STYLE.format(**colours),
        imports=json.dumps({"imports": _modules(sorted(scripts))}),
        styles="\n".join(map(_style_sheet, folders)),
        played=PLACE,
        start=_START,
    )


def _style_sheet(folder: str) -> str:
    """The style sheet of a component, to be copied to each; without buttons that need the server."""
    style = (STATIC / folder / f"{folder}.css").read_text(encoding="utf-8")
    return f'<template id="{folder}"><style>{style}\n{_HIDDEN}</style></template>'


def _modules(scripts: list[str]) -> Mapping[str, str]:
    """Every script that these import, by its path in `static/`, as a `data:` address."""
    found: dict[str, str] = {}
    waiting = list(scripts)
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        text = _short((STATIC / name).read_text(encoding="utf-8"))
        waiting += [_resolved(name, one) for _, one in _IMPORT.findall(text)]
        found[name] = "data:text/javascript;base64," + base64.b64encode(_bare(name, text).encode()).decode()
    return found


def _bare(name: str, script: str) -> str:
    """A script that imports others by their path in `static/`."""

    def named(found: re.Match[str]) -> str:
        return f"{found[1]}'{_resolved(name, found[2])}'"

    return _IMPORT.sub(named, script)


def _resolved(name: str, relative: str) -> str:
    """`./pens.js`, as player/player.js imports it, is player/pens.js."""
    parts: list[str] = []
    for part in (PurePosixPath(name).parent / relative).parts:
        parts = parts[:-1] if part == ".." else [*parts, part]
    return "/".join(parts)


def _short(script: str) -> str:
    """A script without its remarks and the space in front of its lines."""
    bare = _REMARK_LINE.sub("", _REMARK_BLOCK.sub("", script))
    return re.sub(r"\n\s+", "\n", bare)
