"""How good networks on the film reviews are: the app's, the textbook's, and its script in plain Keras.

The textbook is F. Chollet, "Deep Learning with Python" (1st ed. 2017), section 6.2.
"""

import streamlit as st

from ui.badge import badge
from ui.headings import heading
from ui.language import N_, _
from ui.savable import savable
from viz_core.data.recipes import SET_RECIPES
from viz_core.pretrained import card_accuracy

# Shipped network -> its kind, and the validation accuracy that the textbook prints for it.
REVIEWERS = {
    "reviews_SimpleRNN_forward": (N_("SimpleRNN"), "0.85"),
    "reviews_LSTM_forward": (N_("LSTM"), "0.89"),
    "reviews": (N_("bidirectional LSTM"), "–"),
}
# The textbook's LSTM script in plain Keras, ten epochs, two runs: best validation, then the test part.
IN_KERAS = {"reviews_LSTM_forward": ("0.878, 0.880", "0.854, 0.874")}


def review_scores(name: str) -> None:
    """A table of the networks on IMDb; one sentence for the small set, whose network came with the app."""
    with st.container(horizontal=True, vertical_alignment="center"):
        heading(_("How often it is right"), width="content")
        badge("pretrained")
    if name != "reviews":
        accuracy, asked = card_accuracy(name)
        cell = SET_RECIPES[name].model.cell
        st.markdown(
            _(
                "Test accuracy of the bidirectional {cell} that came with the app: **{accuracy:.3f}** on "
                "{asked:,} reviews."
            ).format(cell=cell, accuracy=accuracy, asked=asked)
        )
        return
    with savable("table", key="review_scores"):
        st.markdown("\n".join([_heads(), "|---|---|---|---|---|", *(_row(one) for one in REVIEWERS)]))
    st.caption(
        _(
            "Test: {asked:,} reviews that no network has learned from. Textbook: the validation accuracy "
            "printed in F. Chollet, Deep Learning with Python (1st ed., section 6.2). Its LSTM script was "
            "run twice in plain Keras for ten epochs: validation is the best epoch, test the end. A best "
            "epoch flatters, and two runs of one script differ by two hundredths, so differences of one "
            "hundredth here show nothing."
        ).format(asked=card_accuracy("reviews")[1])
    )


def _heads() -> str:
    return (
        "| "
        + " | ".join(
            [
                _("network"),
                _("test accuracy"),
                _("textbook, validation"),
                _("its script in Keras, validation"),
                _("the same, test"),
            ]
        )
        + " |"
    )


def _row(name: str) -> str:
    kind, printed = REVIEWERS[name]
    validation, test = IN_KERAS.get(name, ("–", "–"))
    units = SET_RECIPES[name].model.units
    return f"| {_(kind)}, {units} | **{card_accuracy(name)[0]:.3f}** | {printed} | {validation} | {test} |"
