"""What a person waits for, measured by the benchmark of it in a real browser; nothing is held to a limit."""

import pytest

from benchmarks.navigation import measure, table

pytestmark = pytest.mark.browser


def test_every_wait_of_a_page_stands_in_its_table(browser, server, monkeypatch):
    monkeypatch.setattr("benchmarks.navigation.ROUNDS", 1)
    found = measure(browser, server("app.py"), ["Merge", "Train"])
    assert set(found["pages"]["Merge"]) == {"first", "again", "control"}
    assert set(found["pages"]["Train"]) >= {"first", "again", "point"}
    assert all(took > 0 for one in found["pages"].values() for took in one.values())
    assert table(found).count("\n| ") == 2
