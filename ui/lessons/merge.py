"""The parts of the lesson 'Merge': one column, four networks, XOR, the casino.

In: what a person chose. Out: parts of a page.
"""

from dataclasses import dataclass

import streamlit as st

from ui import session
from ui.badge import badge
from ui.frame import is_dark
from ui.in_words import in_words, listed_in_words
from ui.language import N_, _, language
from ui.links import BOUND
from ui.live_figure import live_figure
from ui.pictures import merge
from viz_core.figures.merge_evidence import EvidencePanel, evidence_bars
from viz_core.figures.merge_scores import score_bars
from viz_core.lessons.merge_evidence import evidence, is_additive
from viz_core.lessons.merge_payload import MergePayload, merge_payload
from viz_core.network.merges import MERGES
from viz_core.network.probe import drawn_probe
from viz_core.network.tracing import trace
from viz_core.pretrained import load
from viz_core.statistics.evaluation import examine
from viz_core.tasks import TASKS
from viz_core.tasks.casino import log_odds

VIEWS = {
    "column": N_("Column"),
    "networks": N_("Networks"),
    "xor": N_("XOR"),
    "casino": N_("Casino"),
}
TASK_NAMES = ("brackets", "balance", "signed_walk", "xor_neighbours")
SOLVERS = {
    "concat": N_("concat"),
    "sum": N_("sum"),
    "ave": N_("ave"),
    "mul": N_("mul"),
    "hidden": N_("concat + hidden layer"),
    "layers": N_("concat, 2 layers"),
}
HEALTHY = {
    "brackets": N_("Healthy: orange decides at an opening bracket, blue at a closing one."),
    "balance": N_("Healthy: blue grows to the right and orange to the left, as each reader has read more."),
    "signed_walk": N_("Healthy: blue decides everywhere, for the future says nothing about the sum so far."),
    "xor_neighbours": N_("No sum of the two can be healthy here: see the view XOR."),
}
SEQUENCES = 2_000
CHANCE = 0.5
COLUMN = "mg_column"


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What the controls stand at.

    Attributes:
        view: a key of `VIEWS`.
        task: one of `TASK_NAMES`.
        mode: a merge mode.
        seed: which sequence.
    """

    view: str
    task: str
    mode: str
    seed: int


def choose() -> Choice:
    """The row of controls; those that a view does not use are greyed out."""
    first, second, third, fourth = st.columns([33, 18, 29, 13], vertical_alignment="bottom")
    view = in_words(_("Show"), VIEWS, usual="column", key="mg_view", place=first)
    tasks, fixed = {one: TASKS[one].title for one in TASK_NAMES}, view in ("xor", "casino")
    task = listed_in_words(_("Task"), tasks, usual=TASK_NAMES[0], key="mg_task", place=second, disabled=fixed)
    mode = third.segmented_control(
        _("Merge mode"), list(MERGES), default="concat", required=True, key="mg_mode", width="stretch",
        disabled=view != "column", **BOUND,
    )  # fmt: skip
    seed = fourth.number_input(_("Sequence"), 0, 999_999, 0, key="mg_seed", disabled=view == "xor", **BOUND)
    return Choice(view=view, task=task, mode=str(mode), seed=int(seed))


def column(choice: Choice) -> None:
    """One network's readers, merged at a cursor."""
    payload = _column(f"{choice.task}_{choice.mode}", choice.seed)
    picture = st.container()
    step = st.slider(_("Step at the cursor"), 1, payload["steps"], 1, key="mg_step", **BOUND)
    classes = [_(one) for one in payload["classes"]]
    with picture:
        merge({**payload, "classes": classes, "frame": step - 1}, key=COLUMN, on_frame=_take_step)


