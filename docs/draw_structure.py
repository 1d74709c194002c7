"""Draws the packages of the project and the imports between them: `python docs/draw_structure.py`.

In: the source tree. Out: `docs/pictures/structure.svg`. A package stands above all that it imports; lines
that follow from others are left out.
"""

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs" / "pictures" / "structure.svg"
WIDTH, BOX, GAP, ROW = 1180, (164, 44), 18, 104
STYLE = """
  text { font: 14px system-ui, sans-serif; fill: #1d2430; text-anchor: middle }
  .count { font-size: 11px; fill: #565e6b }
  rect { fill: #f4f5f7; stroke: #9aa3af; rx: 6px }
  path { fill: none; stroke: #9aa3af; stroke-width: 1; opacity: .7 }
"""


def package(module: str) -> str:
    """The box that a module belongs to: `app`, `pages`, `ui`, `models`, or a package of `viz_core`."""
    parts = module.split(".")
    inside = len(parts) > 1 and parts[0] == "viz_core" and (ROOT / "viz_core" / parts[1]).is_dir()
    return parts[1] if inside else {"viz_core": "config, checks, …"}.get(parts[0], parts[0])


def modules() -> Iterator[tuple[str, ast.Module]]:
    """Every module of the application with its syntax tree."""
    places = [ROOT / "app.py", *(path for name in ("pages", "ui", "viz_core", "models")
                                 for path in sorted((ROOT / name).rglob("*.py")))]  # fmt: skip
    for path in places:
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        yield name, ast.parse(path.read_text(encoding="utf-8"))


def imported(tree: ast.Module) -> Iterator[str]:
    """The modules of this project that a module imports."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            for one in node.names:
                yield f"{node.module}.{one.name}"
        elif isinstance(node, ast.Import):
            yield from (one.name for one in node.names)


def graph() -> tuple[dict[str, int], dict[str, set[str]]]:
    """How many modules each package has, and which packages it imports."""
    counts: dict[str, int] = defaultdict(int)
    below: dict[str, set[str]] = defaultdict(set)
    ours = {"pages", "ui", "viz_core", "models"}
    for name, tree in modules():
        mine = package(name)
        counts[mine] += 1
        targets = {package(one) for one in imported(tree) if one.split(".")[0] in ours}
        below[mine] |= targets - {mine}
    return dict(counts), dict(below)


def floors(below: dict[str, set[str]]) -> list[list[str]]:
    """Packages by height: each above all that it imports."""
    height: dict[str, int] = {}
    while len(height) < len(below):
        free = [name for name in below if name not in height and below[name] <= set(height)]
        if not free:
            raise SystemExit(f"circle among {sorted(set(below) - set(height))}")
        height |= {name: 1 + max((height[one] for one in below[name]), default=-1) for name in free}
    return [
        sorted(name for name in height if height[name] == level) for level in range(max(height.values()) + 1)
    ]


def direct(below: dict[str, set[str]]) -> dict[str, set[str]]:
    """The imports that do not follow from others: their transitive reduction."""

    def reach(name: str) -> set[str]:
        return below[name].union(*(reach(one) for one in below[name]))

    return {
        name: {one for one in targets if not any(one in reach(other) for other in targets - {one})}
        for name, targets in below.items()
    }


def draw() -> str:
    """The picture as SVG."""
    counts, below = graph()
    rows, arrows = floors(below)[::-1], direct(below)
    (wide, high), at = BOX, {}
    for level, names in enumerate(rows):
        left = (WIDTH - len(names) * (wide + GAP) + GAP) / 2
        at |= {name: (left + k * (wide + GAP), 20 + level * ROW) for k, name in enumerate(names)}
    lines = [
        f'<path d="M{at[one][0] + wide / 2:.0f} {at[one][1] + high} C {at[one][0] + wide / 2:.0f} '
        f"{at[one][1] + high + 40:.0f} {at[two][0] + wide / 2:.0f} {at[two][1] - 40:.0f} "
        f'{at[two][0] + wide / 2:.0f} {at[two][1]}"/>'
        for one in at
        for two in sorted(arrows[one])
    ]
    boxes = [
        f'<rect x="{x:.0f}" y="{y}" width="{wide}" height="{high}"/>'
        f'<text x="{x + wide / 2:.0f}" y="{y + 20}">{name}</text>'
        f'<text class="count" x="{x + wide / 2:.0f}" y="{y + 36}">{counts[name]} modules</text>'
        for name, (x, y) in at.items()
    ]
    size = f'viewBox="0 0 {WIDTH} {len(rows) * ROW - 20}"'
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" {size}>',
            f"<style>{STYLE}</style>",
            *lines,
            *boxes,
            "</svg>",
            "",
        ]
    )


if __name__ == "__main__":
    TARGET.write_text(draw(), encoding="utf-8")
