"""What a training run says as it goes.

In: numbers from the engine. Out: `TrainingEvent`s, in order.
"""

from dataclasses import dataclass

from viz_core.network.weights import Weights


@dataclass(frozen=True, kw_only=True)
class EpochFigures:
    """What Keras's `fit` reports after an epoch.

    Attributes:
        epoch: counted from 1.
        loss: mean training loss per sequence over the epoch, while the weights were changing.
        accuracy: the same for the share of right answers.
        validation_loss: of the weights at the end of the epoch, on sequences they never learn from.
        validation_accuracy: the same for the share of right answers.
        validation_exact: of an encoder-decoder the share of sequences whose answers are all right; else None.
    """

    epoch: int
    loss: float
    accuracy: float
    validation_loss: float
    validation_accuracy: float
    validation_exact: float | None = None


@dataclass(frozen=True, kw_only=True, eq=False)
class TrainingEvent:
    """The state of a run after some updates.

    Attributes:
        step: updates done so far; 0 for the event before the first one.
        epoch: the epoch those updates belong to, counted from 1 (0 at step 0).
        loss: mean training loss per sequence over the updates since the event before; in the last event of
            a run the mean over the last epoch, as Keras reports it.
        accuracy: the same for the share of right answers.
        weights: a copy of the weights after the update, in the order of `keras.Model.get_weights()`.
        done: True in the last event of a run.
        seconds: time spent in updates so far, without preparing and without pauses.
        epoch_figures: at the end of an epoch of a run with validation sequences, its figures; else None.
    """

    step: int
    epoch: int
    loss: float
    accuracy: float
    weights: Weights
    done: bool = False
    seconds: float = 0.0
    epoch_figures: EpochFigures | None = None
