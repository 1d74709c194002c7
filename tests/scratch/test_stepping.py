import numpy as np

from viz_core.scratch.line_by_line import record
from viz_core.scratch.stepping import MOST_NUMBERS, stepping

SOURCE = "fresh weights"


def typed(x: np.ndarray, names: tuple[str, ...] = ("a",), *, deep: list[tuple[int]] | None = None) -> float:
    """Not shown."""
    y: np.ndarray = x / 3
    seen = []
    for _ in names:
        seen.append(y)
    big = np.zeros(MOST_NUMBERS + 1)
    return float(y.sum() + big.sum())


class Holder:
    def method(self, x):
        return x


def made(**options):
    return stepping([typed], record(typed, np.array([1.0, 2.0])), source=SOURCE, **options)


def test_type_hints_and_docstrings_are_not_shown():
    texts = [line["text"] for line in made()["code"]]
    assert texts[0] == 'def typed(x, names = ("a",), *, deep = None):'
    assert texts[1] == "    y = x / 3"


def test_numbers_have_seven_digits_and_their_shape():
    frames = made()["frames"]
    y = next(frame["changed"]["y"] for frame in frames if "y" in frame["changed"])
    assert y == {"shape": [2], "values": [0.3333333, 0.6666667]}


def test_a_list_of_arrays_travels_as_one_array():
    seen = [frame["changed"]["seen"] for frame in made()["frames"] if "seen" in frame["changed"]]
    assert seen == [{"text": "[]"}, {"shape": [1, 2], "values": [[0.3333333, 0.6666667]]}]


def test_a_large_array_travels_as_its_shape():
    big = next(frame["changed"]["big"] for frame in made()["frames"] if "big" in frame["changed"])
    assert big == {"shape": [MOST_NUMBERS + 1], "values": None}


def test_hidden_variables_stay_behind():
    assert not any("big" in frame["changed"] for frame in made(hidden=["big"])["frames"])


def test_only_lines_that_are_shown_make_frames():
    recording = record(typed, np.ones(1))
    assert stepping([Holder], recording, source=SOURCE)["frames"] == []
    shown = {line["number"] for line in stepping([typed], recording, source=SOURCE)["code"]}
    assert {frame["line"] for frame in stepping([typed], recording, source=SOURCE)["frames"]} <= shown


def test_classes_stand_two_lines_apart_and_no_empty_line_ends_the_code():
    texts = [
        line["text"] for line in stepping([Holder, typed], record(typed, np.ones(1)), source=SOURCE)["code"]
    ]
    assert texts[2:6] == ["        return x", "", "", texts[5]]
    assert texts[5].startswith("def typed(")
    assert texts[-1].strip().startswith("return")
