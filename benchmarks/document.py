"""Put results into the documentation: `python -m benchmarks.document RESULTS.json`.

In: the file that `python -m benchmarks --json FILE` writes. Out: the tables of `docs/speed.md`, and its
picture if the growth was measured.
"""

import json
import sys
from pathlib import Path

from benchmarks.picture import picture
from benchmarks.report import Results, report

DOCS = Path(__file__).parent.parent / "docs"
BEGIN, END = "<!-- measured: begin -->\n", "<!-- measured: end -->\n"
GROWTH = "pictures/speed_growth.svg"
SHOWN = f"![Milliseconds per update as timesteps, units, batch and layers grow]({GROWTH})\n\n"


def renewed(text: str, results: Results) -> str:
    """The text with everything between its two marks replaced by the report."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    shown = SHOWN if "growth" in results else ""
    return f"{before}{BEGIN}\n{report(results)}\n{shown}{END}{after}"


if __name__ == "__main__":
    found = json.loads(Path(sys.argv[1]).read_text())
    page = DOCS / "speed.md"
    page.write_text(renewed(page.read_text(), found))
    if "growth" in found:
        picture(found["growth"]["points"]).write_image(DOCS / GROWTH)
