"""A link that opens the Train page on one network.

In: a config. Out: a link with every control's value in it.
"""

from ui.controls import widget_values
from ui.links import page_link
from viz_core.config import ExperimentConfig

TRAIN = "pages/1_Train.py"


def train_link(config: ExperimentConfig, *, label: str, saved_run: str = "") -> None:
    """Draw the link.

    Args:
        config: what the controls shall stand at.
        label: of the link, already translated.
        saved_run: name of the saved run to show, if any.
    """
    values = {name: _written(value) for name, value in widget_values(config).items()}
    if config.task.name != "echo":
        values.pop("delay")
    if saved_run:
        values["saved_run"] = saved_run
    page_link(TRAIN, values=values, label=label, icon=":material/play_circle:")


def _written(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
