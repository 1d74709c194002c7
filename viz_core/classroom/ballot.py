"""A question that is put to a class, and its votes: counted, never kept with names."""

from typing import Any

from viz_core.classroom import caps
from viz_core.classroom.messages import Question, Vote


class Ballot:
    """One question with the votes it has received.

    Attributes:
        number: of the question in its class, from 1.
        question: what is asked.
        revealed: whether the class sees the counts; from then on nobody votes.
    """

    def __init__(self, number: int, question: Question) -> None:
        self.number, self.question = number, question
        self.revealed = False
        self._votes: dict[str, int] = {}

    @property
    def counts(self) -> list[int]:
        """Votes for each option."""
        given = list(self._votes.values())
        return [given.count(option) for option in range(len(self.question.options))]

    def take(self, voter: str, vote: Vote) -> bool:
        """Count a vote; a voter's later vote replaces the earlier one.

        Args:
            voter: tells apart who votes; forgotten with the question.
            vote: of this question or another.

        Returns:
            Whether it counts.
        """
        fits = vote.question == self.number and vote.option < len(self.question.options)
        room = voter in self._votes or len(self._votes) < caps.MOST_VOTES
        if self.revealed or not fits or not room:
            return False
        self._votes[voter] = vote.option
        return True

    def shown(self) -> dict[str, Any]:
        """What everybody in the class may know: the counts and the right answer once they are revealed."""
        return {
            "number": self.number,
            "text": self.question.text,
            "options": list(self.question.options),
            "revealed": self.revealed,
            "counts": self.counts if self.revealed else None,
            "right": self.question.right if self.revealed else None,
        }
