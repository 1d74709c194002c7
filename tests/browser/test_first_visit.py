"""What a first visit carries: sixty of them share one Wi-Fi."""

import time
from urllib.parse import urlsplit

import pytest

from tests.browser.conftest import READY
from ui.server.visit import page_names

pytestmark = pytest.mark.browser

MEGABYTE = 1_000_000
HOME, ROOM = 1.21 * MEGABYTE, 2.5 * MEGABYTE
RELOAD = 0.1 * MEGABYTE
REQUESTS = 200


class Traffic:
    """What a page fetches: bytes as they travel, headers included, and addresses."""

    def __init__(self, page) -> None:
        self._page = page
        self.bytes = {}
        self.hosts = set()
        self.waiting = set()
        self._session = page.context.new_cdp_session(page)
        self._session.send("Network.enable")
        self._session.on("Network.requestWillBeSent", self._sent)
        self._session.on("Network.loadingFinished", self._loaded)
        self._session.on("Network.loadingFailed", lambda event: self.waiting.discard(event["requestId"]))

    def _sent(self, event) -> None:
        address = urlsplit(event["request"]["url"])
        if address.scheme in ("http", "https"):
            self.hosts.add(address.netloc)
            self.waiting.add(event["requestId"])

    def _loaded(self, event) -> None:
        self.waiting.discard(event["requestId"])
        self.bytes[event["requestId"]] = event["encodedDataLength"]

    def total(self, go) -> tuple[int, int]:
        """Bytes and requests of what `go` loads, until a second has passed without any."""
        self.bytes.clear()
        go()
        self._page.wait_for_selector(READY)
        before, since = -1, 0.0
        while self.waiting or time.monotonic() - since < 1:
            if before != len(self.bytes):
                before, since = len(self.bytes), time.monotonic()
            self._page.wait_for_timeout(50)
        return sum(self.bytes.values()), len(self.bytes)


@pytest.mark.parametrize("name", page_names())
def test_a_first_visit_of_a_room_is_small(server, first_page, name, record_property):
    address = server("app.py")
    traffic = Traffic(first_page)
    carried, requests = traffic.total(lambda: first_page.goto(f"{address}/{name}"))
    record_property("bytes", carried)
    record_property("requests", requests)
    print(f"{name or 'Home'}: {carried / MEGABYTE:.2f} MB in {requests} requests")
    assert 0.5 * MEGABYTE < carried < (ROOM if name else HOME)
    assert requests < REQUESTS
    assert traffic.hosts == {urlsplit(address).netloc}


def test_a_reload_carries_next_to_nothing(server, first_page):
    traffic = Traffic(first_page)
    traffic.total(lambda: first_page.goto(f"{server('app.py')}/Train"))
    carried, _ = traffic.total(first_page.reload)
    assert carried < RELOAD
