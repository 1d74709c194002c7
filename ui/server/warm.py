"""Everything that is imported or built lazily is there before visitors come.

Two steps. Before any page's script runs: every module that some page imports, because dozens of scripts
that import pandas at once see halves of it. A browser is not kept waiting for that: it gets its files at
once, and only the connection that runs scripts waits at the gate, while the browser still loads. Then,
beside the first visitors, the server visits each page itself, so that what is built once (validators,
palettes, weights, ceilings) is built.
"""

import asyncio
import gc
import importlib
import logging
import pkgutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Final

from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit import runtime

import ui
from ui.frame import start_server_once
from ui.page_list import page_names
from ui.server.beside import beside
from ui.server.guard import STREAM
from ui.server.paths import route_path
from ui.server.visit import visit

# What Streamlit, Plotly and NumPy import when a page first needs it; our own modules are found by themselves.
LAZY: Final = (
    "PIL.ImageFile",
    "encodings.cp437",
    "encodings.utf_8_sig",
    "narwhals._interchange.dataframe",
    "numpy.polynomial",
    "pandas",
    "plotly.animation",
    "plotly.graph_objs.bar.marker",
    "plotly.graph_objs.heatmap",
    "plotly.graph_objs.layout.annotation",
    "plotly.graph_objs.layout.hoverlabel",
    "plotly.graph_objs.layout.shape",
    "plotly.graph_objs.layout.title",
    "plotly.graph_objs.layout.xaxis.title",
    "plotly.graph_objs.layout.yaxis.title",
    "plotly.io._json",
    "plotly.offline",
    "plotly.tools",
    "pyarrow.pandas_compat",
    "pyarrow.vendored.version",
    "streamlit.dataframe.lazy_df_adapters",
    "streamlit.emojis",
    "streamlit.material_icon_names",
    "streamlit.web.skills",
)

_log = logging.getLogger(__name__)


class Warm:
    """The warming of one server: what waits for it, and what it does."""

    def __init__(self) -> None:
        self._imported = asyncio.Event()

    def gate(self, app: ASGIApp) -> ASGIApp:
        """Middleware: keep back the connections that run scripts until everything is imported."""

        async def gated(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] == "websocket" and route_path(scope) == STREAM:
                await self._imported.wait()
            await app(scope, receive, send)

        return gated

    @asynccontextmanager
    async def running(self, settled: Callable[[], None]) -> AsyncIterator[None]:
        """Warm the server beside its work.

        Args:
            settled: called once everything is warm.
        """
        async with beside(self._warm(settled), name="warm"):
            yield

    async def _warm(self, settled: Callable[[], None]) -> None:
        try:
            await asyncio.to_thread(import_everything)
            await asyncio.to_thread(start_server_once)
        except Exception:
            _log.exception("Not all of the pages' modules could be imported.")
        self._imported.set()
        await _visit_all()
        settled()


def import_everything() -> None:
    """Import every module of the pages, and what these import later."""
    for module in pkgutil.walk_packages(ui.__path__, "ui."):
        importlib.import_module(module.name)
    for name in LAZY:
        with suppress(ModuleNotFoundError):  # another version of the library does without it
            importlib.import_module(name)


async def _visit_all() -> None:
    for page in page_names():
        try:
            await visit(runtime.get_instance(), page)
        except TimeoutError:
            _log.warning("The page %s was not ready in time.", page or "Home")
    # Once more: what the visits have built stays, too.
    gc.collect()
    gc.freeze()
