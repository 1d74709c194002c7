"""What a page fetches, counted."""

import time
from urllib.parse import urlsplit


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
        """Bytes and requests of what `go` loads, until a second has passed without any.

        What the browser has in its cache is not asked for.
        """
        self.bytes.clear()
        go()
        before, since = -1, 0.0
        while self.waiting or time.monotonic() - since < 1:
            if before != len(self.bytes):
                before, since = len(self.bytes), time.monotonic()
            self._page.wait_for_timeout(50)
        travelled = [size for size in self.bytes.values() if size]
        return sum(travelled), len(travelled)
