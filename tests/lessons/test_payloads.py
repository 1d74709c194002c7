"""What the lessons' pictures draw: plain JSON, a value for each step, the numbers of the lesson itself."""

import json

import numpy as np
import pytest

from viz_core.config import TaskConfig
from viz_core.lessons.alignment_payload import alignment_payload
from viz_core.lessons.errors_flowing_back import gradient_lengths
from viz_core.lessons.errors_flowing_back_payload import errors_payload
from viz_core.lessons.merge_payload import merge_payload
from viz_core.lessons.state_space import first_weights, sequences, space
from viz_core.lessons.state_space_payload import ShownNetwork, clouds, state_space_payload
from viz_core.lessons.switchboard_payload import Twin, twins_payload
from viz_core.lessons.who_knows_what_curtain import drawn_futures
from viz_core.lessons.who_knows_what_payload import arrival_payload, curtain_payload, maps_payload
from viz_core.network.probe import drawn_probe
from viz_core.network.tracing import trace
from viz_core.network.weights import initial_weights
from viz_core.pretrained import TWINS, film, load

CLASSES = ["no", "yes"]


def probe_of(network):
    return drawn_probe(network.config.task, 3)


def merge_of(mode):
    network = load(f"brackets_{mode}")
    return merge_payload(network, probe_of(network), sequences=20)


def knowing(layers=1):
    networks = {name: load(f"brackets_{name}_{layers}") for name in ("forward", "bidirectional")}
    return networks, probe_of(networks["forward"])


def curtain():
    networks, probe = knowing()
    return curtain_payload(networks, probe, drawn_futures(TaskConfig(name="brackets"), 3, 2), CLASSES)


def errors(at):
    network = load("long_GRU_0")
    probe = drawn_probe(TaskConfig(name="balance", timesteps=10), 0)
    model = network.config.model
    weights = initial_weights(model, features=1, outputs=1, rng=np.random.default_rng(0))
    lengths = gradient_lengths(weights, model, probe.inputs, probe.targets, at=at)
    return errors_payload(lengths, symbols=probe.symbols, at=at)


def twins():
    films = [film(f"twin_{name}") for name in TWINS]
    made = [Twin(title="a", note="b", model=one.config.model, weights=one.weights[-1]) for one in films]
    return twins_payload(made, drawn_probe(films[0].config.task, 3), CLASSES)


def alignment(flip):
    network = load("brackets_concat")
    return alignment_payload(network, probe_of(network), flip=flip)


def state_space(view, colour):
    network = load("casino")
    config, batch = network.config, sequences(network.config)
    shown = []
    for name, weights in (("trained", network.weights), ("untrained", first_weights(config))):
        found = space(config, weights, batch)
        drawn = clouds(config, weights, found, batch, view=view, colour=colour)
        shown.append(ShownNetwork(name=name, weights=weights, space=found, clouds=drawn))
    return state_space_payload(shown, config, probe_of(network), source="pretrained", colour="Target")


PAYLOADS = {
    "merge": lambda: merge_of("concat"),
    "alignment": lambda: alignment(True),
    "errors": lambda: errors(None),
    "maps": lambda: maps_payload(*knowing(2), CLASSES),
    "curtain": curtain,
    "arrival": lambda: arrival_payload(*knowing(), CLASSES, ["n", "y"]),
    "twins": twins,
    "state space": lambda: state_space("planes", "target"),
}


@pytest.mark.parametrize("name", PAYLOADS)
def test_a_payload_is_plain_json_with_a_symbol_for_each_step(name):
    payload = PAYLOADS[name]()
    json.dumps(payload, allow_nan=False)
    assert len(payload["symbols"]) == payload["steps"]
    assert payload["source"] in ("pretrained", "fresh weights")


@pytest.mark.parametrize("mode", ["concat", "sum", "ave"])
def test_evidence_and_bias_add_up_to_the_logits(mode):
    payload = merge_of(mode)
    parts = payload["evidence"]
    total = np.add(parts["forward"], parts["backward"]) + parts["bias"]
    np.testing.assert_allclose(total, payload["logits"], atol=1e-6)
    assert [one["mode"] for one in payload["merges"] if one["own"]] == [mode]


def test_a_product_has_no_evidence_of_its_own():
    assert merge_of("mul")["evidence"] is None


def test_without_the_flip_the_answers_are_others_and_the_states_the_same():
    flipped, forgotten = alignment(True), alignment(False)
    assert flipped["order"] == list(range(flipped["steps"]))[::-1]
    assert (flipped["forward"], flipped["backward"]) == (forgotten["forward"], forgotten["backward"])
    assert flipped["probabilities"] != forgotten["probabilities"]


def test_an_error_of_one_answer_never_reaches_what_a_reader_read_after_it():
    readers = errors(4)["readers"]
    assert readers["forward"]["lengths"][5:] == [0] * 5 and readers["forward"]["arrivals"][5:] == [None] * 5
    assert readers["backward"]["lengths"][:4] == [0] * 4 and readers["backward"]["arrivals"][:4] == [None] * 4


def test_row_n_of_an_arrival_has_the_answers_to_the_first_steps():
    networks, probe = knowing()
    for one in arrival_payload(networks, probe, CLASSES, ["n", "y"])["networks"]:
        network = networks[one["name"]]
        assert [len(row) for row in one["probabilities"]] == list(range(1, len(probe.symbols) + 1))
        last = trace(network.weights, network.config.model, probe.inputs)["probabilities"][0, :, 0]
        np.testing.assert_allclose(one["probabilities"][-1], last, atol=1e-12)


def test_the_bidirectional_twin_takes_a_beat_more_than_there_are_steps():
    payload = twins()
    assert payload["beats"] == payload["steps"] + 1
    for one in payload["networks"]:
        right = np.equal(one["answers"], payload["targets"])
        assert one["right"] == right.tolist()


def test_the_crossed_panel_has_the_first_coordinate_of_each_reader():
    planes = {one["name"]: one["way"] for one in state_space("planes", "belief")["rows"][0]["panels"]}
    crossed = state_space("crossed", "belief")["rows"][0]["panels"][0]
    assert (crossed["name"], crossed["equal"]) == ("crossed", False)
    first = zip(planes["forward"], planes["backward"], strict=True)
    assert crossed["way"] == [[forward[0], backward[0]] for forward, backward in first]


def test_every_shade_of_a_number_lies_between_the_ends_of_the_key():
    payload = state_space("planes", "belief")
    for panel in (one for row in payload["rows"] for one in row["panels"]):
        assert {shade for _, _, shade in panel["dots"]} <= set(range(payload["shades"]))
    assert [shade for _, shade in payload["key"]["names"]] == [0.0, 0.5, 1.0]
