"""The texts of the moving picture of the lesson 'Merge'.

Out: one dict.
"""

from typing import Any

from ui.language import _


def merge_words() -> dict[str, Any]:
    """By the names that `static/pictures/merge.js` uses."""
    return {
        "title": _("Two readers merged, step by step"),
        "input": _("input"),
        "evidence": _("evidence"),
        "whole": _("logit only"),
        "logit": _("logit ℓ"),
        "answer": _("answer"),
        "unit": _("unit {unit}"),
        "width": _("numbers at each step"),
        "parameters": _("numbers in the head"),
        "probability": _("probability of 1, at this step"),
        "confidence": _("p(right answer), fresh sequences"),
        "adds": _(
            "Step {step}: past {past}, future {future}, bias {bias}. Together ℓ = {logit}: “{name}”, "
            "p(1) = σ(ℓ) = {probability}."
        ),
        "product": _(
            "Step {step}: ℓ = {logit}: “{name}”, p(1) = σ(ℓ) = {probability}. Not additive: a product has no "
            "part that is the past's alone."
        ),
    }
