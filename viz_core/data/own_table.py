"""A table from a file that somebody made: CSV with commas, semicolons or tabs, and names in its first row.

In: the text of a file. Out: a `Table` of cells, or one sentence that says what is wrong.
Used by: `own_numbers`, `own_texts` and `own_sets`.
Source of the format: RFC 4180, https://www.rfc-editor.org/rfc/rfc4180

The separator is found by looking: it is the one with which the first row has the names that are needed.
Cells that a spreadsheet would compute are refused: nobody should get such a file back.
"""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

from viz_core.data.plain_text import fits, refuse, visible

LABEL, SEQUENCE, TEXT = "label", "sequence", "text"
MOST_ROWS = 200_000
MOST_FEATURES = 16
MOST_COLUMNS = MOST_FEATURES + 2
MOST_CLASSES = 16
FEWEST = 20
LONGEST_NAME = 30
SEPARATORS = ("\t", ";", ",")
_FORMULA = re.compile(r"\s*(=|[+\-@]\s*[A-Za-z][\w.]*\s*[(|!])")


@dataclass(frozen=True, kw_only=True)
class Table:
    """Cells as text.

    Attributes:
        names: of the columns, `label` and `sequence` or `text` in lower case.
        rows: as many cells each as there are names.
        lines: of each row, the line of the file at which it ends, counted from 1.
    """

    names: tuple[str, ...]
    rows: Sequence[Sequence[str]]
    lines: Sequence[int]

    def column(self, name: str) -> Iterator[tuple[str, int]]:
        """The cells of a column of words, none of them a formula, and their lines."""
        place = self.names.index(name)
        for row, line in zip(self.rows, self.lines, strict=True):
            if _FORMULA.match(row[place]):
                refuse("a table without formulas", f"{_quoted(row[place])} in line {line:,}")
            yield row[place], line


def read_table(text: str) -> Table:
    """Cut a text into rows and cells.

    Raises:
        ValueError: there is no row of names with `label` and `sequence` or `text`, a row has other columns,
            or there are too many rows.
    """
    if "\0" in text:
        refuse("text", f"a zero byte at character {text.index(chr(0)):,}")
    if not text.strip():
        refuse("a table", "nothing")
    names: tuple[str, ...] = ()
    rows: list[Sequence[str]] = []
    lines: list[int] = []
    for row, line in _rows(text, _separator(text)):
        if not names:
            names = _names(row)
            continue
        if len(row) != len(names):
            refuse(f"a table with {len(names)} columns in every row", f"{len(row):,} in line {line:,}")
        if len(rows) == MOST_ROWS:
            refuse(f"a table of at most {MOST_ROWS:,} rows", "more")
        rows.append(row)
        lines.append(line)
    return Table(names=names, rows=rows, lines=lines)


def _rows(text: str, separator: str) -> Iterator[tuple[Sequence[str], int]]:
    """Every row that is not empty, and the line at which it ends."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                yield row, reader.line_num
    except csv.Error:
        refuse(
            "a table whose quotes come in pairs and whose cells are short",
            f"something else in line {reader.line_num:,}",
        )


def _separator(text: str) -> str:
    """The one with which the first row has the names that are needed."""
    for separator in SEPARATORS:
        with suppress(ValueError):
            row, _ = next(_rows(text, separator))
            names = {visible(cell).lower() for cell in row}
            if LABEL in names and names & {SEQUENCE, TEXT}:
                return separator
    refuse(
        f"a table whose first row has the names `{LABEL}` and `{SEQUENCE}` or `{TEXT}`, between commas, "
        "semicolons or tabs",
        _quoted(text.strip().partition("\n")[0]),
    )


def _names(row: Sequence[str]) -> tuple[str, ...]:
    """The names of the columns; the three that mean something in lower case."""
    if len(row) > MOST_COLUMNS:
        refuse(f"a table of at most {MOST_COLUMNS} columns", f"{len(row):,}")
    names: list[str] = []
    for cell in row:
        name = visible(cell)
        if not fits(name, LONGEST_NAME) or _FORMULA.match(name):
            refuse(f"a table with a name of 1 to {LONGEST_NAME} characters for each column", _quoted(name))
        name = name.lower() if name.lower() in (LABEL, SEQUENCE, TEXT) else name
        if name in names:
            refuse("a table whose columns have different names", f"{_quoted(name)} twice")
        names.append(name)
    return tuple(names)


def labels_of(table: Table) -> list[str]:
    """The label of each row.

    Raises:
        ValueError: one is empty or too long, or there are too few or too many different ones.
    """
    found = []
    for cell, line in table.column(LABEL):
        label = visible(cell)
        if not fits(label, LONGEST_NAME):
            refuse(
                f"a table with a label of 1 to {LONGEST_NAME} characters in every row",
                f"{_quoted(label)} in line {line:,}",
            )
        found.append(label)
    count = len(set(found))
    if not 2 <= count <= MOST_CLASSES:
        refuse(f"a table with 2 to {MOST_CLASSES} different labels", f"{count:,}")
    return found


def _quoted(text: str) -> str:
    """The beginning of what came, on one line."""
    return repr(text if len(text) <= LONGEST_NAME else text[:LONGEST_NAME] + "…") if text else "nothing"
