"""The table of attacks: every kind is tried or tested, every test is there, every row stands in the docs."""

import re

import pytest

from benchmarks.attacks import table
from benchmarks.hostile.attacks import ATTACKS
from benchmarks.hostile.rows import ROWS
from tests.source_tree import ROOT

FOUND = {
    "visitors": 3,
    "refused": 0,
    "seconds": 1.0,
    "health_longest": 0.012,
    "web_cpu": 0.25,
    "web_mib": [400, 1_410, 405],
    "all_mib": [900, 1_910, 905],
    "processes": [4, 5, 4],
    "traces": [],
}


def test_every_attack_stands_in_one_row():
    tried = [attack.__name__ for row in ROWS for attack in row.attacks]
    assert sorted(tried) == sorted(attack.__name__ for attack in ATTACKS)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.tried)
def test_every_row_has_tests_that_are_there(row):
    assert row.tests
    for one in row.tests:
        assert "def test_" in (ROOT / "tests" / f"{one}.py").read_text(encoding="utf-8")


def test_every_row_stands_in_the_docs_as_it_is_printed_figures_aside():
    def without_figures(line):
        cells = line.strip("| ").split(" | ")
        return (*cells[:3], *cells[4:])

    docs = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8").splitlines()
    written = {without_figures(line) for line in docs if line.startswith("|")}
    assert [line for line in list(table({}))[2:] if without_figures(line) not in written] == []


def test_figures_of_several_attacks_are_put_together_and_those_not_made_are_left_out():
    made = {"sweeps": FOUND, "many_uploads": FOUND | {"web_cpu": 1.5, "traces": ["OSError"]}}
    rows = list(table(made))
    (row,) = [one for one in rows if "five sweeps" in one]
    assert (
        "| 1.8 s; `/health` 12 ms; web 400 → 1,410 → 405, all 900 → 1,910 → 905 MiB; 4 → 5 → 4 processes; "
        "stack traces: 1 |"
    ) in row
    assert sum("–" == re.split(r" \| ", one)[3] for one in rows[2:]) == len(ROWS) - 1
