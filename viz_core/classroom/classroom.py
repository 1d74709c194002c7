"""One class: its members, where its lecturer is, what it is asked.

In: messages of its members. Out: for each member the parts of the class's state that are news to it, each in
its newest version only. A class lives on one thread, the one that serves its members.
"""

import hmac
import json
import secrets
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

from viz_core.access.crowding import gives_way, machine_of
from viz_core.classroom import caps
from viz_core.classroom.ballot import Ballot
from viz_core.classroom.messages import Message, Moment, Place, Question, Vote, Wish


class Refused(ValueError):
    """Somebody may not enter or say this; the message is one sentence."""


class WrongToken(Refused):
    """The token leads no class of this code."""


class Full(Refused):
    """There is no room for one more."""


class Over(Refused):
    """The class is over."""


@dataclass(eq=False, kw_only=True)
class Member:
    """One connection.

    Attributes:
        voter: tells apart who votes.
        wake: called when there is something to send.
        token: with which it may lead; empty for a follower.
        address: of the machine it comes from.
        news: parts of the state to send, each as JSON.
        sent_away: whether it has given way to somebody else, and its connection is to end.
    """

    voter: str
    wake: Callable[[], None]
    token: str = ""
    address: str = ""
    news: dict[str, str] = field(default_factory=dict)
    sent_away: bool = False

    def update(self, **parts: str) -> None:
        """Have parts of the state sent, instead of older ones that wait."""
        self.news.update(parts)
        self.wake()

    def message(self) -> str | None:
        """All that waits, as one message; None when nothing does."""
        parts, self.news = self.news, {}
        return "{" + ",".join(f'"{name}":{part}' for name, part in parts.items()) + "}" if parts else None


