"""How two readers become one, and what that allows them to say."""

import streamlit as st

from ui.frame import open_page
from ui.language import _
from ui.lesson import one_thing, questions
from ui.lessons.merge import Choice, casino, choose, column, column_words, networks, xor
from ui.savable import savable


def beside_bayes(choice: Choice) -> None:
    """The casino's messages beside the exact ones, and why they add."""
    casino(choice)
    st.markdown(
        _(
            "**Look at** the likeness of both rows of bars: blue is evidence from the past, orange from the "
            "future, the purple mark is their sum (with the network's bias, grey), printed below, and under "
            "it stands the bit that was read. "
            "Once the hidden state is given, past and future are independent, "
            "so by Bayes' rule their messages multiply: the log-odds **add**, and concat with one "
            "sigmoid has exactly this form. Healthy: bars of the same sign and nearly the same height. "
            "Where they differ, mind that both readers of the network have read the present bit; in the "
            "exact split it counts for the past only."
        )
    )
    with savable("formula", key="mg_bayes"):
        st.latex(
            r"P(z_t\mid x_1\dots x_T)\propto\alpha_t(z_t)\,\beta_t(z_t)\qquad"
            r"\log\frac{P(1\mid x)}{P(0\mid x)}=\log\frac{\alpha_t(1)}{\alpha_t(0)}"
            r"+\log\frac{\beta_t(1)}{\beta_t(0)}"
        )


@st.fragment
def page() -> None:
    """All that a control changes."""
    choice = choose()
    if choice.view == "column":
        column(choice)
        st.markdown(column_words(choice))
        st.markdown(
            _(
                "Under the bars, the same two readers in all four merges; the framed one is the network's "
                "own, with the head it was trained with. For the others the best linear head was fitted here "
                "to these same states. ave is sum / 2: with weights twice as large its head gives the "
                "answers of sum, to the last digit. Crimson: how much ℓ moves with each unit. Where modes "
                "add, these numbers are the same at every step; with mul each is U × the *other* reader's "
                "unit, and faint where that is near zero: no error reaches the unit, and nothing is learned."
            )
        )
        with st.expander(_("Why the logit splits")):
            with savable("formula", key="mg_split"):
                st.latex(
                    r"\ell_t=U\,[\overrightarrow{h}_t;\overleftarrow{h}_t]+d"
                    r"=\underbrace{U_{\rightarrow}\overrightarrow{h}_t}_{\text{past}}"
                    r"+\underbrace{U_{\leftarrow}\overleftarrow{h}_t}_{\text{future}}+d"
                )
                st.latex(
                    r"\text{mul:}\quad\ell_t=\sum_i U_i\,\overrightarrow{h}_{t,i}\,\overleftarrow{h}_{t,i}+d"
                )
    elif choice.view == "networks":
        networks(choice)
        st.markdown(
            _(
                "**Look at** the same sequence in four networks, trained from one seed and on the same data: "
                "at each step the parts of the logit, below them the logit and whether it is right (✓ above "
                "0 for the answer 1, below 0 for the answer 0). Healthy: where modes add, the purple mark, "
                "which is the sum of both colours and the bias (grey), is right even if the colours point in "
                "different directions. mul has no colours to show: its logit is a sum of products. "
                "Accuracies are measured on 2,000 fresh sequences. On signed walk the future knows nothing: "
                "see how much weight it gets."
            )
        )
    elif choice.view == "xor":
        xor()
        st.markdown(
            _(
                "**Look at** the gap: is the left neighbour different from the right one? No sum of what the "
                "past says and what the future says can tell. Cross-entropy then does best by tossing a coin "
                "at the eight inner steps; the two ends have only one neighbour and are known: about 0.6 in "
                "all. A product, a hidden layer, or a second bidirectional layer can combine the two. "
                "Measured on 2,000 fresh sequences, the same for all six."
            )
        )
    else:
        beside_bayes(choice)


open_page(_("Merge"))
one_thing(_("Sums keep two witnesses apart; a product lets one silence the other."))
page()

questions(
    {
        _("In *Networks*, compare sum and ave. What can a network with ave do that one with sum cannot?"): _(
            "Nothing: ave is sum / 2, and the head makes up for it with weights twice as large. Only the "
            "training differs a little, because gradients reach the readers halved."
        ),
        _("In *Column*, choose balance and mul. How can a product decide which side is heavier?"): _(
            "By units whose partner stays away from zero: if h← is nearly constant, h→ × h← is just h→ on "
            "another scale, and a sum of such products is a sum again. mul can imitate adding; adding "
            "cannot imitate mul."
        ),
        _(
            "In *XOR*: a threshold on *left + right* is right for three of the four pairs of bits. Why do "
            "sums not reach 0.75?"
        ): _(
            "Because training follows the cross-entropy, not the accuracy. An additive logit has "
            "ℓ(00) + ℓ(11) = ℓ(01) + ℓ(10): what it gains at 01 and 10 it pays back at 00 and 11, and being "
            "boldly wrong costs more than being right earns. So its best is ℓ = 0 everywhere, a coin."
        ),
    }
)