def column_words(choice: Choice) -> str:
    """What the bars of this network are, and what is healthy on this task."""
    if choice.mode == "mul":
        return _(
            "**Look at** the bars: the logit ℓ in one colour. It is a sum of products h→ × h←, so no part of "
            "it belongs to the past or to the future alone."
        )
    bars = _(
        "**Look at** the bars: blue is evidence from the past, orange from the future, the purple mark is "
        "their sum with the bias, exactly the logit ℓ."
    )
    return f"{bars} {_(HEALTHY[choice.task])}"


def _take_step() -> None:
    """A cursor that has come to rest moves the slider, and with it the link."""
    session.put({"mg_step": session.get(COLUMN)["frame"] + 1})


@st.cache_data(max_entries=64, show_spinner=False)
def _column(name: str, seed: int) -> MergePayload:
    network = load(name)
    return merge_payload(network, drawn_probe(network.config.task, seed), sequences=SEQUENCES)


def networks(choice: Choice) -> None:
    """Four networks from one seed, on one sequence."""
    panels = [_panel(f"{choice.task}_{mode}", choice.seed, language()) for mode in MERGES]
    steps = [str(step + 1) for step in range(len(panels[0].total))]
    figure = evidence_bars(panels, symbols=steps, symbols_name=_("step"), height=490, dark=is_dark(), _=_)
    live_figure(figure, key="mg_networks", alt=_("Evidence bars of four networks, one for each merge mode"))
    badge("pretrained")


@st.cache_data(max_entries=64, show_spinner=False)
def _panel(name: str, seed: int, spoken: str) -> EvidencePanel:
    network = load(name)
    model = network.config.model
    probe = drawn_probe(network.config.task, seed)
    seen = trace(network.weights, model, probe.inputs)
    targets = None if probe.targets is None else probe.targets[0]
    note = _("accuracy {accuracy:.3f}").format(accuracy=_accuracy(name))
    total = seen["logits"][0, :, 0]
    if not is_additive(model):
        note += _(" · not additive")
        return EvidencePanel(title=model.merge_mode, note=note, total=total, targets=targets)
    parts = evidence(seen, network.weights, model)
    return EvidencePanel(
        title=model.merge_mode,
        note=note,
        total=total,
        forward=parts.forward[0, :, 0],
        backward=parts.backward[0, :, 0],
        bias=float(parts.bias[0]),
        targets=targets,
    )


@st.cache_data(max_entries=32, show_spinner=False)
def _accuracy(name: str) -> float:
    network = load(name)
    return examine(network.config, network.weights, sequences=SEQUENCES)[""].accuracy


def xor() -> None:
    """Six networks on the exclusive or."""
    scores = {_(words): _accuracy(f"xor_neighbours_{name}") for name, words in SOLVERS.items()}
    figure = score_bars(scores, chance=CHANCE, chance_label=_(" a coin"), dark=is_dark(), _=_)
    live_figure(figure, key="mg_xor", alt=_("Accuracy of six networks on the exclusive or"))
    badge("pretrained")


def casino(choice: Choice) -> None:
    """The exact messages of the hidden Markov chain, over a network's evidence."""
    network = load("casino")
    probe = drawn_probe(network.config.task, choice.seed)
    past, future = log_odds(probe.inputs)
    exact = EvidencePanel(
        title=_("Bayes' rule"),
        note=_("exact: log-odds of state 1"),
        total=(past + future)[0],
        forward=past[0],
        backward=future[0],
    )
    shown = _panel("casino", choice.seed, language())
    trained = EvidencePanel(
        title=_("The network"),
        note=_("bidirectional GRU, concat, one sigmoid: its logit"),
        total=shown.total,
        forward=shown.forward,
        backward=shown.backward,
        bias=shown.bias,
    )
    figure = evidence_bars(
        [exact, trained],
        symbols=probe.symbols,
        symbols_name=_("input"),
        columns=1,
        unit="",
        height=470,
        dark=is_dark(),
        _=_,
    )
    live_figure(figure, key="mg_casino", alt=_("Exact log-odds of past and future, over the network's"))
    for column, source in zip(st.columns([1, 1, 8]), ("exact", "pretrained"), strict=False):
        with column:
            badge(source)
