"""Says on a page that an experiment costs too much, or that a network is too large to look inside.

In: a config. Out: one sentence, beside the setting to lower. The limits are those of
`viz_core.limits.budget`; whoever goes around the page is refused by `Jobs.start`.
"""

from collections.abc import Mapping

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from ui.language import _
from viz_core.config import ExperimentConfig
from viz_core.limits.budget import MOST_LOOK_WORK, MOST_PARAMETERS, can_be_shown, excess


def within_budget(config: ExperimentConfig) -> bool:
    """Whether this config may be trained; if not, the page says which setting is too large."""
    found = excess(config)
    if found is not None:
        st.error(found.sentence(_))
    return found is None


def mark_excess(config: ExperimentConfig, places: Mapping[str, DeltaGenerator]) -> None:
    """Say it beside the control as well.

    Args:
        config: what the controls stand at.
        places: above the controls of each part of the config: 'task', 'model', 'training'.
    """
    found = excess(config)
    if found is not None:
        places[found.part].error(found.sentence(_))


def can_look_inside(config: ExperimentConfig) -> bool:
    """Whether this page may draw and read with such a network; if not, the page says so."""
    if can_be_shown(config):
        return True
    st.info(
        _(
            "This network is too large to look inside here: this page shows networks of up to {parameters:,} "
            "parameters that take up to {work:,} million multiplications to read one sequence."
        ).format(parameters=MOST_PARAMETERS, work=MOST_LOOK_WORK // 10**6)
    )
    return False
