import numpy as np
import pytest

from tests.figure_json import traces
from tests.shown import components
from viz_core.network.merges import MERGES, merge

PAGE = "pages/4_Merge.py"


def data(test):
    return components(test)[0]


def drawn(test):
    return traces(data(test)["figure"])


def test_the_page_opens_with_its_one_thing_and_three_questions(open_page):
    test = open_page()
    assert test.title[0].value == "Merge"
    assert [one.label[0] for one in test.expander] == ["W", "1", "2", "3"]
    assert data(test)["payload"]["mode"] == "concat"


@pytest.mark.parametrize("mode", ["concat", "sum", "ave"])
@pytest.mark.parametrize("task", ["Brackets", "Balance"])
def test_the_bars_that_are_shown_add_up_to_the_logits(open_page, mode, task):
    shown = data(open_page(mg_mode=mode, mg_task=task, mg_seed="4"))["payload"]
    parts = shown["evidence"]
    total = np.array(parts["forward"]) + parts["backward"] + parts["bias"]
    np.testing.assert_allclose(total, shown["logits"], rtol=0, atol=1e-12)


def test_mul_shows_no_parts_and_gradients_that_follow_the_other_side(open_page):
    shown = data(open_page(mg_mode="mul"))["payload"]
    assert shown["evidence"] is None
    ratio = np.array(shown["pulls"]["forward"]) / shown["backward"]
    np.testing.assert_allclose(ratio, np.broadcast_to(ratio[0], ratio.shape))


def test_the_same_states_are_shown_under_every_merge(open_page):
    shown = data(open_page(mg_mode="sum"))["payload"]
    forward, backward = np.array(shown["forward"]), np.array(shown["backward"])
    assert [one["mode"] for one in shown["merges"]] == list(MERGES)
    for one in shown["merges"]:
        np.testing.assert_array_equal(one["states"], merge(forward, backward, one["mode"]))
        assert one["own"] == (one["mode"] == "sum")


def test_choosing_another_merge_changes_the_network(open_page):
    test = open_page()
    before = data(test)["payload"]["logits"]
    test.segmented_control(key="mg_mode").select("mul").run()
    assert not test.exception
    assert data(test)["payload"]["mode"] == "mul"
    assert data(test)["payload"]["logits"] != before


def test_four_networks_stand_side_by_side(open_page):
    names = [one["name"] for one in drawn(open_page(mg_view="Networks"))]
    assert names.count("sum") == names.count("from the past") == names.count("from the future") == 3
    assert names.count("whole logit, not a sum") == 1


def test_on_xor_only_what_combines_the_two_readers_is_right(open_page):
    (bars,) = drawn(open_page(mg_view="XOR"))
    scores = dict(zip(bars["y"], bars["x"], strict=True))
    assert len(scores) == 6
    assert max(scores[mode] for mode in ("concat", "sum", "ave")) < 0.65
    assert min(scores[name] for name in scores if name not in ("concat", "sum", "ave")) > 0.99


def test_the_casino_shows_bayes_rule_over_a_network_that_comes_close(open_page):
    totals = [np.array(one["y"]) for one in drawn(open_page(mg_view="Casino")) if one["name"] == "sum"]
    exact, trained = totals
    assert np.abs(exact - trained).mean() < 0.5


def test_a_link_with_bad_values_opens_the_defaults(open_page):
    test = open_page(mg_view="nonsense", mg_mode="avg", mg_task="42", mg_seed="-3")
    shown = data(test)["payload"]
    assert shown["mode"] == "concat"
    assert shown["classes"] == ["alone", "paired"]
