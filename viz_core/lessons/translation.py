"""What an encoder-decoder makes of one question: its answer symbol by symbol, and the vector in between.

In: a network on a translation set, a question. Out: a `Translation`; the vectors of several questions.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from viz_core.arrays import Floats, Ints32
from viz_core.checks import check_one_of
from viz_core.config import ENCODER_DECODER, ModelConfig
from viz_core.data.translation import END, TranslationSet, until_end
from viz_core.data.vocabulary import padded
from viz_core.network.trace_arrays import Trace
from viz_core.network.tracing import trace
from viz_core.network.weights import Weights, unpack

Symbols = tuple[str, ...]


@dataclass(frozen=True, kw_only=True, eq=False)
class Translation:
    """A question and what the network answers.

    Attributes:
        trace: of the question, padded in front to the length of the set.
        said: the likeliest symbol at every step, ends included, `(time,)`.
        probabilities: of those symbols, `(time,)`.
        truth: the right symbols up to the end, or None where the question is none of the set.
    """

    trace: Trace
    said: Symbols
    probabilities: Floats
    truth: Symbols | None

    @property
    def answer(self) -> Symbols:
        """The symbols before the first end."""
        return until_end(self.said)

    @property
    def right(self) -> bool | None:
        """Whether every symbol is right and the answer ends in time; None where that is not known."""
        return None if self.truth is None else self.answer == self.truth


def translate(
    weights: Weights, model: ModelConfig, data_set: TranslationSet, question: Sequence[str], *, timesteps: int
) -> Translation:
    """Ask one question.

    Args:
        weights: in the order of `get_weights()`.
        model: an encoder-decoder.
        data_set: whose question it is.
        question: its symbols, at most `timesteps`.
        timesteps: the length that the network learned with.

    Raises:
        ValueError: the network has no decoder.
    """
    seen = trace(weights, model, _rows(model, data_set, [question], timesteps))
    chances = seen["probabilities"][0]
    return Translation(
        trace=seen,
        said=tuple(data_set.classes[best] for best in chances.argmax(axis=-1)),
        probabilities=chances.max(axis=-1),
        truth=data_set.answer(question),
    )


def vectors(
    weights: Weights,
    model: ModelConfig,
    data_set: TranslationSet,
    questions: Sequence[Sequence[str]],
    *,
    timesteps: int,
) -> Floats:
    """The one vector of each question, `(questions, width)`; arguments and errors as `translate`."""
    return trace(weights, model, _rows(model, data_set, questions, timesteps))["final/merged"]


def as_read(weights: Weights, model: ModelConfig, found: Floats) -> Floats:
    """How far the decoder's own sums are from those of the first question, `(questions,)`.

    Each direction of the decoder multiplies the vector by its kernel. What moves the vector without moving
    these products makes no difference to the decoder.

    Args:
        weights: in the order of `get_weights()`.
        model: an encoder-decoder.
        found: the vectors of several questions, `(questions, width)`, as `vectors` gives them.

    Raises:
        ValueError: the network has no decoder.
    """
    check_one_of("head", model.head, [ENCODER_DECODER])
    decoder = unpack([np.asarray(one, np.float64) for one in weights], model).layers[-1]
    kernel = np.concatenate([one.kernel for one in decoder.values()], axis=1)
    return np.linalg.norm((found - found[0]) @ kernel, axis=1)


def right_classes(data_set: TranslationSet, truth: Symbols, timesteps: int) -> npt.NDArray[np.int64]:
    """The class asked for at every step: an answer, then ends, `(time,)`."""
    places = {symbol: place for place, symbol in enumerate(data_set.classes)}
    return np.array([places[one] for one in (*truth, *[END] * (timesteps - len(truth)))])


def _rows(
    model: ModelConfig, data_set: TranslationSet, questions: Sequence[Sequence[str]], timesteps: int
) -> Ints32:
    check_one_of("head", model.head, [ENCODER_DECODER])
    vocabulary = data_set.vocabulary()
    return padded([np.array(vocabulary.numbers(one), np.int32) for one in questions], timesteps)
