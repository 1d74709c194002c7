"""Where the numbers of a panel come from, in words.

Out: for each of `viz_core.figures.palette.SOURCES` its name and its meaning.
"""

from ui.language import N_, _

MEANINGS = {
    "trained here": N_("The numbers come from a network that was trained on this server."),
    "pretrained": N_("The numbers come from a network that was trained beforehand and came with the app."),
    "from a file": N_("The numbers come from a network in a file that somebody brought."),
    "untrained": N_(
        "The numbers come from a network with its first random weights: it has learned nothing yet."
    ),
    "fresh weights": N_(
        "The numbers come from weights drawn at random, as training begins with: nothing has been learned."
    ),
    "set by hand": N_("The numbers come from weights that were chosen by hand: nobody trained them."),
    "what-if": N_("The numbers come from a trained network that somebody has changed by hand."),
    "exact": N_("The numbers are computed from the task itself: no network is involved."),
}

NAMES = {
    "trained here": N_("trained here"),
    "pretrained": N_("pretrained"),
    "from a file": N_("from a file"),
    "untrained": N_("untrained"),
    "fresh weights": N_("fresh weights"),
    "set by hand": N_("set by hand"),
    "what-if": N_("what-if"),
    "exact": N_("exact"),
}


def source_names() -> dict[str, str]:
    """Each source as it is written on a badge."""
    return {source: _(name) for source, name in NAMES.items()}
