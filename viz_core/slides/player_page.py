"""The player as one HTML file that needs no network.

In: payloads of `viz_core.payloads.playback`. Out: a page that plays from a file, by mouse and keyboard, light
and dark, with less motion where the system asks for it. Its policy forbids every connection.

Browsers load modules by address only, and a file may load none beside it: so the scripts of `static/player/`
travel as `data:` addresses under bare names.
Source: https://html.spec.whatwg.org/multipage/webappapis.html#import-maps
"""

import base64
import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any

from viz_core.figures.palette import palettes

STATIC = Path(__file__).resolve().parents[2] / "static"
ENTRY = "player/player.js"
# Where a browser that makes such a file itself puts what is played.
PLACE = '"what is played"'

_IMPORT = re.compile(r"""(from |import )'(\.[^']*)'""")
_REMARK_LINE = re.compile(r"^[ \t]*//[^\n]*\n", re.MULTILINE)
_REMARK_BLOCK = re.compile(r"^[ \t]*/\*\*.*?\*/[ \t]*\n", re.MULTILINE | re.DOTALL)
_POLICY = (
    "default-src 'none'; script-src 'unsafe-inline' data:; style-src 'unsafe-inline'; "
    "img-src data: blob:; media-src blob:; base-uri 'none'; form-action 'none'"
)
_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<style>{style}</style>
<script type="importmap">{imports}</script>
</head><body><main></main>
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
main > p {{ margin: 8px 0; line-height: 1.45; }}
a {{ color: inherit; }}
section {{ margin-bottom: 40px; }}
img {{ width: 100%; }}
"""
_START = """
import mount from 'player/player.js';
const slides = JSON.parse(document.getElementById('played').textContent);
const main = document.querySelector('main');
document.title = slides[0].title || document.title;
const made = (tag, text, extra = {}) =>
  Object.assign(document.createElement(tag), { textContent: text }, extra);
const shown = slides.map(({ title, caption, link, data, svg, alt }) => {
  const part = document.createElement('section');
  const place = document.createElement('div');
  main.append(part);
  if (svg) {
    part.append(made('img', '', { alt, src: `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}` }));
    return () => {};
  }
  part.append(made('h1', title), place, made('p', caption));
  if (link) part.append(made('a', link, { href: link }));
  const draw = () => mount({ data, parentElement: place, setStateValue() {} });
  draw();
  return draw;
});
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => shown.forEach((draw) => draw()));
"""


def player_page(slides: list[dict[str, Any]]) -> str:
    """The page of one or more plays, one under the other.

    Args:
        slides: each with `title`, `caption`, `link` (may be empty) and `data`: what the component of the
            player takes, `payload`, `palette`, `words`, `options`; a picture at rest has `svg` and `alt`
            instead.

    Returns:
        The whole file.
    """
    # No text of it may end the script that it stands in.
    return shell().replace(PLACE, json.dumps(slides, separators=(",", ":")).replace("<", "\\u003c"))


@cache
def shell() -> str:
    """The same page with nothing to play: `PLACE` stands where the slides belong, as JSON without a `<`."""
    colours = {
        theme: f"--st-background-color: {one['background']}; --st-text-color: {one['text']};"
        for theme, one in palettes().items()
    }
    style = _STYLE.format(**colours) + (STATIC / "player" / "player.css").read_text(encoding="utf-8")
    return _PAGE.format(
        policy=_POLICY,
        title="Player",
        style=style + ".player .save { display: none; }",
        imports=json.dumps({"imports": _modules()}),
        played=PLACE,
        start=_START,
    )


def _modules() -> Mapping[str, str]:
    """Every script that the player imports, by its path in `static/`, as a `data:` address."""
    found: dict[str, str] = {}
    waiting = [ENTRY]
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        text = _short((STATIC / name).read_text(encoding="utf-8"))
        waiting += [_resolved(name, one) for _, one in _IMPORT.findall(text)]
        bare = _IMPORT.sub(lambda match, name=name: f"{match[1]}'{_resolved(name, match[2])}'", text)
        found[name] = "data:text/javascript;base64," + base64.b64encode(bare.encode()).decode()
    return found


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
