"""What a training run reports as it goes.

In: numbers from the engine. Out: `TrainingEvent`s, in order.
"""

from dataclasses import dataclass

from viz_core.network.weights import Weights


@dataclass(frozen=True, kw_only=True)
class EpochMetrics:
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
        loss: mean training loss per sequence over the updates since the event before.
        accuracy: the same for the share of right answers.
        epoch_loss: mean training loss per sequence over the epoch so far, as Keras's `fit` reports it; in the
            last event of a run over the whole last epoch. At step 0 the same as `loss`.
        epoch_accuracy: the same for the share of right answers.
        weights: a copy of the weights after the update, in the order of `keras.Model.get_weights()`.
        done: True in the last event of a run.
        seconds: time spent in updates so far, without preparing and without pauses.
        epoch_metrics: at the end of an epoch of a run with validation sequences, its metrics; else None.
    """

    step: int
    epoch: int
    loss: float
    accuracy: float
    epoch_loss: float
    epoch_accuracy: float
    weights: Weights
    done: bool = False
    seconds: float = 0.0
    epoch_metrics: EpochMetrics | None = None
