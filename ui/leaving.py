"""What a browser does when a person leaves a page: choices stay in its history, and it warns of a lost run.

A run belongs to its tab, and a reloaded tab is a new one. Streamlit takes the choices of a page out of the
address, as an entry of its own in the history, just before it goes to the next page, and may put those that
the next page shares, such as the language, back as another; Back would end there.
"""

import streamlit as st

_ASK = "window.onbeforeunload = (event) => { event.preventDefault(); };"
_LEAVE = "window.onbeforeunload = null;"


def warn_before_leaving(active: bool) -> None:
    """Have the browser ask before it reloads or closes the page, as long as a run is active."""
    with st.container(key="leaving"):
        st.html(f"<script>{_ASK if active else _LEAVE}</script>", unsafe_allow_javascript=True)


_KEEP = """
if (!window.birnnHistory) {
  window.birnnHistory = true;
  const push = window.history.pushState.bind(window.history);
  let stripped = -Infinity;
  window.history.pushState = (state, title, url) => {
    const next = new URL(url ?? "", window.location.href);
    const same = next.pathname === window.location.pathname;
    if (performance.now() - stripped < 1500) {
      if (!same) stripped = -Infinity;
      return window.history.replaceState(state, title, url);
    }
    stripped = same && window.location.search && !next.search ? performance.now() : -Infinity;
    return push(state, title, url);
  };
}
"""


def keep_choices_in_history() -> None:
    """Let entries without choices be replaced by the next page, so that Back finds the choices again."""
    with st.container(key="history"):
        st.html(f"<script>{_KEEP}</script>", unsafe_allow_javascript=True)
