"""The log of a server that somebody wants to fill."""

import logging

import pytest

from ui.server import log_caps
from ui.server.log_caps import MOST, MOST_OF_ONE, LogCap, cap_the_log


class Seconds:
    now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Seconds()


@pytest.fixture
def written(clock):
    """`written(words)` writes to a capped log, and gives the lines so far."""
    lines = []

    class Lines(logging.Handler):
        def emit(self, record):
            lines.append(record.getMessage())

    logger, handler = logging.getLogger("tests.log_caps"), Lines()
    logger.addHandler(handler)
    cap_the_log(LogCap(clock=clock))

    def write(words, *values):
        logger.warning(words, *values)
        return lines

    yield write
    logger.removeHandler(handler)
    known = [one for one in logging.root.manager.loggerDict.values() if isinstance(one, logging.Logger)]
    ours = {one for logger in (logging.root, *known) for one in logger.handlers} | {logging.lastResort}
    for one in ours:
        one.filters = [kept for kept in one.filters if not isinstance(kept, LogCap)]


def test_the_same_words_are_written_a_few_times_a_minute(written):
    for _ in range(1_000):
        lines = written("A visitor's message was dropped.")
    assert len(lines) == MOST_OF_ONE


def test_other_words_are_written_all_the_same_up_to_the_limit_of_all(written):
    for number in range(1_000):
        lines = written("Dropped: %s", number)
    assert lines == [f"Dropped: {number}" for number in range(MOST)]


def test_a_logger_without_a_handler_is_capped_too(written, capfd):
    logger = logging.getLogger("tests.without_a_handler")
    logger.propagate = False
    for _ in range(100):
        logger.warning("Invalid request.")
    assert capfd.readouterr().err.count("Invalid request.") == MOST_OF_ONE


def test_the_next_line_says_how_many_were_left_out(written, clock):
    for _ in range(MOST_OF_ONE + 7):
        written("the same")
    clock.now += log_caps.MINUTE
    assert written("100 %")[-1] == "100 % (7 more before this were left out.)"
    assert written("the same")[-1] == "the same"
