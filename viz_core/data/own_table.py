"""A table from a file that somebody made: CSV with commas, semicolons or tabs, and names in its first row.

In: the text of a file. Out: a `Table` of cells, or one sentence that says what is wrong.
Source of the format: RFC 4180, https://www.rfc-editor.org/rfc/rfc4180

The separator is found by looking: it is the one with which the first row has the names that are needed.
Names, labels and numbers that a spreadsheet would compute are refused; a text may begin as it likes.
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
# A space between a closing quote and the separator or the end of the row.
_AFTER_QUOTE = re.compile(r'" +(?=[,;\t\r\n]|\Z)')
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
        """The cells of a column and their lines."""
        place = self.names.index(name)
        return ((row[place], line) for row, line in zip(self.rows, self.lines, strict=True))

    def names_in(self, name: str) -> Iterator[tuple[str, int]]:
        """The cells of a column of labels or names, as they are seen, and their lines.

        Raises:
            ValueError: one is a formula.
        """
        for cell, line in self.column(name):
            if _FORMULA.match(cell):
                refuse("a table without formulas", f"{_quoted(cell)} in line {line:,}")
            yield visible(cell), line


def read_table(text: str) -> Table:
    """Cut a text into rows and cells.

    Raises:
        ValueError: there is no row of names with `label` and `sequence` or `text`, or more than one, a row
            has other columns, or there are too many rows.
    """
    if "\0" in text:
        refuse("text", f"a zero byte at character {text.index(chr(0)):,}")
    if not text.strip():
        refuse("a table", "nothing")
    if '" ' in text:
        text = _AFTER_QUOTE.sub('"', text)
    names: tuple[str, ...] = ()
    rows: list[Sequence[str]] = []
    lines: list[int] = []
    for row, line in _rows(text, _separator(text)):
        if not names:
            names = _names(row)
            continue
        if len(row) != len(names):
            refuse(f"a table with {len(names)} columns in every row", f"{len(row):,} in line {line:,}")
        if row[names.index(LABEL)].strip().lower() in (LABEL, SEQUENCE, TEXT) and _has_names(row):
            refuse("one table with its names in the first row alone", f"names again in line {line:,}")
        if len(rows) == MOST_ROWS:
            refuse(f"a table of at most {MOST_ROWS:,} rows", "more")
        rows.append(row)
        lines.append(line)
    return Table(names=names, rows=rows, lines=lines)


def _rows(text: str, separator: str) -> Iterator[tuple[Sequence[str], int]]:
    """Every row that is not empty, and the line at which it ends."""
    stream = io.StringIO(text, newline="")
    reader = csv.reader(stream, delimiter=separator, strict=True, skipinitialspace=True)
    begins = 1
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                yield row, reader.line_num
            begins = reader.line_num + 1
    except csv.Error:
        # An open quote takes in all that follows, so what matters is where its row begins.
        refuse(
            "a table whose quotes come in pairs and whose cells are short",
            f"something else in the row that begins in line {begins:,}",
        )


def _separator(text: str) -> str:
    """The one with which the first row has the names that are needed."""
    for separator in SEPARATORS:
        with suppress(ValueError, StopIteration):
            if _has_names(next(_rows(text, separator))[0]):
                return separator
    refuse(
        f"a table whose first row has the names `{LABEL}` and `{SEQUENCE}` or `{TEXT}`, between commas, "
        "semicolons or tabs",
        _quoted(text.strip().partition("\n")[0]),
    )


def _has_names(row: Sequence[str]) -> bool:
    """Whether a row has the names that the first one must have."""
    names = {visible(cell).lower() for cell in row if len(cell) <= LONGEST_NAME}
    return LABEL in names and bool(names & {SEQUENCE, TEXT})


def _names(row: Sequence[str]) -> tuple[str, ...]:
    """The names of the columns; the three that mean something in lower case."""
    if len(row) > MOST_COLUMNS:
        refuse(f"a table of at most {MOST_COLUMNS} columns", f"{len(row):,}")
    names: list[str] = []
    for place, cell in enumerate(row, start=1):
        name = visible(cell)
        if not fits(name, LONGEST_NAME) or _FORMULA.match(name):
            refuse(
                f"a table with a name of 1 to {LONGEST_NAME} characters for each column",
                f"{_quoted(name)} in column {place}",
            )
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
    for label, line in table.names_in(LABEL):
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
