"""Figures of a lesson: quantiles of what was waited for, memory, shares of a core."""

import json
import os
import platform
import statistics
from importlib.metadata import version
from typing import Any

from benchmarks.classroom.lesson import Notes, Plan
from benchmarks.classroom.meter import Sample, mebibytes, shares

WAITED = {
    "loads": "page load",
    "clicks": "click",
    "presses": "click on Train",
    "firsts": "Train → first point",
    "finishes": "Train → finished",
}


def quantiles(seconds: list[float]) -> dict[str, float]:
    """Number, p50, p95, p99 and maximum; only the number where nothing was measured."""
    if not seconds:
        return {"count": 0}
    cuts = statistics.quantiles(seconds, n=100, method="inclusive") if len(seconds) > 1 else seconds * 99
    return {
        "count": len(seconds),
        "p50": round(cuts[49], 3),
        "p95": round(cuts[94], 3),
        "p99": round(cuts[98], 3),
        "max": round(max(seconds), 3),
    }


def figures(
    plan: Plan, notes: Notes, samples: list[Sample], after: Sample, traces: list[str]
) -> dict[str, Any]:
    """All figures of a lesson, ready for JSON.

    Args:
        plan: who did what.
        notes: what was seen.
        samples: from before the first student to the last one's end.
        after: a moment well after they left.
        traces: the exceptions in the server's log.
    """
    return {
        "machine": machine(),
        "sessions": plan.sessions,
        "train": plan.train,
        "page": plan.page,
        "seconds": {name: quantiles(getattr(notes, name)) for name in WAITED},
        "failures": notes.failures,
        "errors": notes.errors,
        "traces": traces,
        "memory_mib": {
            "before": round(mebibytes(samples[0])),
            "peak": round(max(mebibytes(one) for one in samples)),
            "after": round(mebibytes(after)),
        },
        "processes": {"before": samples[0].processes, "after": after.processes},
        "cores": {name: round(share, 3) for name, share in shares(samples).items()},
        "received_kb_per_session": round(notes.received / 1000 / plan.sessions),
        "refreshes": notes.refreshes,
        "training_seconds": round(notes.seconds, 1),
    }


def machine() -> dict[str, Any]:
    """What it was measured on."""
    return {
        "cores": os.cpu_count(),
        "load_before": round(os.getloadavg()[0], 2),
        "python": platform.python_version(),
        "streamlit": version("streamlit"),
    }


def table(found: dict[str, Any]) -> str:
    """The figures as text to read."""
    lines = [f"{found['sessions']} sessions on {found['page']}, {found['train']} train", ""]
    lines += ["| seconds | number | p50 | p95 | p99 | max |", "|---|---|---|---|---|---|"]
    for name, title in WAITED.items():
        row = found["seconds"][name]
        cells = [f"{row[one]:.2f}" if one in row else "-" for one in ("p50", "p95", "p99", "max")]
        lines.append(f"| {title} | {row['count']} | {' | '.join(cells)} |")
    lines += ["", *(f"- {name}: {json.dumps(found[name])}" for name in _REST if name in found)]
    return "\n".join(lines)


_REST = (
    "failures",
    "errors",
    "traces",
    "memory_mib",
    "processes",
    "cores",
    "received_kb_per_session",
    "training_seconds",
    "alone",
)
