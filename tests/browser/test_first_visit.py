"""What a first visit carries: sixty of them share one Wi-Fi."""

from urllib.parse import urlsplit

import pytest

from tests.browser.conftest import open_at
from tests.browser.traffic import Traffic
from tests.browser.waiting import drawn

pytestmark = pytest.mark.browser

MEGABYTE = 1_000_000
HOME, PAGE = 1.3 * MEGABYTE, 2.5 * MEGABYTE
RELOAD = 0.1 * MEGABYTE
REQUESTS = 180


def test_a_first_visit_of_a_page_is_small(server, opened, record_property):
    record_property("bytes", opened.carried)
    record_property("requests", opened.requests)
    print(f"{opened.name or 'Home'}: {opened.carried / MEGABYTE:.2f} MB in {opened.requests} requests")
    assert 0.5 * MEGABYTE < opened.carried < (PAGE if opened.name else HOME)
    assert opened.requests < REQUESTS
    assert opened.hosts == {urlsplit(server("app.py")).netloc}


def test_a_reload_carries_next_to_nothing(server, first_page):
    traffic = Traffic(first_page)
    traffic.total(lambda: drawn(open_at(first_page, f"{server('app.py')}/Train")))
    carried, _ = traffic.total(lambda: (first_page.reload(), drawn(first_page)))
    assert carried < RELOAD