class Classroom:
    """A class.

    Attributes:
        code: by which followers find it.
        owner: name of the visitor who has opened it.
        leads: the token of whoever opened it, and the one to hand over.
        over: whether its lecturer has ended it.
        led_at: when a message of somebody who leads last came, in seconds of the clock.
    """

    def __init__(self, code: str, owner: str, *, clock: Callable[[], float] = time.monotonic) -> None:
        self.code, self.owner = code, owner
        self.leads = (secrets.token_urlsafe(18), secrets.token_urlsafe(18))
        self.over = False
        self._clock, self.led_at = clock, clock()
        self._members: set[Member] = set()
        self._driver: Member | None = None
        self._place: Place | None = None
        self._moment: Moment | None = None
        self._ballot: Ballot | None = None
        self._asked = 0
        # From each machine, and the most that were here at once: it has no more votes than that, however
        # often it throws its cookies away.
        self._here: Counter[str] = Counter()
        self._most_here: Counter[str] = Counter()

    @property
    def followers(self) -> int:
        """How many of those who are connected only follow."""
        return sum(not one.token for one in self._members)

    @property
    def present(self) -> tuple[Member, ...]:
        """Who is connected."""
        return tuple(self._members)

    def enter(self, member: Member) -> None:
        """Let somebody in, and have the present state sent; a crowd makes room (`gives_way`).

        Raises:
            Refused: the token is wrong, or the class is full or over (`WrongToken`, `Full`, `Over`).
        """
        if self.over:
            raise Over("The class must be going on; it has ended.")
        if member.token and not any(
            hmac.compare_digest(member.token.encode(), one.encode()) for one in self.leads
        ):
            raise WrongToken("The token must be one of this class; got another.")
        self._make_room(member)
        self._members.add(member)
        machine = machine_of(member.address)
        self._here[machine] += 1
        self._most_here[machine] = max(self._most_here[machine], self._here[machine])
        member.update(**self._state(member))
        if member.token and (self._driver is None or self._driver.token == member.token):
            self._drive(member)
        self._count()

    def _make_room(self, newcomer: Member) -> None:
        if newcomer.token:
            full, crowding = len(self._leaders()) >= caps.MOST_LEADERS, None
        else:
            followers = [one for one in self._members if not one.token]
            full = len(followers) >= caps.MOST_FOLLOWERS
            crowding = gives_way(followers, newcomer) if full else None
        if crowding is not None:
            self.send_away(crowding)
        elif full:
            raise Full("A class must have room; this one is full.")

    def send_away(self, member: Member) -> None:
        """Have somebody's connection end, for others."""
        member.sent_away = True
        self.leave(member)
        member.wake()

    def leave(self, member: Member) -> None:
        """Somebody's connection is gone; what the class sees stays."""
        if member in self._members:
            self._members.remove(member)
            self._here[machine_of(member.address)] -= 1
        if self._driver is member:
            self._driver = None
            self._update_all(led=False)
        self._count()

    def receive(self, member: Member, message: Message) -> None:
        """Do what a member says.

        Raises:
            Refused: it may not say this, or the class is over (`Over`).
        """
        if self.over:
            raise Over("The class must be going on; it has ended.")
        if isinstance(message, Vote):
            self._vote(member, message)
            return
        if not member.token:
            raise Refused("Who says this must lead the class; a follower did.")
        self.led_at = self._clock()
        if isinstance(message, Wish):
            wishes = {"drive": self._drive, "reveal": self._reveal, "close": self._close}
            wishes[message.name](member)
        elif isinstance(message, Question):
            self._asked += 1
            self._ballot = Ballot(self._asked, message)
            self._show_ballot()
        elif member is self._driver:
            self._move(member, message)

    def _move(self, driver: Member, message: Message) -> None:
        if isinstance(message, Place):
            if self._moment is not None and (self._place is None or self._place.page != message.page):
                self._moment = None
                self._update_all(but=driver, moment=None)
            self._place = message
            self._update_all(but=driver, place=asdict(message))
        elif isinstance(message, Moment):
            self._moment = message
            self._update_all(but=driver, moment=asdict(message))

    def _drive(self, member: Member) -> None:
        former, self._driver, self.led_at = self._driver, member, self._clock()
        if former is not None and former is not member:
            former.update(you=_json({"leads": True, "drives": False}))
        member.update(you=_json({"leads": True, "drives": True}))
        self._update_all(led=True)

    def _vote(self, member: Member, vote: Vote) -> None:
        machine = machine_of(member.address)
        most = self._most_here[machine]
        if self._ballot is not None and self._ballot.take(member.voter, vote, machine=machine, most=most):
            counts = _json(self._ballot.counts)
            for one in self._leaders():
                one.update(counts=counts)

    def _reveal(self, _member: Member) -> None:
        if self._ballot is not None:
            self._ballot.revealed = True
            self._show_ballot()

    def _close(self, _member: Member) -> None:
        self._ballot = None
        self._show_ballot()

    def _leaders(self) -> list[Member]:
        return [one for one in self._members if one.token]

    def _show_ballot(self) -> None:
        self._update_all(question=self._ballot and self._ballot.shown())
        for one in self._leaders():
            one.update(counts=_json(self._ballot.counts if self._ballot else None))

    def _count(self) -> None:
        for one in self._leaders():
            one.update(followers=_json(self.followers))

    def _update_all(self, *, but: Member | None = None, **parts: Any) -> None:
        """News for everybody, each part encoded once."""
        encoded = {name: _json(part) for name, part in parts.items()}
        for one in self._members:
            if one is not but:
                one.update(**encoded)

    def _state(self, member: Member) -> dict[str, str]:
        state: dict[str, Any] = {
            "you": {"leads": bool(member.token), "drives": False},
            "led": self._driver is not None,
            "place": self._place and asdict(self._place),
            "moment": self._moment and asdict(self._moment),
            "question": self._ballot and self._ballot.shown(),
        }
        if member.token and self._ballot:
            state["counts"] = self._ballot.counts
        return {name: _json(part) for name, part in state.items()}


def _json(value: Any) -> str:
    """As JSON, every character as itself: an emoji is sent in 4 bytes, not in the 12 of its two escapes."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)
