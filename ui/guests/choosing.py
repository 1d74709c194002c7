"""Choose a network: one of the examples, or a `.keras` file of one's own.

In: what a person chose, or what the link says. Out: a name, and a `Chosen` or nothing yet.
"""

from dataclasses import dataclass

import streamlit as st

from ui.in_words import in_words
from ui.language import N_, _
from ui.sets.upload import uploaded
from ui.visitor_words import sentence
from viz_core.data.data_set import MissingFile
from viz_core.data.plain_text import MOST_BYTES
from viz_core.guests.examples import EXAMPLES
from viz_core.guests.kept import Opened, keep_network, opened_network

FILE, ELSEWHERE = "file", "elsewhere"
TITLES = {
    "cumulative_sum": N_("Cumulative sum"),
    "reviews": N_("Mini-reviews"),
    "sorting": N_("Sorting digits"),
    FILE: N_("Your file"),
    ELSEWHERE: N_("A training elsewhere"),
}
SAYS = {
    "cumulative_sum": N_(
        "At each step: has the sum of the numbers so far reached the number of steps divided by 4?"
    ),
    "reviews": N_("Is a short review favourable? The order of its words decides."),
    "sorting": N_("Seven digits in, the same seven in order out."),
}


@dataclass(frozen=True, kw_only=True, eq=False)
class Chosen:
    """A network.

    Attributes:
        source: name of an example, or the digits of a kept file.
        opened: the network.
        moment: of a run here, after which it has these weights; empty for those of its file.
    """

    source: str
    opened: Opened
    moment: str = ""

    @property
    def key(self) -> str:
        """Different for different weights."""
        return f"{self.source} {self.moment}"

    @property
    def is_example(self) -> bool:
        """Whether it comes with the project."""
        return self.source in EXAMPLES

    @property
    def badge(self) -> str:
        """Where its numbers come from, one of `SOURCES`."""
        if self.moment:
            return "trained here"
        return "pretrained" if self.is_example else "from a file"


def choose() -> str:
    """Which network: the name of an example, `FILE` or `ELSEWHERE`."""
    return in_words(_("Network"), TITLES, usual="cumulative_sum", key="guest")


def choose_at_hand() -> str:
    """On another page: the name of an example, or `FILE`."""
    words = {name: words for name, words in TITLES.items() if name != ELSEWHERE}
    return in_words(_("Your network"), words, usual="cumulative_sum", key="guest_at_hand")


def network_of(name: str) -> Chosen | None:
    """The network of an example, or of this person's file; None while there is none."""
    source = name if name in EXAMPLES else _brought()
    if source is None:
        return None
    try:
        return Chosen(source=source, opened=opened_network(source))
    except MissingFile:
        st.warning(_("The file is not here any more: upload it again."))
    except ValueError as problem:
        st.error(sentence(problem))
    return None


def _brought() -> str | None:
    """Where the file of this person is kept; None until there is one."""
    st.markdown(
        _(
            "Bring a `.keras` file of any Keras 3, up to {size} MB: a Sequential or Functional network of "
            "Keras's own layers, with at least one SimpleRNN, LSTM, GRU or Bidirectional. Nothing in it is "
            "run: it is understood and evaluated by this app. It is kept on this server for you alone."
        ).format(size=MOST_BYTES // 2**20)
    )
    return uploaded("guest", keep_network)
