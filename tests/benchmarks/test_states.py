"""What pictures of states cost: every part is made with a small network; nothing is timed against a limit."""

from benchmarks.states import Sizes, measure, table


def test_every_part_of_the_pictures_of_states_is_measured_and_stands_in_the_table():
    costs = measure(("GRU",), Sizes(units=4, few=3, learned=64), repeats=1)
    pages = {one.page for one in costs}
    assert pages == {"State space", "Units", "Beliefs", "Resting points, a run of 3 units", "Your network"}
    assert all(one.milliseconds["GRU"] >= 0 for one in costs)
    rows = table(costs).splitlines()
    assert rows[0] == "| page | part | GRU |"
    assert len(rows) == 2 + len(costs)
    assert rows[2].startswith("| State space | reading, three directions | ")
