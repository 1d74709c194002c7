"""The one loader of every component in the browser, and the words that they share.

In: the name of a folder in `static/`, and of the script in it that mounts. Out: what mounts it on a page.

Scripts and styles lie in `static/`, not beside their Python: Streamlit serves files to a browser only from
the `static/` folder beside `app.py`, and whatever is given inline is sent again with each update, twice a
second while a network trains. The few lines below fetch each folder once for a page, ask the server whether
its copy is newer (so that an upgraded server is never shown by an old script), and hand over to the default
export of the script. What could not be fetched is asked for again by the next component.
"""

import json
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import streamlit as st

from ui.language import _
from ui.numbers_words import numbers_words
from ui.saving_words import saving_words
from ui.served import STATIC, base_path
from ui.source_words import source_names

Mount = Callable[..., Any]

_LOADER = """
const folder = new URL({folder}, document.baseURI);
async function newest(name) {{
  const answer = await fetch(new URL(name, folder), {{ cache: 'no-cache' }});
  if (!answer.ok) throw new Error(`${{name}}: ${{answer.status}}`);
  return answer;
}}
async function load() {{
  const [css] = await Promise.all({files}.map(newest));
  return css.text();
}}
const loaded = (window.birnnComponents ??= {{}});
loaded[folder.href] ??= load();
loaded[folder.href].catch(() => delete loaded[folder.href]);
const style = document.createElement('style');
style.textContent = await loaded[folder.href];
style.dataset.component = {name};
const sameStyle = `style[data-component="${{style.dataset.component}}"]`;
const {{ default: mount }} = await import(new URL({script}, folder).href);
export default function (component) {{
  const root = component.parentElement;
  if (!root.querySelector(sameStyle)) root.append(style.cloneNode(true));
  const close = mount(component);
  const place = (root.getRootNode().host ?? root).closest('[data-testid="stElementContainer"]');
  place?.setAttribute('data-mounted', '');
  return close;
}}
"""


def loader(folder: str, script: str, *, imports: Sequence[str] = ()) -> str:
    """The script that fetches a component and mounts it.

    Args:
        folder: in `static/`; it holds the style sheet `<folder>.css`.
        script: in that folder, without its ending; its default export mounts.
        imports: what its scripts take from other folders, relative to the folder.

    Raises:
        FileNotFoundError: there is no such script, style sheet or import.
    """
    home = STATIC / folder
    styles, name = f"{folder}.css", f"{script}.js"
    for needed in (styles, name, *imports):
        (home / needed).resolve(strict=True)
    files = [styles, *sorted(path.name for path in home.glob("*.js")), *imports]
    return _LOADER.format(
        folder=json.dumps(f"{base_path()}/app/static/{folder}/"),
        files=json.dumps(files),
        name=json.dumps(folder),
        script=json.dumps(name),
    )


def component(
    folder: str,
    script: str | None = None,
    *,
    imports: Sequence[str] = (),
    html: str | None = None,
    isolate_styles: bool = True,
    waiting: int | None = None,
) -> Mount:
    """Register a component of the browser.

    Args:
        folder: in `static/`; a component is named `birnn_<script>`.
        script: in that folder; None takes the one named as the folder.
        imports: what its scripts take from other folders, relative to the folder.
        html: what the script finds on the page.
        isolate_styles: whether the page's style sheets stop at the component, and its own do not leave it.
        waiting: the height of the place that is kept for it until it is mounted, in pixels, so that what
            stands below moves little; None leaves it to each mounting (`height=…`). What grows with the
            window has another height in `frame.css`, under its key.

    Returns:
        Mounts one on the page: `mount(key=…, data=…, on_<name>_change=…)`.
    """
    script = script or folder
    js = loader(folder, script, imports=imports)
    mount = st.components.v2.component(f"birnn_{script}", html=html, js=js, isolate_styles=isolate_styles)
    return mount if waiting is None else partial(mount, height=waiting)


def shared_words() -> dict[str, Any]:
    """What is said alike by every component that plays: its buttons, and whose weights it shows."""
    return {
        "play": _("Play"),
        "pause": _("Pause"),
        "speed": _("Speed"),
        "sources": source_names(),
        "numbers": numbers_words(),
        "saving": saving_words(),
    }
