"""The pages of the app, in the order in which the sidebar shows them.

Out: `PAGES`, one entry for each page; `GROUPS`, the headings they stand under; `page_names()`, as addresses
have them; `page_links()`, all of them as links with a sentence each.
"""

from dataclasses import dataclass

import streamlit as st

from ui.language import N_, _
from ui.links import page_link

COLUMNS = 3


@dataclass(frozen=True, kw_only=True)
class ListedPage:
    """One page.

    Attributes:
        file: path from the repository's root.
        title: what the sidebar and the page call it, in English.
        icon: its mark in the sidebar, a `:material/name:` (Streamlit brings their font along).
        group: one of `GROUPS`.
        sentence: what a person does there.
    """

    file: str
    title: str
    icon: str
    group: str
    sentence: str


GROUPS = (N_("Start"), N_("Lessons"), N_("Real sequences"), N_("Lab"))

PAGES = (
    ListedPage(
        file="app.py",
        title=N_("Home"),
        icon=":material/home:",
        group="Start",
        sentence=N_("See at once how a bidirectional network reads."),
    ),
    ListedPage(
        file="pages/0_Lectures.py",
        title=N_("Lectures"),
        icon=":material/co_present:",
        group="Start",
        sentence=N_("Follow a ready lecture of 15, 45 or 90 minutes."),
    ),
    ListedPage(
        file="pages/19_Classroom.py",
        title=N_("Classroom"),
        icon=":material/groups:",
        group="Start",
        sentence=N_("Lead a class whose browsers follow yours; ask it questions."),
    ),
    ListedPage(
        file="pages/1_Train.py",
        title=N_("Train"),
        icon=":material/play_circle:",
        group="Start",
        sentence=N_("Train a network while you watch it read."),
    ),
    ListedPage(
        file="pages/2_How_it_reads.py",
        title=N_("How it reads"),
        icon=":material/menu_book:",
        group="Lessons",
        sentence=N_("Follow both readers, with the equations in numbers."),
    ),
    ListedPage(
        file="pages/3_Inside_the_cell.py",
        title=N_("Inside the cell"),
        icon=":material/memory:",
        group="Lessons",
        sentence=N_("Watch gates open and shut, line by line."),
    ),
    ListedPage(
        file="pages/4_Merge.py",
        title=N_("Merge"),
        icon=":material/merge:",
        group="Lessons",
        sentence=N_("See how two readers' evidence becomes one answer."),
    ),
    ListedPage(
        file="pages/5_Alignment.py",
        title=N_("Alignment"),
        icon=":material/swap_horiz:",
        group="Lessons",
        sentence=N_("Flip the backward lane, or forget it and watch."),
    ),
    ListedPage(
        file="pages/6_From_scratch.py",
        title=N_("From scratch"),
        icon=":material/code:",
        group="Lessons",
        sentence=N_("Run a bidirectional LSTM in NumPy, there and back."),
    ),
    ListedPage(
        file="pages/7_Errors_flowing_back.py",
        title=N_("Errors flowing back"),
        icon=":material/undo:",
        group="Lessons",
        sentence=N_("Follow a loss back through time, along both readers."),
    ),
    ListedPage(
        file="pages/8_Who_knows_what.py",
        title=N_("Who knows what"),
        icon=":material/visibility:",
        group="Lessons",
        sentence=N_("Map which input moves which answer; draw a curtain over the future."),
    ),
    ListedPage(
        file="pages/22_How_much_future.py",
        title=N_("How much future"),
        icon=":material/fast_forward:",
        group="Lessons",
        sentence=N_("Choose how many steps ahead a reader looks; see what it gains."),
    ),
    ListedPage(
        file="pages/9_Switchboard.py",
        title=N_("Switchboard"),
        icon=":material/tune:",
        group="Lessons",
        sentence=N_("Cut a reader, freeze it, watch four twins learn."),
    ),
    ListedPage(
        file="pages/15_Resting_points.py",
        title=N_("Resting points"),
        icon=":material/adjust:",
        group="Lessons",
        sentence=N_("Find where a reader rests, and move it until the place is gone."),
    ),
    ListedPage(
        file="pages/17_State_space.py",
        title=N_("State space"),
        icon=":material/scatter_plot:",
        group="Lessons",
        sentence=N_("See all states of both readers in a plane, trained and untrained."),
    ),
    ListedPage(
        file="pages/23_Units.py",
        title=N_("Units as detectors"),
        icon=":material/sensors:",
        group="Lessons",
        sentence=N_("Find what each unit follows, and what it followed before training."),
    ),
    ListedPage(
        file="pages/24_Beliefs.py",
        title=N_("Beliefs"),
        icon=":material/balance:",
        group="Lessons",
        sentence=N_("See how sure a network ought to be, and how sure it is."),
    ),
    ListedPage(
        file="pages/10_Reviews.py",
        title=N_("Reviews"),
        icon=":material/rate_review:",
        group="Real sequences",
        sentence=N_("Type a film review; see which word swings each reader."),
    ),
    ListedPage(
        file="pages/11_Digits.py",
        title=N_("Digits"),
        icon=":material/draw:",
        group="Real sequences",
        sentence=N_("Draw a digit and have it read row by row, from both ends."),
    ),
    ListedPage(
        file="pages/12_Tagging.py",
        title=N_("Tagging"),
        icon=":material/label:",
        group="Real sequences",
        sentence=N_("Tag every word, from the left, from the right, and from both sides."),
    ),
    ListedPage(
        file="pages/13_Translation.py",
        title=N_("Translation"),
        icon=":material/translate:",
        group="Real sequences",
        sentence=N_("Write a date or a number; see one vector carry it to its translation."),
    ),
    ListedPage(
        file="pages/14_Your_own.py",
        title=N_("Your own data"),
        icon=":material/upload_file:",
        group="Real sequences",
        sentence=N_("Bring a table of numbers or texts; see whether it needs the future."),
    ),
    ListedPage(
        file="pages/16_Your_network.py",
        title=N_("Your network"),
        icon=":material/hub:",
        group="Real sequences",
        sentence=N_("Bring a network from your own Keras; watch it read."),
    ),
    ListedPage(
        file="pages/20_Lab.py",
        title=N_("Lab"),
        icon=":material/science:",
        group="Lab",
        sentence=N_("Ask which network is better; get an answer with intervals."),
    ),
    ListedPage(
        file="pages/21_Saved_runs.py",
        title=N_("Saved runs"),
        icon=":material/bookmark:",
        group="Lab",
        sentence=N_("Watch kept networks side by side; take them home as files."),
    ),
    ListedPage(
        file="pages/18_Deck.py",
        title=N_("Deck"),
        icon=":material/slideshow:",
        group="Lab",
        sentence=N_("Collect pictures; take them home as slides."),
    ),
)


def page_names() -> list[str]:
    """The pages' names in addresses, the home page's '' first: `pages/1_Train.py` is 'Train'."""
    files = [page.file for page in PAGES if page.file != "app.py"]
    return ["", *(file.removesuffix(".py").split("_", 1)[1] for file in files)]


def page_links() -> None:
    """Every other page, with the sentence that says what a person does there."""
    others = [page for page in PAGES if page.file != "app.py"]
    for start in range(0, len(others), COLUMNS):
        for column, page in zip(st.columns(COLUMNS), others[start : start + COLUMNS], strict=False):
            with column.container(border=True):
                page_link(page.file, label=f"**{_(page.title)}**", icon=page.icon)
                st.markdown(_(page.sentence))
