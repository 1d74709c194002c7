"""The results as tables, for the terminal and for `docs/speed.md`.

In: the dictionary that `python -m benchmarks --json FILE` writes. Out: Markdown.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

Results = dict[str, Any]
MEGABYTE = 2**20
# Up to this share of all cores in use by others, numbers are not rough.
IDLE = 0.1
BUSY = "The machine was busy with other work: these numbers are rough; measure again when it is idle."


def report(results: Results) -> str:
    """Every part that was measured, with its heading."""
    parts = [_machine(results)]
    parts += [f"## {title}\n\n{table(results)}" for key, (title, table) in TABLES.items() if key in results]
    return "\n\n".join(parts) + "\n"


def _machine(results: Results) -> str:
    machine = results["machine"]
    versions = ", ".join(f"{name} {version}" for name, version in machine["versions"].items())
    busy = f"{machine['busy']:.0%} busy with other work"
    told = (
        f"{machine['cores']} cores of {machine['processor']}, {busy}; our products by {machine['products']}; "
        f"Python {machine['python']}, {versions}."
    )
    return f"{told}\n\n**{BUSY}**" if machine["busy"] > IDLE else told


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] + ["---:"] * (len(head) - 1), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def contest(results: Results) -> str:
    """One line per workload, one column per contestant."""
    rows = results["rows"]
    names = list(dict.fromkeys(row["contestant"] for row in rows))
    by_workload: dict[str, dict[str, Any]] = {}
    for row in rows:
        by_workload.setdefault(row["workload"], {})[row["contestant"]] = row
    lines = [
        [workload, _ours(found.values()), *(_ratio(found[name]) for name in names)]
        for workload, found in by_workload.items()
    ]
    return _table(["workload", "ours, ms per update", *names], lines)


def _ours(rows: Iterable[dict[str, Any]]) -> str:
    return next((f"{row['ours_milliseconds']:.3g}" for row in rows if row["ours_milliseconds"]), "")


def _ratio(row: dict[str, Any]) -> str:
    if row["ratio"] is None:
        return row["note"]
    return f"{row['ratio']:.2f} ({row['low']:.2f}–{row['high']:.2f})"


def arithmetic(results: Results) -> str:
    """Share of the arithmetic peak."""
    peak = results["arithmetic"]["peak"]
    lines = [
        [
            one["workload"],
            f"{one['operations'] / 1e6:,.1f}",
            f"{one['milliseconds']:.3g}",
            f"{one['share'] * 100:.1f} %",
        ]
        for one in results["arithmetic"]["workloads"]
    ]
    head = ["workload", "million operations per update", "ms per update", "share of the peak"]
    return f"Peak: {peak / 1e9:,.0f} billion operations a second.\n\n{_table(head, lines)}"


def growth(results: Results) -> str:
    """Milliseconds per update at each size."""
    lines = [
        [point["axis"], f"{point['size']:,}", *(f"{one:.3g}" for one in point["milliseconds"].values())]
        for point in results["growth"]["points"]
    ]
    slope = results["growth"]["timesteps_exponent"]
    note = f"From the last but one number of timesteps to the last the cost grows with the power {slope:.2f}."
    return f"{_table(['what grows', 'size', 'ours, ms', 'Keras fit, ms'], lines)}\n\n{note}"


def startup(results: Results) -> str:
    """Seconds to the first update, and memory."""
    lines = [
        [
            one["workload"],
            *(f"{one[key]:.2f} s" for key in ("cold", "other", "warm")),
            f"{one['bytes'] / MEGABYTE:,.0f} MB",
        ]
        for one in results["startup"]
    ]
    return _table(["workload", "cold", "new shape", "warm", "memory of the process"], lines)


def parts(results: Results) -> str:
    """Where the time of an update goes."""
    names = list(results["parts"][0]["milliseconds"])
    lines = [
        [one["workload"], *(f"{one['milliseconds'][name]:.3g}" for name in names)] for one in results["parts"]
    ]
    return _table(["workload", *(f"{name}, ms" for name in names)], lines)


TABLES: dict[str, tuple[str, Callable[[Results], str]]] = {
    "rows": ("Time of others divided by ours: median (quartiles)", contest),
    "arithmetic": ("Share of the arithmetic peak", arithmetic),
    "growth": ("How the cost of an update grows", growth),
    "startup": ("Time to the first update, and memory", startup),
    "parts": ("Where the time of an update goes", parts),
}
