"""Equations that light up as a player reaches them.

In: `viz_core.lessons.how_it_reads_equations.Worked`, and the channel of a player. Out: a line for each reader
of each layer and one for the answer, which follow the player in the browser, without the server. Its script
lies in `static/equations/`.
"""

from collections.abc import Sequence

from ui.component import component
from ui.language import _
from ui.saving_words import saving_words
from viz_core.figures.palette import palettes
from viz_core.lessons.how_it_reads_equations import Part, Worked

ARROWS = {"forward": ("→", "ₜ₋₁"), "backward": ("←", "ₜ₊₁")}
RAISED = str.maketrans("123456789", "¹²³⁴⁵⁶⁷⁸⁹")


def _layer_rules(readers: Sequence[str], layers: int) -> list[dict[str, tuple[Part, ...]]]:
    """For each layer: reader -> its equation in letters, subscripts and superscripts as Unicode has them."""
    return [
        {reader: _reader_rule(reader, readers, layer, layers) for reader in readers}
        for layer in range(layers)
    ]


def _reader_rule(reader: str, readers: Sequence[str], layer: int, layers: int) -> tuple[Part, ...]:
    """A layer above the first reads the states of the one below, joined."""
    arrow, before = ARROWS[reader]
    own = _raised(layer, layers)
    below: tuple[Part, ...] = _joined(readers, layer - 1, layers) if layer else (("xₜ", "text"),)
    return (
        (f"h{arrow}{own}ₜ", reader),
        (f" = tanh( W{arrow}{own} ", "text"),
        *below,
        (f" + V{arrow}{own} ", "text"),
        (f"h{arrow}{own}{before}", reader),
        (f" + b{arrow}{own} )", "text"),
    )


def _answer_rule(readers: Sequence[str], layers: int) -> tuple[Part, ...]:
    joined = _joined(readers, layers - 1, layers)
    return (("yₜ", "merged"), (" = σ( U ", "text"), *joined, (" + d )", "text"))


def _joined(readers: Sequence[str], layer: int, layers: int) -> tuple[Part, ...]:
    """The states of a layer at step t: [h→ₜ ; h←ₜ], or h→ₜ alone."""
    states = [(f"h{ARROWS[reader][0]}{_raised(layer, layers)}ₜ", reader) for reader in readers]
    if len(states) == 1:
        return (states[0],)
    return (("[", "text"), states[0], (" ; ", "text"), states[1], ("]", "text"))


def _raised(layer: int, layers: int) -> str:
    """The number of a layer as a superscript; nothing where there is only one."""
    return f"⁽{layer + 1}⁾".translate(RAISED) if layers > 1 else ""


_mount = component("equations", imports=["../player/channel.js", "../player/look.js", "../saving/button.js"])


def equations(found: Worked, *, channel: str, key: str) -> None:
    """Show the equations of one sequence.

    Args:
        found: every line that may be reached.
        channel: of the player to follow.
        key: of the component, unique on its page.
    """
    readers = list(found.layers[0])
    lines = {
        "rules": _layer_rules(readers, len(found.layers)),
        "answer": _answer_rule(readers, len(found.layers)),
        "layers": found.layers,
        "answers": found.answers,
    }
    words = {"title": _("Equations of the present step"), "saving": saving_words()}
    _mount(key=key, data={"equations": lines, "words": words, "palettes": palettes(), "channel": channel})
