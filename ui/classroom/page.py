"""The page from which a class is led, and where one enters a class by its code.

In: a press of *Lead a class*, or a code. Out: a part of the page; this browser leads, or follows.
"""

import html

import streamlit as st
from streamlit import config, net_util

from ui import session
from ui.classroom import follow, lead
from ui.classroom.invitation import class_link, qr_code, secret_link
from ui.language import _
from ui.served import base_path
from ui.visitor import visitor
from ui.visitor_words import sentence
from viz_core.classroom.classroom import Classroom, Full
from viz_core.classroom.classrooms import LETTERS, classrooms

EVERYWHERE = ("", "0.0.0.0", "::")  # noqa: S104 - compared, not bound


def lead_or_enter() -> None:
    """Lead the class that this browser has opened, or open one; or enter somebody's."""
    mine = classrooms().of(visitor().name)
    if mine is None:
        leading, entering = st.columns(2, gap="large")
        with leading:
            mine = _begin()
        if mine is None:
            with entering:
                _enter()
            return
        session.put({"class_begun": mine.code})
        st.rerun()
    _leading(mine)


def _begin() -> Classroom | None:
    st.header(_("Lead"), anchor=False)
    st.markdown(
        _(
            "Students' browsers follow you: each page, each control, each moment of a play, in their own "
            "language, until they let go to try something. You can ask them a question; the votes grow here."
        )
    )
    if not st.button(_("Lead a class"), type="primary", key="class_begin"):
        return None
    try:
        return classrooms().open(visitor().name)
    except Full as problem:
        st.error(sentence(problem))
        return None


def _enter() -> None:
    st.header(_("Follow"), anchor=False)
    with st.form("class_form", border=False):
        given = st.text_input(
            _("Six letters from the board"), max_chars=12, key="class_code", autocomplete="off"
        )
        asked = st.form_submit_button(_("Enter the class"))
    code = (given or "").strip().upper()
    if not asked:
        return
    if classrooms().find(code) is None:
        st.error(
            _("There is no class with these letters now. Codes have six letters, {letters}.").format(
                letters=f"{LETTERS[0]}–{LETTERS[-1]}"
            )
        )
    else:
        follow(code)


def _leading(mine: Classroom) -> None:
    link = class_link(st.context.url or "", base_path(), mine.code, outside=_outside())
    words, picture = st.columns([5, 4], gap="large")
    with words:
        st.html(f'<p class="class-code">{mine.code}</p>')
        st.html(f'<p class="class-link">{html.escape(link)}</p>')
        st.markdown(
            _(
                "Students scan the picture, open the link, or type the letters here under *Follow*. This tab "
                "leads; the bar above says how many are here, and *Ask* puts a question to them on any page."
            )
        )
        with st.container(horizontal=True):
            here = st.button(_("Lead in this tab"), key="class_here")
            if st.button(_("End the class"), key="class_end"):
                classrooms().end(mine)
                st.rerun()
        with st.expander(_("Hand over the lead")):
            st.markdown(
                _(
                    "Whoever opens this link leads the class instead of you. Give it to that person only; "
                    "*Take the lead* in the bar takes it back."
                )
            )
            st.code(secret_link(link, mine.leads[1]), language=None, wrap_lines=True)
    with picture:
        alt = html.escape(_("The link as a QR code"))
        st.html(f'<img class="class-qr" alt="{alt}" src="{html.escape(qr_code(link))}">')
    if here or session.get("class_begun") == mine.code:
        session.put({"class_begun": ""})
        lead(mine)


def _outside() -> str | None:
    """This machine's address in its network, from its own routing table; None where it serves itself only."""
    bound = str(config.get_option("server.address") or "")
    return net_util.get_internal_ip() if bound in EVERYWHERE else None
