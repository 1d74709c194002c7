"""Equations that light up as a player reaches them.

In: `viz_core.lessons.how_it_reads_equations.Worked`, and the channel of a player. Out: three lines on the
page, which follow the player in the browser, without the server. Its script lies in `static/equations/`.
"""

from ui.component import colours, component
from ui.language import _
from viz_core.lessons.how_it_reads_equations import Part, Worked

# The three equations in letters; subscripts as Unicode has them.
_RULES: dict[str, tuple[Part, ...]] = {
    "forward": (
        ("h→ₜ", "forward"),
        (" = tanh( W→ xₜ + V→ ", "text"),
        ("h→ₜ₋₁", "forward"),
        (" + b→ )", "text"),
    ),
    "backward": (
        ("h←ₜ", "backward"),
        (" = tanh( W← xₜ + V← ", "text"),
        ("h←ₜ₊₁", "backward"),
        (" + b← )", "text"),
    ),
}
_MERGED: tuple[Part, ...] = (
    ("yₜ", "merged"),
    (" = σ( U [", "text"),
    ("h→ₜ", "forward"),
    (" ; ", "text"),
    ("h←ₜ", "backward"),
    ("] + d )", "text"),
)
_ALONE: tuple[Part, ...] = (
    ("yₜ", "merged"),
    (" = σ( U ", "text"),
    ("h→ₜ", "forward"),
    (" + d )", "text"),
)


_mount = component("equations", imports=["../player/channel.js"])


def equations(found: Worked, *, channel: str, key: str) -> None:
    """Show the equations of one sequence.

    Args:
        found: every line that may be reached.
        channel: of the player to follow.
        key: of the component, unique on its page.
    """
    both = "backward" in found.layers[0]
    lines = {
        "rules": _RULES | {"merged": _MERGED if both else _ALONE},
        "layers": found.layers,
        "answers": found.answers,
    }
    hues = {name: value for name, value in colours().items() if isinstance(value, str)}
    words = {
        "title": _("Equations of the present step"),
        "layers": [_("layer {number}:").format(number=one + 1) for one in range(len(found.layers))],
    }
    _mount(key=key, data={"equations": lines, "words": words, "colours": hues, "channel": channel})
