"""What stands under the curves of a run on a data set: what is drawn, what is healthy, what looks odd."""

from collections.abc import Sequence

from ui.language import _
from viz_core.config import ModelConfig
from viz_core.training.events import EpochMetrics


def curve_words(epochs: Sequence[EpochMetrics], model: ModelConfig) -> str:
    """The caption that fits what is drawn after these epochs.

    Args:
        epochs: the figures of the epochs finished so far.
        model: of the run.
    """
    parts = [_("Thin grey line: training, over the last few updates.")]
    if not epochs:
        parts.append(
            _("The first points, of training and of validation, come at the end of the first epoch.")
        )
        return " ".join(parts)
    parts.append(_drawn(len(epochs)))
    if model.decodes:
        parts.append(_("Dashed: validation sequences with every answer right."))
    parts.append(
        _(
            "Healthy: both losses fall and both accuracies rise. When validation turns back while training "
            "goes on improving, the network learns its sequences by heart."
        )
    )
    if epochs[-1].validation_accuracy > epochs[-1].accuracy:
        parts.append(_above(model))
    return " ".join(parts)


def _drawn(epochs: int) -> str:
    if epochs == 1:
        return _(
            "Grey point: training, the mean over the epoch; coloured point: validation at its end, on "
            "sequences the network never learns from."
        )
    return _(
        "Grey points: training, the mean over each epoch; coloured line: validation at its end, on sequences "
        "the network never learns from."
    )


def _above(model: ModelConfig) -> str:
    """Why validation may be better than training."""
    mean = _(
        "Validation is better than training here: training is the mean over an epoch in which the network "
        "was still improving, validation is measured at its end"
    )
    if model.dropout:
        return mean + _(", and without the dropout that disturbs training.")
    return mean + "."
