"""The frame of every page: browser tab, sidebar, type and spacing.

In: a page's title. Out: a page that is ready for its content.
"""

import gc
from pathlib import Path

import streamlit as st
import threadpoolctl

from ui import session
from ui.classroom import attend
from ui.language import _
from ui.language_control import language_control
from ui.leaving import keep_choices_in_history
from ui.links import drop_unreadable, page_link
from ui.page_list import GROUPS, PAGES
from ui.presenting import can_be_presented
from ui.process import once

STYLE = Path(__file__).with_name("frame.css")
# A file of our own: Streamlit fetches its `:material:` icons for the browser's tab from the network.
ICON = Path(__file__).with_name("icon.svg")
SIDEBAR_WIDTH = 232


def open_page(title: str, *, lead: str = "") -> None:
    """Begin a page: set up the tab, draw the sidebar, write the heading.

    Args:
        title: heading of the page, already translated.
        lead: one sentence under the heading: what to see here.
    """
    st.set_page_config(
        page_title=title, page_icon=str(ICON), layout="wide", initial_sidebar_state=SIDEBAR_WIDTH
    )
    st.html(STYLE)
    session.restore_link()
    drop_unreadable()
    keep_choices_in_history()
    attend()
    can_be_presented()
    start_server_once()
    session.keep_alive()
    draw_sidebar()
    st.title(title, anchor=False)
    if lead:
        st.markdown(f":gray[{lead}]")


def is_dark() -> bool:
    """Whether this person's browser shows the dark theme."""
    return bool(st.context.theme.type == "dark")


@once
def start_server_once() -> None:
    """Once for each server: start the training processes, and keep the pages quick.

    Products of NumPy stay on one thread: for matrices this small, handing them to several costs ten times
    what it saves on a busy machine. The imported modules are kept out of every later garbage collection:
    one walks all of them and holds the interpreter for about 50 ms.
    """
    session.jobs()
    threadpoolctl.threadpool_limits(1, user_api="blas")
    gc.collect()
    gc.freeze()


def draw_sidebar() -> None:
    """The choice of a language, and the pages under the headings of their groups."""
    with st.sidebar:
        language_control()
        for group in GROUPS:
            pages = [page for page in PAGES if page.group == group]
            if pages:
                st.caption(_(group))
            for page in pages:
                page_link(page.file, label=_(page.title), icon=page.icon, width="stretch")
