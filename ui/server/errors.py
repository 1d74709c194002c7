"""What happens when a page fails: a sentence for the visitor, the trace for the server's log.

In: the exception. Out: one sentence on the page; in the log the kind of exception and the lines it
passed, but not its message, which may hold what a visitor has typed or uploaded.
"""

import logging
import traceback

import streamlit as st
from streamlit.logger import get_logger

from ui.language import _

_log = logging.getLogger(__name__)


def explain_error(problem: Exception) -> bool:
    """Log an exception that no page caught, and say so on the page.

    Returns:
        True: Streamlit shows nothing of its own.
    """
    _log.error("A page failed.\n%s", trace_without_words(problem))
    st.error(_("This part of the page has failed. What you have set is kept; reload the page to try again."))
    return True


def trace_without_words(problem: BaseException) -> str:
    """The trace of an exception and of those that caused it, first cause first, without their messages."""
    chain: list[BaseException] = []
    following: BaseException | None = problem
    while following is not None and following not in chain:
        chain.append(following)
        following = following.__cause__ or (None if following.__suppress_context__ else following.__context__)
    return "\n".join(_trace(one) for one in reversed(chain))


def _trace(problem: BaseException) -> str:
    lines = "".join(traceback.format_tb(problem.__traceback__))
    return f"{lines}{type(problem).__module__}.{type(problem).__qualname__}"


def keep_words_out_of_the_log() -> None:
    """Leave the logging of uncaught exceptions to `explain_error`: Streamlit's lines hold their messages."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    get_logger("streamlit.error_util").addFilter(_without_exception)


def _without_exception(record: logging.LogRecord) -> bool:
    return record.exc_info is None
