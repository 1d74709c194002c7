"""Every text of the player, on a page and in a file of its own.

In: a translator, from English into the reader's language. Out: one dict, sent along with the numbers; the
words in braces are filled in by the browser.
"""

from typing import Any

from viz_core.words import Translate


def player_words(_: Translate = str) -> dict[str, Any]:
    """All texts, by the names that `static/player/*.js` use, but those of the sources.

    Args:
        _: gives the text in the reader's language; the usual one leaves English.
    """
    return _picture(_) | _sentences(_) | _controls(_)


def _picture(_: Translate) -> dict[str, Any]:
    return {
        "panels": {
            "inputs": _("Inputs"),
            "network": _("Network"),
            "forward": _("Forward states →"),
            "backward": _("← Backward states"),
            "merged": _("Merged ({mode})"),
            "prediction": _("Prediction"),
        },
        "rows": {
            "forward": _("Forward →"),
            "backward": _("← Backward"),
            "merged": _("Merge"),
            "vector": _("Vector"),
        },
        "encoder": _("Encoder"),
        "decoder": _("Decoder"),
        "vector": _("one vector"),
        "vector_note": _("All that the decoder reads, at every step"),
        "unit": _("1 unit"),
        "units": _("{count} units"),
        "layer": _("Layer {layer}"),
        "step_axis": _("step"),
        "tally": _("{right} of {total} right"),
        "cell": _("{panel}, unit {unit}, step {step}"),
        "at_step": _("step {step}"),
        "feature": _("feature {feature}: {value}"),
        "pixels": _("row {step}"),
        "padding": _("padding"),
        "padding_kept": _("Padding is masked: the state stays as it was."),
        "unread": _("not read yet"),
        "target": _("target: {target}"),
        "target_key": _("target"),
        "target_probability": _("p of the target"),
    }


def _sentences(_: Translate) -> dict[str, str]:
    return {
        "idle": _("Nothing has been read yet: press play, or → for one step."),
        "step": _("Step {step} of {steps}:"),
        "moment": _("Moment {moment} of {moments}:"),
        "forward_reads": _("the forward reader reads {symbol}"),
        "backward_reads": _("the backward reader reads {symbol}"),
        "forward_reads_at": _("the forward reader reads {symbol} at {step}"),
        "backward_reads_at": _("the backward reader reads {symbol} at {step}"),
        "forward_waits": _("the forward reader has not begun"),
        "backward_waits": _("the backward reader has not begun"),
        "forward_has": _("the forward reader has read {from}…{to}"),
        "backward_has": _("the backward reader has read {from}…{to}"),
        "merges": _("{mode} merges {list}"),
        "and": _("and"),
        "quoted": _("“{symbol}”"),
        "squeezes": _("both ends of the reading become one vector, all that the decoder will read"),
        "forward_writes": _("forward it reads the vector at {step}"),
        "backward_writes": _("backward it reads the vector at {step}"),
        "final": _("forward state {steps} and backward state 1 give one answer"),
        "predicts": _("the answer is “{name}”, with probability {value}"),
        "predicts_right": _("the answer is “{name}”, with probability {value}: right"),
        "predicts_wrong": _("the answer is “{name}”, with probability {value}, but the target is “{target}”"),
        "done": _("All {steps} steps are read."),
        "done_verdict": _("All {steps} steps are read: {verdict}."),
        "done_tally": _("All {steps} steps are read: {right} of {total} answers are right."),
    }


def _controls(_: Translate) -> dict[str, Any]:
    return {
        "title": _("Player of a recurrent network"),
        "back": _("One step back"),
        "forward": _("One step forward"),
        "loop": _("Loop"),
        "sound": _("Hear the chosen unit's states as pitch"),
        "scrub": _("Moment"),
        "schedule": _("Schedule"),
        "schedules": {
            "sequence": _("Forward, backward, then merge"),
            "sequence_apart": _("Forward, then backward"),
            "together": _("Both readers at once"),
            "layers": _("Layer by layer"),
        },
        "layer_choice": _("Layer shown"),
        "follow": _("Follow the layer"),
        "play": _("Play"),
        "pause": _("Pause"),
        "speed": _("Speed"),
    }
