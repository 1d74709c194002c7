from tests.shown import components
from ui.home import NETWORK, SEQUENCE
from viz_core.network.probe import drawn_probe
from viz_core.network.tracing import trace
from viz_core.pretrained import load
from viz_core.tasks import TASKS


def test_home_shows_a_trained_network_reading(visit):
    app = visit("app.py")
    payload = app.get("bidi_component")[0].proto.json
    assert '"source": "pretrained"' in payload or '"source":"pretrained"' in payload
    assert "Bidirectional RNNs, alive" in [title.value for title in app.title]


def test_both_readers_read_at_once_so_that_an_answer_appears_when_both_have_read_its_step(visit):
    app = visit("app.py")
    (options,) = (given["options"] for given in components(app, "payload"))
    assert options["schedule"] == "together"
    assert any("each appears when both have read its step" in one.value for one in app.markdown)


def test_the_first_picture_is_of_a_task_that_needs_both_directions():
    config = load(NETWORK).config
    best = TASKS[config.task.name].ceilings(config.task)
    assert best["bidirectional"] == 1
    assert max(best["forward"], best["backward"]) < 0.9


def test_the_words_under_the_first_picture_count_its_answers(visit):
    network = load(NETWORK)
    probe = drawn_probe(network.config.task, SEQUENCE)
    said = trace(network.weights, network.config.model, probe.inputs)["probabilities"][0, :, 0] > 0.5
    right = int((said == probe.targets[0]).sum())
    words = " ".join(one.value for one in visit("app.py").markdown)
    assert f"answers {right} of these {said.size} steps correctly" in words
    assert f"{network.config.model.cell} with {network.config.model.units} units" in words
