"""The texts of the moving pictures of the lesson 'Who knows what'.

Out: one dict for each.
"""

from typing import Any

from ui.language import _


def who_knows_what_maps_words() -> dict[str, Any]:
    """By the names that `static/pictures/who_knows_what_maps.js` uses."""
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


def who_knows_what_curtain_words() -> dict[str, Any]:
    """By the names that `static/pictures/who_knows_what_curtain.js` uses."""
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


def who_knows_what_arrival_words() -> dict[str, Any]:
    """By the names that `static/pictures/who_knows_what_arrival.js` uses."""
    return {
        "title": _("Answers while the sequence arrives"),
        "row_axis": _("steps read"),
        "column_axis": _("answer at step"),
        "tip": _("after {n} steps, answer {t}: {name}, probability of {other} {value}"),
        "taken_back": _("{revisions} of {chances} taken back"),
        "so_far": _("Reading step {n}, {name} takes back {revised} of its {earlier} earlier answers."),
        "nothing": _("Nothing has been read yet: press play."),
    }
