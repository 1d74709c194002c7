"""One student: a browser tab as the server sees it, over Streamlit's own WebSocket protocol.

A student remembers what its page shows, sends back what a browser would send (the hashes of cached messages,
the refreshes that a fragment asked for), and counts what goes wrong.
"""

import asyncio
import json
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from streamlit.components.v2.bidi_component.constants import EVENT_DELIM
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.runtime.state.session_state import STREAMLIT_INTERNAL_KEY_PREFIX
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from benchmarks.classroom.elements import VALUE_FIELDS, Component, Elements, Widget

PATIENCE = 120.0
# A browser forgets a cached message that this many runs of the script did not use.
CACHED_RUNS = 2


class Unanswered(Exception):
    """The server closed the connection, or did not answer within the patience."""


@dataclass
class _Asked:
    """A run of the script that somebody waits for."""

    fragment: str
    answered: asyncio.Future[None]
    begun: bool = False


@dataclass
class _Run:
    """The run of the script whose messages arrive now."""

    name: str = ""
    fragments: frozenset[str] = frozenset()


class Student:
    """A tab that is open on one page.

    Attributes:
        page: what it shows.
        address: of the server.
        query: the part of its link behind the question mark.
        errors: what went wrong on its pages: exceptions, compile errors.
        received: bytes that came.
        refreshes: how many refreshes its fragments asked for.
        values: what was set so far, by the widget's id.
        listeners: called with the student whenever its page stands again.
    """

    def __init__(self, address: str, *, patience: float = PATIENCE, machine: str = "") -> None:
        """Not connected yet.

        Args:
            address: `http://HOST:PORT`.
            patience: seconds to wait for any answer.
            machine: the address, one of this computer's, that it comes from; empty for the usual one.
        """
        self.address, self.patience, self._machine = address, patience, machine
        self.page = Elements()
        self.session = self.query = self._name = self._hash = ""
        self.errors: list[str] = []
        self.received = self.refreshes = 0
        self.values: dict[str, Any] = {}
        self.listeners: list[Callable[[Student], None]] = []
        self._socket: ClientConnection | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._timers: dict[str, asyncio.Task[None]] = {}
        self._asked: _Asked | None = None
        self._stepped = False
        self._run = _Run()
        self._runs = 0
        self._cached: dict[str, tuple[int, Any]] = {}
        self._files: asyncio.Future[Any] | None = None

    async def open(self, name: str = "", query: str = "") -> float:
        """Connect and open a page; the seconds until it stands.

        Args:
            name: of the page as in its link, '' for Home.
            query: the link's part behind the question mark.

        Raises:
            Unanswered: no connection, or no page.
        """
        began = time.perf_counter()
        self._name, self.query = name, query
        url = self.address.replace("http", "ws", 1) + "/_stcore/stream"
        try:
            self._socket = await connect(
                url,
                origin=self.address,  # type: ignore[arg-type]
                subprotocols=["streamlit"],  # type: ignore[list-item]
                max_size=None,
                open_timeout=self.patience,
                ping_interval=None,
                local_addr=(self._machine, 0) if self._machine else None,
            )
        except (OSError, TimeoutError, WebSocketException) as problem:
            raise Unanswered(f"no connection: {problem!r}") from problem
        self._tasks.append(asyncio.create_task(self._listen(self._socket)))
        await self._ask()
        return time.perf_counter() - began

    async def close(self) -> None:
        """Close the tab."""
        for task in (*self._tasks, *self._timers.values()):
            task.cancel()
        if self._socket is not None:
            with suppress(WebSocketException, OSError):
                await self._socket.close()

    def says(self, words: str) -> bool:
        """Whether these words stand anywhere on the page."""
        return any(words in one for one in self.page.words())

    def widget(self, key: str) -> Widget:
        """The widget of this name.

        Raises:
            LookupError: the page has none that can be set now.
        """
        for one in self.page.widgets():
            if one.key == key:
                return one
        raise LookupError(f"`key` must be that of a widget on the page; got {key!r}.")

    async def again(self) -> float:
        """Have the page run again with nothing changed; the seconds until it stands."""
        began = time.perf_counter()
        await self._ask()
        return time.perf_counter() - began

    async def go(self, name: str, query: str) -> float:
        """Go to a link as by a step in the browser's history; the seconds until its page stands.

        Args:
            name: of the page as in its link, '' for Home.
            query: the link's part behind the question mark.
        """
        began = time.perf_counter()
        self._name, self.query, self._hash, self._stepped = name, query, "", True
        await self._ask()
        return time.perf_counter() - began

    async def press(self, key: str) -> float:
        """Press a button; the seconds until the page stands again."""
        return await self.put(self.widget(key), True)

    async def put(self, widget: Widget, value: Any) -> float:
        """Set a widget; the seconds until the page stands again.

        Args:
            widget: one of the page's.
            value: of the type its kind takes: lists for button groups, multiselects and sliders.

        Raises:
            Unanswered: the page did not come.
        """
        began = time.perf_counter()
        self.values[widget.proto.id] = value
        state = WidgetState(id=widget.proto.id)
        field = VALUE_FIELDS[widget.kind]
        if field.endswith("array_value"):
            getattr(state, field).data.extend(value)
        elif field == "file_uploader_state_value":
            state.file_uploader_state_value.CopyFrom(value)
        else:
            setattr(state, field, value)
        await self._ask(widget.fragment, state)
        return time.perf_counter() - began

    async def trigger(self, component: Component, event: str, value: str) -> None:
        """Have a component report an event, as its script does; the page that follows is not waited for.

        Raises:
            Unanswered: the connection is closed.
        """
        name = f"{STREAMLIT_INTERNAL_KEY_PREFIX}_{component.id}{EVENT_DELIM}events"
        happened = json.dumps([{"event": event, "value": value}])
        state = WidgetState(id=name, json_trigger_value=happened)
        await self.send(self._rerun(component.fragment, state))

    async def file_urls(self, names: list[str]) -> Any:
        """Where these files may be sent to: the server's `FileURLsResponse`."""
        message = BackMsg()
        message.file_urls_request.request_id = "files"
        message.file_urls_request.session_id = self.session
        message.file_urls_request.file_names.extend(names)
        self._files = asyncio.get_running_loop().create_future()
        await self.send(message.SerializeToString())
        return await self._within(self._files)

    async def send(self, data: bytes) -> None:
        """Send bytes as they are.

        Raises:
            Unanswered: the connection is closed.
        """
        if self._socket is None:
            raise Unanswered("not connected")
        try:
            await self._socket.send(data)
        except (OSError, WebSocketException) as problem:
            raise Unanswered(f"connection lost: {problem!r}") from problem

    async def _ask(self, fragment: str = "", *states: WidgetState) -> None:
        """Have the script run, and wait for its end."""
        self._asked = _Asked(fragment, asyncio.get_running_loop().create_future())
        await self.send(self._rerun(fragment, *states))
        await self._within(self._asked.answered)

    async def _within(self, answer: asyncio.Future[Any]) -> Any:
        try:
            return await asyncio.wait_for(answer, self.patience)
        except TimeoutError as problem:
            raise Unanswered(f"no answer within {self.patience:.0f} s") from problem

    def _rerun(self, fragment: str, *states: WidgetState, automatic: bool = False) -> bytes:
        message = BackMsg()
        asked = message.rerun_script
        asked.query_string, asked.page_name, asked.page_script_hash = self.query, self._name, self._hash
        asked.fragment_id, asked.is_auto_rerun = fragment, automatic
        asked.widget_states.widgets.extend(states)
        asked.is_history_navigation, self._stepped = self._stepped, False
        asked.cached_message_hashes.extend(self._cached)
        asked.context_info.color_scheme = "light"
        asked.context_info.url = f"{self.address}/{self._name}"
        asked.context_info.timezone, asked.context_info.locale = "UTC", "en"
        return message.SerializeToString()

    async def _listen(self, socket: ClientConnection) -> None:
        with suppress(WebSocketException, OSError):
            async for data in socket:
                self.received += len(data)
                self._take(ForwardMsg.FromString(bytes(data)))  # type: ignore[arg-type]
        for waiting in (self._asked and self._asked.answered, self._files):
            if waiting and not waiting.done():
                waiting.set_exception(Unanswered("the server closed the connection"))

    def _take(self, message: Any) -> None:
        kind = message.WhichOneof("type")
        if kind == "ref_hash":
            self._place(self._cached[message.ref_hash][1], message, message.ref_hash)
        elif kind == "delta":
            self._place(message.delta, message, message.hash if message.metadata.cacheable else "")
        elif kind == "new_session":
            self._begin(message)
        elif kind == "script_finished":
            self._finish(message.script_finished)
        elif kind == "auto_rerun":
            self._refresh(message.auto_rerun.fragment_id, message.auto_rerun.interval)
        elif kind == "stop_auto_rerun":
            for name in message.stop_auto_rerun.fragment_ids:
                if timer := self._timers.pop(name, None):
                    timer.cancel()
        elif kind == "navigation":
            self._hash = message.navigation.page_script_hash
        elif kind == "page_info_changed":
            self.query = message.page_info_changed.query_string
        elif kind == "session_event" and message.session_event.HasField("script_compilation_exception"):
            self.errors.append(message.session_event.script_compilation_exception.message)
        elif kind == "file_urls_response" and self._files and not self._files.done():
            self._files.set_result(message.file_urls_response)

    def _place(self, delta: Any, message: Any, hashed: str) -> None:
        if hashed:
            self._cached[hashed] = (self._runs, delta)
        if delta.WhichOneof("type") == "new_element" and delta.new_element.WhichOneof("type") == "exception":
            shown = delta.new_element.exception
            self.errors.append(f"{shown.type}: {shown.message}")
        self.page.put(tuple(message.metadata.delta_path), delta, self._run.name)

    def _begin(self, message: Any) -> None:
        described = message.metadata.run
        self._run = _Run(described.script_run_id, frozenset(described.fragment_ids))
        self.session = message.new_session.initialize.session_id or self.session
        if not self._run.fragments:
            for timer in self._timers.values():
                timer.cancel()
            self._timers.clear()
        asked = self._asked
        if asked and (not self._run.fragments or asked.fragment in self._run.fragments):
            asked.begun = True

    def _finish(self, status: int) -> None:
        if status == ForwardMsg.FINISHED_EARLY_FOR_RERUN:
            return
        self._runs += 1
        self._cached = {key: one for key, one in self._cached.items() if one[0] >= self._runs - CACHED_RUNS}
        self.page.keep(self._run.name, self._run.fragments)
        for listener in self.listeners:
            listener(self)
        if self._asked and self._asked.begun and not self._asked.answered.done():
            self._asked.answered.set_result(None)

    def _refresh(self, fragment: str, interval: float) -> None:
        """As a browser does: again and again, whether or not the last one was answered."""
        if timer := self._timers.get(fragment):
            timer.cancel()
        self._timers[fragment] = asyncio.create_task(self._refreshing(fragment, interval))

    async def _refreshing(self, fragment: str, interval: float) -> None:
        with suppress(Unanswered):
            while True:
                await asyncio.sleep(interval)
                self.refreshes += 1
                await self.send(self._rerun(fragment, automatic=True))
