"""What squeezing a sentence through one vector costs, measured on the taggers that come with the repository.

In: `data/files/tag_lengths.json`, made by `write_scores` from the networks and the test parts of their sets.
Out: `measured(name)`, for each tagger of a set its scores by the length of the sentence.
"""

import json
from dataclasses import asdict
from functools import cache
from pathlib import Path

from viz_core.data import DATA_SETS
from viz_core.data.local import FILES
from viz_core.data.recipes import SET_RECIPES
from viz_core.pretrained import load
from viz_core.statistics.accuracy_by_length import BANDS, LengthScore, bands_of, scores_by_length

SCORES = FILES / "tag_lengths.json"
Scores = dict[str, tuple[LengthScore, ...]]


def taggers(name: str) -> tuple[str, ...]:
    """The pretrained taggers of a set: aligned ones first, then those that squeeze."""
    return tuple(key for key, recipe in SET_RECIPES.items() if recipe.task.name == name)


def measure(name: str) -> Scores:
    """Ask the test part of a set: for each tagger the scores of every band, then of all lengths at once.

    Raises:
        MissingFile: the set is not on this machine.
    """
    config = SET_RECIPES[taggers(name)[0]].task
    test = DATA_SETS[name].parts(config).test
    return {
        key: scores_by_length(load(key).weights, load(key).config.model, test, bands_of(name))
        for key in taggers(name)
    }


def write_scores(path: Path = SCORES) -> None:
    """Measure every set and write the file again.

    Raises:
        MissingFile: a set is not on this machine.
    """
    found = {name: measure(name) for name in BANDS}
    plain = {
        name: {key: [asdict(one) for one in scores] for key, scores in several.items()}
        for name, several in found.items()
    }
    path.write_text(json.dumps(plain, indent=1) + "\n", encoding="utf-8")


@cache
def measured(name: str) -> Scores:
    """What was measured on a set; nothing for sets without pretrained taggers."""
    several = json.loads(SCORES.read_text(encoding="utf-8")).get(name, {})
    return {key: tuple(LengthScore(**one) for one in scores) for key, scores in several.items()}
