"""A task in words and in one worked row, and the problems that need both directions.

In: a task. Out: a sentence with an example that is computed from the sequence shown; a list of links.
"""

from collections.abc import Sequence

import streamlit as st

from ui.headings import heading
from ui.language import N_, _, ngettext
from ui.links import page_link
from ui.train_link import train_link
from viz_core.config import TaskConfig
from viz_core.figures.numerals import numeral
from viz_core.network.probe import Probe, drawn_probe
from viz_core.pretrained.presets import PRESETS
from viz_core.tasks import TASKS
from viz_core.tasks.casino_ceilings import EMISSION, STAY

SHOWN_STEPS = 10
RULES = {
    "cumulative_sum": N_(
        "has the sum of the inputs so far reached {quarter:g}, the number of steps ({length}) divided by 4?"
    ),
    "mirror_sum": N_(
        "does the sum of the inputs from here to the end reach {quarter:g}, the number of steps ({length}) "
        "divided by 4?"
    ),
    "signed_walk": N_("is the sum of the inputs so far above zero?"),
    "balance": N_("is the sum of all earlier inputs greater than that of all later ones?"),
    "brackets": N_("does this bracket have a partner?"),
    "casino": N_(
        "which of two hidden states made this bit? The state stays from step to step with probability "
        "{stay:g}, and the bit equals it with probability {same:g}."
    ),
    "flip_flop": N_("which way did the last pulse set the switch? + sets it up, − down, 0 is no pulse."),
    "flip_flop_2": N_("how has the last pulse on each of two channels set its switch?"),
    "flip_flop_3": N_("how has the last pulse on each of three channels set its switch?"),
    "flip_flop_both_sides": N_(
        "which way did the last pulse set the switch (first arrow), and which way will the next one (second)?"
    ),
    "will_it_flip": N_("does the next pulse set the switch another way than the last one did?"),
    "xor_neighbours": N_("do the two neighbours differ? Outside the sequence stands 0."),
}
# Its question asks for one of two names; the other tasks of two answers ask for yes or no, or for a number.
NAMED = ("flip_flop",)
# Each needs what is before a step and what is after it; the last one in sentences.
BOTH_WAYS = ("balance", "brackets", "casino", "xor_neighbours")


def task_in_words(config: TaskConfig) -> None:
    """What is asked at each step, and one sequence with its answers."""
    st.markdown(f"**{_('At each step')}:** {rule(config)}  \n{_worked(config)}")


def rule(config: TaskConfig) -> str:
    """What is asked at each step, as a question."""
    if config.name == "echo":
        return _echoed(config.delay)
    values = {"quarter": config.length / 4, "length": config.length, "stay": STAY, "same": 1 - EMISSION[0, 1]}
    return _(RULES[config.name]).format(**values)


def _echoed(delay: int) -> str:
    steps = abs(delay)
    words = ngettext(
        "which symbol came {delay} step earlier?", "which symbol came {delay} steps earlier?", steps
    )
    if delay < 0:
        words = ngettext(
            "which symbol comes {delay} step later?", "which symbol comes {delay} steps later?", steps
        )
    return words.format(delay=steps)


def _worked(config: TaskConfig) -> str:
    """The first sequence of this task: its inputs, its answers, and how one of them comes about."""
    probe = drawn_probe(config, 0)
    targets = [] if probe.targets is None else [int(one) for one in probe.targets[0]]
    classes = TASKS[config.name].classes
    by_name = len(classes) > 2 or config.name in NAMED
    answers = [_(classes[one]) if by_name else str(one) for one in targets]
    row = f"`{_row(probe.symbols)}` → `{_row(answers)}`"
    return " · ".join(part for part in (row, _reason(config, probe, targets)) if part)


def _row(symbols: Sequence[str]) -> str:
    more = " …" if len(symbols) > SHOWN_STEPS else ""
    return " ".join(symbols[:SHOWN_STEPS]) + more


def _reason(config: TaskConfig, probe: Probe, targets: list[int]) -> str:
    """Why one of the answers is what it is."""
    step = min(len(targets), SHOWN_STEPS) // 2
    values = [float(one) for one in probe.inputs[0, :, 0]]
    answer = targets[step]
    if config.name in ("cumulative_sum", "signed_walk", "mirror_sum"):
        part = values[step:] if config.name == "mirror_sum" else values[: step + 1]
        text = _("step {step}: the sum is {sum}, so {answer}")
        return text.format(step=step + 1, sum=numeral(_added(part), "z.2f"), answer=answer)
    if config.name == "balance":
        past, future = (numeral(_added(part), "z.2f") for part in (values[:step], values[step + 1 :]))
        text = _("step {step}: before it {past}, after it {future}, so {answer}")
        return text.format(step=step + 1, past=past, future=future, answer=answer)
    if config.name == "xor_neighbours":
        text = _("step {step}: its neighbours are {left} and {right}, so {answer}")
        around = {"left": probe.symbols[step - 1], "right": [*probe.symbols, "0"][step + 1]}
        return text.format(step=step + 1, answer=answer, **around)
    return ""


def _added(values: Sequence[float]) -> float:
    """The sum of the numbers as the row writes them, so that whoever adds them up finds the same."""
    return sum(round(one, 2) for one in values)


def both_ways() -> None:
    """Five problems that need both directions, each with what a reader of each direction can reach."""
    heading(_("Five problems that need both directions"))
    for column, name in zip(st.columns(len(BOTH_WAYS) + 1), [*BOTH_WAYS, ""], strict=True):
        with column.container(border=True, height="stretch"):
            if name:
                _problem(name)
            else:
                page_link("pages/12_Tagging.py", label=_("Tags of words"), icon=":material/label:")
                st.markdown(_("In “the old man the boats” only what follows makes “man” a verb."))


def _problem(name: str) -> None:
    config = PRESETS[name].config
    train_link(config, label=_(TASKS[name].title))
    best = TASKS[name].ceilings(config.task)
    st.markdown(
        _("At best →\u00a0{forward:.2f}, ←\u00a0{backward:.2f}, both\u00a0{bidirectional:.2f}.").format(
            **best
        )
    )
