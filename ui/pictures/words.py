"""Every text of the moving pictures, in the reader's language.

In: the name of a picture. Out: one dict, sent along with the numbers; the browser fills in the braces.
"""

from typing import Any

from ui.component import shared_words
from ui.language import _
from ui.pictures.merge_words import alignment_words, merge_words
from ui.pictures.state_space_words import state_space_words
from ui.pictures.switchboard_words import switchboard_twins_words


def words(name: str) -> dict[str, Any]:
    """All texts of one picture, by the names that `static/pictures/*.js` use."""
    own = {
        "errors_flowing_back": _errors_flowing_back,
        "who_knows_what_maps": _maps,
        "who_knows_what_curtain": _curtain,
        "who_knows_what_arrival": _arrival,
        "merge": merge_words,
        "alignment": alignment_words,
        "switchboard_twins": switchboard_twins_words,
        "state_space": state_space_words,
    }
    return _shared() | own[name]()


def _shared() -> dict[str, Any]:
    return shared_words() | {
        "back": _("One step back"),
        "forward_step": _("One step forward"),
        "scrub": _("Moment"),
        "forward": _("forward"),
        "backward": _("backward"),
        "bidirectional": _("bidirectional"),
        "answers": _("answers"),
        "inputs": _("inputs"),
    }


def _errors_flowing_back() -> dict[str, Any]:
    return {
        "title": _("Errors flowing back through a bidirectional network"),
        "forward": _("forward h→"),
        "backward": _("backward h←"),
        "lengths": _("‖dL/dhₜ‖"),
        "lengths_scale": _("log scale"),
        "key_forward": _("forward reading"),
        "key_backward": _("backward reading"),
        "key_gradient": _("gradients: always against the reading"),
        "exactly_zero": _("exactly 0"),
        "tip": _("{reader}, step {step}: length of dL/dh = {length}"),
        "idle": _("Press play: both readers read, then the error travels back."),
        "reading": _("Reading: forward is at step {forward}, backward at step {backward}."),
        "loss_one": _("The loss L is taken at step {step}; now its gradient sets out."),
        "loss_all": _("The loss L is the mean over all steps; now its gradient sets out."),
        "first_states": _("The gradient has reached the first state of each reader on the way back."),
        "back_so_far": _(
            "Step {age} of the way back: leftwards along the forward, rightwards along the backward reader."
        ),
        "end": _("The end, {age} steps back: the bars show how much of the error arrived at each state."),
    }


def _maps() -> dict[str, Any]:
    return {
        "title": _("Which input moves which answer"),
        "input_axis": _("input s"),
        "answer_axis": _("answer t"),
        "layer": _("layer {layer}"),
        "scale": _("|dyₜ/dxₛ|"),
        "map": _("Map of {name}; arrow keys choose a cell"),
        "value": _("{name}: |dy{t}/dx{s}| = {value}."),
        "zero": _("{name}: |dy{t}/dx{s}| is exactly 0: no way leads there."),
        "way_forward": _("The forward reader: steps {s} to {t}."),
        "way_backward": _("The backward reader: steps {s} to {t}."),
        "way_own": _("Its own step: no way through time."),
        "way_both": _("{count} of {all} states lie on a way from x to y."),
    }


def _curtain() -> dict[str, Any]:
    return {
        "title": _("Answers behind a curtain over the future"),
        "inputs": _("inputs"),
        "answers_as": _("answer, p({name})"),
        "handle": _("Curtain: what comes after this step is another future"),
        "scrub": _("Steps seen before the curtain"),
        "another": _("Another future ({future} of {count})"),
        "was": _("was {name}"),
        "open": _("The curtain is open: this is the sequence itself. Drag it to the left."),
        "closed": _("Everything is hidden: no answer is left of the curtain."),
        "unchanged": _("{changed} of {seen} earlier answers changed; largest difference exactly 0."),
        "changed": _("{changed} of {seen} earlier answers changed; largest difference {largest}."),
    }


def _arrival() -> dict[str, Any]:
    return {
        "title": _("Answers while the sequence arrives"),
        "row_axis": _("steps read"),
        "column_axis": _("answer at step"),
        "tip": _("after {n} steps, answer {t}: {name}, probability of {other} {value}"),
        "taken_back": _("{revisions} of {chances} taken back"),
        "so_far": _("Reading step {n}, {name} takes back {revised} of its {earlier} earlier answers."),
        "nothing": _("Nothing has been read yet: press play."),
    }
