"""A question that is put to a class, and its votes: counted, never kept with names."""

from collections import Counter
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
        self._by_machine: Counter[str] = Counter()

    @property
    def counts(self) -> list[int]:
        """Votes for each option."""
        given = Counter(self._votes.values())
        return [given[option] for option in range(len(self.question.options))]

    def take(self, voter: str, vote: Vote, *, machine: str = "", most: int = caps.MOST_VOTES) -> bool:
        """Count a vote; a voter's later vote replaces the earlier one.

        Args:
            voter: tells apart who votes; forgotten with the question.
            vote: of this question or another.
            machine: from which it comes.
            most: how many votes may come from there.

        Returns:
            Whether it counts.
        """
        fits = vote.question == self.number and vote.option < len(self.question.options)
        room = len(self._votes) < caps.MOST_VOTES and self._by_machine[machine] < most
        if self.revealed or not fits or not (voter in self._votes or room):
            return False
        if voter not in self._votes:
            self._by_machine[machine] += 1
        self._votes[voter] = vote.option
        return True

    def shown(self) -> dict[str, Any]:
        """What everybody in the class may know: the counts and the right answer once they are revealed."""
        return {
            "number": self.number,
            "text": self.question.text,
            "options": list(self.question.options),
            "steps": self.question.steps,
            "revealed": self.revealed,
            "counts": self.counts if self.revealed else None,
            "right": self.question.right if self.revealed else None,
        }
