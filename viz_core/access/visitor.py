"""Who asks: a browser, known by a token that nobody else knows.

In: the token. Out: a `Visitor`, and whether something is theirs.
"""

import hashlib
import re
import secrets
from dataclasses import dataclass

_TOKEN = re.compile(r"[0-9a-f]{32}")
_COLOURS = ("blue", "orange", "green", "violet", "red", "yellow")


def new_token() -> str:
    """A token that cannot be guessed."""
    return secrets.token_hex(16)


def is_token(text: str) -> bool:
    """Whether this could be a token."""
    return _TOKEN.fullmatch(text) is not None


@dataclass(frozen=True, kw_only=True)
class Visitor:
    """Somebody at a browser.

    Attributes:
        name: what their things are marked with; does not tell the token. Empty for nobody in particular.
        lecturer: whether they have given the lecturer's key.
    """

    name: str = ""
    lecturer: bool = False

    @classmethod
    def of(cls, token: str, *, lecturer: bool = False) -> "Visitor":
        """The visitor who has this token."""
        return cls(name=hashlib.sha256(token.encode()).hexdigest()[:16], lecturer=lecturer)

    def may_change(self, owner: str) -> bool:
        """Whether something of this owner may be changed: one's own; everything for the lecturer."""
        return self.lecturer or (bool(owner) and owner == self.name)


def colour_of(owner: str) -> str:
    """One of a few colours, always the same for one owner; gray for nobody in particular."""
    return _COLOURS[int(owner, 16) % len(_COLOURS)] if owner else "gray"
