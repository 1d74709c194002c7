"""What one run of a page costs, counted on a real server; nothing is timed against a limit."""

import asyncio

from benchmarks.classroom.server import running
from benchmarks.pages import measure, table


def test_every_figure_of_a_page_stands_in_the_table_the_dearest_page_first(tmp_path):
    with running(tmp_path) as server:
        found = asyncio.run(measure(server, ["", "Merge"], runs=2))
        assert server.traces() == []
    assert set(found["pages"]) == {"Home", "Merge"}
    assert found["pages"]["Merge"]["kb"] > 1
    assert found["pages"]["Merge"]["dearest"].startswith("mg_")
    assert "dearest" not in found["pages"]["Home"]
    found["pages"]["Home"]["ms"], found["pages"]["Merge"]["ms"] = 7.0, 30.0
    rows = [line for line in table(found).splitlines() if line.startswith("|")]
    assert rows[2].startswith("| Merge | 30 |")
    assert rows[3].startswith("| Home | 7 |")
