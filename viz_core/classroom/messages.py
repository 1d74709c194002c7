"""Messages from a browser to a class, read and checked.

In: the text of one message, a JSON object with one key. Out: a frozen value, or one sentence about what is
wrong.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from viz_core.classroom import caps

_PAGE: Final = re.compile(rf"[A-Za-z0-9_]{{0,{caps.PAGE_CHARACTERS}}}")
_NAME: Final = re.compile(rf"[A-Za-z0-9_-]{{1,{caps.NAME_CHARACTERS}}}")
# What a browser writes into an address after the question mark.
_QUERY: Final = re.compile(rf"[!$-~]{{0,{caps.QUERY_CHARACTERS}}}")


@dataclass(frozen=True, kw_only=True)
class Hello:
    """The first message: a follower's, or that of somebody who has a token to lead.

    Attributes:
        token: empty for a follower.
    """

    token: str


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where the lecturer is.

    Attributes:
        page: the page's name in its address; empty for Home.
        query: what follows the question mark, as a browser writes it.
    """

    page: str
    query: str


@dataclass(frozen=True, kw_only=True)
class Moment:
    """Where a play on the lecturer's page is.

    Attributes:
        player: the key of the picture that plays.
        position: beats done.
        playing: whether it goes on from there.
        rate: its speed.
        schedule: in which order the play goes through the network; empty where it has only one.
    """

    player: str
    position: float
    playing: bool
    rate: float
    schedule: str


@dataclass(frozen=True, kw_only=True)
class Question:
    """A question to the class.

    Attributes:
        text: what is asked.
        options: the answers to choose from; or the steps of a sequence, each as what stands there.
        right: index of the right one; None where there is none, or it stays open.
        steps: whether the answers are the steps of a sequence.
    """

    text: str
    options: tuple[str, ...]
    right: int | None
    steps: bool = False


@dataclass(frozen=True, kw_only=True)
class Vote:
    """A follower's answer.

    Attributes:
        question: the number of the question.
        option: index of the answer, or of the step.
    """

    question: int
    option: int


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What somebody who may lead wants.

    Attributes:
        name: 'drive' (the class follows this browser from now on), 'reveal' (the votes, and that no more are
            taken) or 'close' (the question is gone).
    """

    name: str


Message = Hello | Place | Moment | Question | Vote | Wish
WISHES: Final = ("drive", "reveal", "close")


def read(text: str) -> Message:
    """The message that a text is.

    Raises:
        ValueError: it is none; the sentence says what was expected and what came.
    """
    if (size := _bytes_of(text)) > caps.MESSAGE_BYTES:
        raise ValueError(f"A message must have at most {caps.MESSAGE_BYTES} bytes; got {size}.")
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        raise ValueError("A message must be JSON; got something else.") from None
    if not isinstance(said, dict) or len(said) != 1:
        raise ValueError("A message must be an object with one key; got something else.")
    ((kind, value),) = said.items()
    if kind not in _PARSERS:
        raise ValueError(f"A message must be one of {', '.join(_PARSERS)}; got another.")
    return _PARSERS[kind](value)


def _bytes_of(text: str) -> int:
    """How many bytes a text has in UTF-8; half of a surrogate pair, which has none there, counts as three."""
    return len(text.encode("utf-8", "surrogatepass"))


def _hello(value: Any) -> Hello:
    return Hello(token=_text("hello", value, 100, empty=True))


def _place(value: Any) -> Place:
    page, query = _fields("place", value, "page", "query")
    if not isinstance(page, str) or not _PAGE.fullmatch(page):
        raise ValueError("`page` must be the name of a page; got something else.")
    if not isinstance(query, str) or not _QUERY.fullmatch(query):
        raise ValueError("`query` must be written as in an address; got something else.")
    return Place(page=page, query=query)


def _moment(value: Any) -> Moment:
    player, position, playing, rate, schedule = _fields(
        "moment", value, "player", "position", "playing", "rate", "schedule"
    )
    for name in (player, schedule or "none"):
        if not isinstance(name, str) or not _NAME.fullmatch(name):
            raise ValueError("`player` and `schedule` must be names; got something else.")
    if not isinstance(playing, bool):
        raise ValueError("`playing` must be true or false; got something else.")
    return Moment(
        player=player,
        position=_number("position", position, 0.0, caps.MOST_BEATS),
        playing=playing,
        rate=_number("rate", rate, 0.01, caps.MOST_RATE),
        schedule=schedule,
    )


def _question(value: Any) -> Question:
    return _asked("ask", value, most=caps.MOST_OPTIONS, characters=caps.OPTION_CHARACTERS, steps=False)


def _step_question(value: Any) -> Question:
    return _asked("ask_step", value, most=caps.MOST_STEPS, characters=caps.STEP_CHARACTERS, steps=True)


def _asked(kind: str, value: Any, *, most: int, characters: int, steps: bool) -> Question:
    text, options, right = _fields(kind, value, "text", "options", "right")
    if not isinstance(options, list) or not caps.LEAST_OPTIONS <= len(options) <= most:
        raise ValueError(f"`options` must be {caps.LEAST_OPTIONS} to {most} answers; got something else.")
    return Question(
        text=_text("text", text, caps.QUESTION_CHARACTERS),
        options=tuple(_text("options", one, characters) for one in options),
        right=None if right is None else _index("right", right, len(options)),
        steps=steps,
    )


def _vote(value: Any) -> Vote:
    question, option = _fields("vote", value, "question", "option")
    return Vote(
        question=_index("question", question, 1_000_000_000),
        option=_index("option", option, caps.MOST_STEPS),
    )


def _wish(name: str) -> Callable[[Any], Wish]:
    def wish(value: Any) -> Wish:
        if value is not True:
            raise ValueError(f"`{name}` must be true; got something else.")
        return Wish(name=name)

    return wish


_PARSERS: Final[dict[str, Callable[[Any], Message]]] = {
    "hello": _hello,
    "place": _place,
    "moment": _moment,
    "ask": _question,
    "ask_step": _step_question,
    "vote": _vote,
    **{name: _wish(name) for name in WISHES},
}


def _fields(kind: str, value: Any, *names: str) -> list[Any]:
    if not isinstance(value, dict) or set(value) != set(names):
        raise ValueError(f"`{kind}` must have {', '.join(names)}; got something else.")
    return [value[name] for name in names]


def _text(name: str, value: Any, most: int, *, empty: bool = False) -> str:
    """Words on one line: whatever is not printed becomes a space."""
    words = "".join(one if one.isprintable() else " " for one in value) if isinstance(value, str) else None
    words = words and " ".join(words.split())
    if words is None or len(words) > most or not (words or empty):
        raise ValueError(f"`{name}` must be text of at most {most} characters; got something else.")
    return words


def _number(name: str, value: Any, least: float, most: float) -> float:
    # Compared before anything else: a whole number may be too large for a float.
    fits = isinstance(value, int | float) and not isinstance(value, bool)
    if not fits or not least <= value <= most:
        raise ValueError(f"`{name}` must be a number from {least:g} to {most:g}; got something else.")
    return float(value)


def _index(name: str, value: Any, count: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < count:
        raise ValueError(f"`{name}` must be a whole number below {count}; got something else.")
    return value
