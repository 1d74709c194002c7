"""What the network is to read: controls for every way that fits its inputs.

In: a guest. Out: a `Fed`, or nothing where what somebody gave cannot be read.
"""

from collections.abc import Callable, Mapping

import numpy as np
import numpy.typing as npt
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from ui.canvas import canvas
from ui.guests.choosing import Chosen
from ui.in_words import in_words, listed_in_words
from ui.language import N_, _
from ui.links import BOUND
from ui.sets.upload import uploaded
from ui.visitor_words import sentence
from viz_core.data import apart, mini_reviews, reviews
from viz_core.data.digits import shipped
from viz_core.data.strokes import image_of
from viz_core.guests import feeding
from viz_core.guests.examples import EXAMPLES
from viz_core.guests.feeding import Fed
from viz_core.guests.kept import keep_index, kept_index
from viz_core.guests.typing_in import numbers_of, tokens_of, usual_numbers, usual_tokens
from viz_core.tasks import TASKS

WORDS = {
    "task": N_("A task"),
    "numbers": N_("Numbers"),
    "tokens": N_("Tokens"),
    "text": N_("Text"),
    "digit": N_("A digit"),
    "file": N_("A file"),
    "random": N_("At random"),
}
INDEXES = {
    "mini_reviews": N_("Mini-reviews"),
    "imdb": N_("IMDb"),
    "file": N_("A JSON file"),
}
TEXTS = {
    "mini_reviews": "the film was dull but not bad at all",
    "imdb": "The story is slow, but the acting is superb and I loved it.",
    "file": "the quick brown fox",
}


def choose_sequence(chosen: Chosen) -> Fed | None:
    """Ask what to read, and read it into arrays; what is wrong with it is said in one sentence."""
    guest = chosen.opened.guest
    ways = feeding.ways(guest)
    example = EXAMPLES.get(chosen.source)
    usual = example.reads if example else ways[0]
    which, how = st.columns([5, 6])
    with which:
        # A control of its own for each choice of ways: a link never names one that is not there.
        words = {one: WORDS[one] for one in ways}
        way = in_words(_("It reads"), words, usual=usual, key=f"reads_{'_'.join(ways)}_{usual}")
    with how:
        try:
            return ASK[way](chosen)
        except ValueError as problem:
            st.warning(sentence(problem))
            return None


def _task(chosen: Chosen) -> Fed:
    guest = chosen.opened.guest
    fitting = feeding.tasks_of(guest)
    left, right = st.columns([5, 3])
    titles = {one: TASKS[one].title for one in fitting}
    key = f"guest_task_{len(fitting)}"
    name = listed_in_words(_("Task"), titles, usual=fitting[0], key=key, place=left)
    return feeding.from_task(guest, name, _number(right))


def _number(place: DeltaGenerator) -> int:
    number = place.number_input(_("Sequence number"), 0, 999_999, 0, key="guest_number", **BOUND)
    return int(number)


def _random(chosen: Chosen) -> Fed:
    return feeding.at_random(chosen.opened.guest, _number(st.columns([1, 2])[0]))


def _numbers(chosen: Chosen) -> Fed:
    guest = chosen.opened.guest
    width = guest.input_shapes[0][2] or 1
    text = st.text_area(
        _("Numbers of each step, {width} to a line").format(width=width)
        if width > 1
        else _("Numbers, one for each step"),
        usual_numbers(guest),
        height=80,
        max_chars=20_000,
        key=f"guest_numbers_{width}_{guest.input_shapes[0][1]}",
        **BOUND,
    )
    return feeding.from_numbers(guest, numbers_of(text or "", width))


def _tokens(chosen: Chosen) -> Fed:
    guest = chosen.opened.guest
    rows = feeding.vocabulary_size(guest) or 1
    text = st.text_input(
        _("Whole numbers from 0 to {most:,}").format(most=rows - 1),
        usual_tokens(guest),
        max_chars=5_000,
        key=f"guest_tokens_{rows}_{guest.input_shapes[0][1]}",
        **BOUND,
    )
    return feeding.from_tokens(guest, tokens_of(text or ""))


def _text(chosen: Chosen) -> Fed:
    left, right = st.columns([2, 3])
    usual = "mini_reviews" if chosen.is_example else "imdb"
    names = [usual, *(one for one in INDEXES if one != usual)]
    with left:
        name = in_words(
            _("Words are numbered as in"),
            {one: INDEXES[one] for one in names},
            usual=usual,
            key=f"index_{usual}",
        )
    text = right.text_input(_("Text"), TEXTS[name], max_chars=5_000, key=f"guest_text_{name}", **BOUND)
    index = _index(name)
    if not index:
        raise ValueError(_("`index` must be a JSON file of words with their numbers; got none yet."))
    return feeding.from_text(chosen.opened.guest, text or "", index, start=name != "file")


def _index(name: str) -> Mapping[str, int]:
    """Word -> number; empty while there is no file."""
    if name == "file":
        st.markdown(
            _(
                'Bring a word index as JSON, `{"the": 1, …}`, with the numbers that the network has seen: '
                "Keras's `imdb.load_data` adds 3 to those of `get_word_index()`."
            )
        )
        source = uploaded("guest_index", keep_index)
        return kept_index(source) if source else {}
    vocabulary = mini_reviews.vocabulary() if name == "mini_reviews" else reviews.vocabulary()
    return vocabulary.index


def _digit(_chosen: Chosen) -> Fed:
    left, right = st.columns([2, 5])
    with left:
        drawn = canvas(key="guest_canvas")
    number = right.number_input(_("Or digit number"), 0, 4_999, 0, key="guest_digit", **BOUND)
    image = image_of(drawn or [])
    if image is not None:
        return feeding.from_digit(image)
    images, labels = _shipped()
    return feeding.from_digit(images[number], int(labels[number]))


@st.cache_resource(show_spinner=False)
def _shipped() -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.uint8]]:
    return shipped()


def _file(chosen: Chosen) -> Fed:
    st.markdown(
        _(
            "Bring a **CSV** table, one sequence in each row (or one step in each row, if it has as many "
            "columns as the network has features), or a **`.npy`** or **`.npz`** file without pickles."
        )
    )
    arrays = uploaded("guest_arrays", lambda data: apart.call("viz_core.guests.files:arrays_in", data))
    if arrays is None:
        raise ValueError(_("`file` must be a file of numbers; got none yet."))
    row = st.columns([1, 3])[0].number_input(_("Row"), 1, 1_000_000, 1, key="guest_row", **BOUND)
    return feeding.from_arrays(chosen.opened.guest, arrays, row - 1)


ASK: dict[str, Callable[[Chosen], Fed]] = {
    "task": _task,
    "numbers": _numbers,
    "tokens": _tokens,
    "text": _text,
    "digit": _digit,
    "file": _file,
    "random": _random,
}
