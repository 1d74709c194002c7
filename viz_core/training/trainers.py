"""Who trains a run on a worker: this project's own loops, or Keras's `fit`.

In: a config. Out: a trainer, whose `step`, `done`, `start_event` and `advance` are those of `engine.Trainer`.
"""

from typing import Any

from viz_core.config import ExperimentConfig, GuestConfig
from viz_core.network.weights import Weights
from viz_core.training.keras_import import import_keras


def trainer_of(
    config: ExperimentConfig, *, weights: Weights | None = None, step: int = 0, seconds: float = 0.0
) -> Any:
    """Prepare the run of a config; arguments as for `engine.Trainer`.

    Raises:
        KerasMissingError: the config asks for Keras, which is not installed.
        ValueError: as `engine.Trainer`; a brought network is not there any more, or does not fit its task.
    """
    if config.training.trainer == "keras":
        import_keras()
        if isinstance(config, GuestConfig):
            from viz_core.training.keras_guest import GuestTrainer

            return GuestTrainer(config, weights=weights, step=step, seconds=seconds)
        from viz_core.training.keras_fit import KerasTrainer

        return KerasTrainer(config, weights=weights, step=step, seconds=seconds)
    from viz_core.training.engine import Trainer

    return Trainer(config, weights=weights, step=step, seconds=seconds)
