"""Watch: a real `fit` writes curves and weights, is not changed by it, and is never broken by it."""

import json
import logging
import math
import os
import shutil
from types import SimpleNamespace

import keras
import numpy as np
import pytest
from keras import layers

from viz_core.guests.feeding import Fed
from viz_core.payloads.playback import decode
from viz_core.watch import Watch, following
from viz_core.watch.folder import ABOUT, CURVE, NETWORK, SAMPLE, WEIGHTS

pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation doesn't accept a copy keyword")
TIME = 6


@pytest.fixture(autouse=True)
def place(monkeypatch, tmp_path):
    """The folder that trainings write to; nothing waits between two writings."""
    monkeypatch.setenv("BIRNN_WATCH", str(tmp_path / "watched"))
    monkeypatch.setattr("viz_core.watch.callback.EVERY", 0.0)
    monkeypatch.setattr("viz_core.watch.callback.SHARE", 0)
    monkeypatch.setattr("viz_core.watch.callback.POINTS", math.inf)
    following._opened.cache_clear()
    return tmp_path / "watched"


def data():
    x = np.random.default_rng(0).random((32, TIME, 1), dtype=np.float32)
    return x, (np.cumsum(x, axis=1) > TIME / 4).astype(np.float32)


def network(*more, compiled=False):
    """A small network; TensorFlow takes longer to compile its updates than to do eight of them one by one."""
    keras.utils.set_random_seed(1)
    reader = layers.Bidirectional(layers.LSTM(3, return_sequences=True))
    head = layers.TimeDistributed(layers.Dense(1, activation="sigmoid"))
    model = keras.Sequential([keras.Input((TIME, 1)), reader, *more, layers.BatchNormalization(), head])
    model.compile("adam", "binary_crossentropy", metrics=["accuracy"], run_eagerly=not compiled)
    return model


def fit(model, callback, epochs=2, **words):
    x, y = data()
    model.fit(x, y, batch_size=8, epochs=epochs, verbose=0, callbacks=[callback], **words)
    return x, y


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """A network after a training that was watched to its end, and the folder with what was written."""
    folder, model = tmp_path_factory.mktemp("trained") / "watched", network(compiled=True)
    fit(model, Watch(data()[0][:1], name="mine", targets=[0, 0, 0, 1, 1, 1], to=folder))
    return model, folder


@pytest.fixture
def written(trained, place):
    """That training, in a folder that a test may spoil."""
    shutil.copytree(trained[1], place)
    (one,) = following.watched()
    return one


def test_the_newest_weights_are_those_of_the_model(trained, written):
    (model, _), (x, _), one = trained, data(), written
    assert (one.about.name, one.about.over, one.about.epochs, one.running) == ("mine", True, 2, False)
    guest = following.network(one)
    np.testing.assert_allclose(guest.outputs(x)[0], model(x), atol=1e-5)
    np.testing.assert_array_equal(following.sample(one)[0], x[:1])
    assert following.targets(one).tolist() == [0, 0, 0, 1, 1, 1]
    assert Fed.of(following.sample(one)).inputs[0].shape == (1, TIME, 1)


def test_curves_have_every_metric_and_validation_once_an_epoch():
    x, y = data()
    fit(network(), Watch(x[:1]), validation_data=(x, y))
    (one,) = following.watched()
    curves = following.curves(one)
    assert set(curves) == {"loss", "accuracy", "val_loss", "val_accuracy"}
    assert curves["val_loss"][:, 0].tolist() == [4, 8]
    steps = curves["loss"][:, 0]
    assert steps[0] == 1 and steps[-1] == 8 and np.all(np.diff(steps) >= 0)


def test_watching_changes_nothing_in_the_training():
    watched, alone = network(), network()
    fit(watched, Watch(data()[0][:1]), shuffle=False)
    fit(alone, keras.callbacks.Callback(), shuffle=False)
    for one, two in zip(watched.get_weights(), alone.get_weights(), strict=True):
        np.testing.assert_array_equal(one, two)


def test_nothing_is_written_before_its_time(monkeypatch):
    monkeypatch.setattr("viz_core.watch.callback.EVERY", 3600.0)
    fit(network(), Watch(data()[0][:1]))
    (one,) = following.watched()
    assert following.curves(one)["loss"][:, 0].tolist() == [8]


def test_the_longer_a_writing_takes_the_longer_the_next_one_waits(monkeypatch):
    monkeypatch.setattr("viz_core.watch.callback.SHARE", 50)
    now = iter(np.arange(0, 1000, 10.0))
    monkeypatch.setattr("viz_core.watch.callback.time", SimpleNamespace(monotonic=lambda: next(now)))
    watch = Watch(data()[0][:1])
    watch._guarded(lambda: None)
    assert watch._due == 10 + 50 * 10
    assert watch.seconds == 10


def test_a_folder_that_cannot_be_written_ends_the_watching_alone(place, caplog):
    place.write_text("a file is in the way")
    model, before = network(), network().get_weights()
    with caplog.at_level(logging.WARNING):
        fit(model, Watch(data()[0][:1]))
    ours = [one.message for one in caplog.records if one.name == "viz_core.watch.callback"]
    assert ours == ["This training is not watched any more."]
    assert any(np.any(one != two) for one, two in zip(model.get_weights(), before, strict=True))


def test_a_watch_that_is_used_again_begins_anew():
    watch, model = Watch(data()[0][:1]), network()
    for _ in range(2):
        fit(model, watch)
    one, two = following.watched()
    for run in (one, two):
        assert run.about.over and following.curves(run)["loss"][0, 0] == 1


def test_metrics_that_are_no_single_numbers_are_left_out():
    watch = Watch(data()[0][:1])
    watch.set_model(network())
    watch.set_params({"epochs": 1})
    watch.on_train_begin()
    watch.on_train_batch_end(0, {"loss": np.float32(0.5), "by_class": np.ones(3), "name": "x"})
    watch.on_epoch_end(0, {"val_loss": [1, 2]})
    watch.on_train_end({})
    assert set(following.curves(following.watched()[0])) == {"loss"}


class Unsaved(layers.Layer):
    """A layer that Keras cannot describe."""

    def call(self, inputs):
        return inputs

    def get_config(self):
        raise NotImplementedError


def test_of_a_network_that_cannot_be_saved_the_curves_are_followed():
    fit(network(Unsaved()), Watch(data()[0][:1]))
    (one,) = following.watched()
    assert one.about.without == "`model` must be one that Keras can save; got another."
    assert one.about.over and "loss" in following.curves(one)


class Own(layers.Layer):
    """A layer that is none of Keras's own."""

    def call(self, inputs):
        return inputs * 2


def test_of_a_network_that_cannot_be_shown_the_curves_are_followed(place):
    fit(network(Own()), Watch(data()[0][:1]))
    (one,) = following.watched()
    assert "one of Keras's own layers" in one.about.without
    assert set(following.curves(one)) == {"loss", "accuracy"}
    assert not (place / one.id / NETWORK).exists()


def test_a_sample_of_another_shape_is_said_and_the_curves_are_followed():
    fit(network(), Watch(np.zeros((1, TIME, 2))))
    (one,) = following.watched()
    assert "`inputs` must have the shape" in one.about.without


BROKEN = [
    b"[]",
    b'{"name": 3}',
    b"{",
    b"[" * 60_000,
    b'{"name": "a", "epochs": null}',
    b'{"name": "a", "sample": 5}',
    b'{"name": "a", "sample": [[1, -6, 1]]}',
    b'{"name": "a", "targets": [4294967296]}',
    b'{"name": "a", "more": 1}',
    json.dumps({"name": "a" * 70_000}).encode(),
]


@pytest.mark.parametrize("content", BROKEN)
def test_a_training_that_says_something_odd_is_not_listed(place, content):
    (place / "1-1-odd").mkdir(parents=True)
    (place / "1-1-odd" / ABOUT).write_bytes(content)
    assert following.watched() == []


@pytest.mark.parametrize("name", [WEIGHTS, SAMPLE])
@pytest.mark.parametrize("content", [None, b"", b"1234567", bytes(2**20)])
def test_files_of_another_size_are_refused_in_one_sentence(place, written, name, content):
    path = place / written.id / name
    path.unlink() if content is None else path.write_bytes(content)
    read = following.network if name == WEIGHTS else following.sample
    with pytest.raises(ValueError, match=r"^`[\w.]+` must [^\n]*; got [^\n]*\.$"):
        read(written)


def test_what_is_no_plain_file_is_not_read(place, written):
    """A pipe would keep its reader for ever, and `/dev/zero` never ends."""
    there = place / written.id
    for name, read in ((CURVE, following.curves), (WEIGHTS, following.network), (SAMPLE, following.sample)):
        for make in (os.mkfifo, lambda path: path.symlink_to("/dev/zero")):
            (there / name).unlink()
            make(there / name)
            if name == CURVE:
                assert read(written) == {}
            else:
                with pytest.raises(ValueError, match=r"must be"):
                    read(written)


def test_of_a_training_without_its_network_one_sentence_is_said(place, written):
    (place / written.id / NETWORK).unlink()
    with pytest.raises(ValueError, match=r"^`network` must be there; got none\.$"):
        following.network(written)


def test_numbers_that_are_none_are_left_out_of_a_curve(place, written):
    lines = [{"step": 10**400, "loss": 1}, {"step": 1, "loss": 10**400}, {"step": math.inf, "loss": 1}]
    lines.append({"step": 7, "loss": 0.5})
    (place / written.id / CURVE).write_text("\n".join(map(json.dumps, lines)))
    assert following.curves(written)["loss"].tolist() == [[7, 0.5]]


def test_half_a_line_of_a_curve_is_left_out(place, written):
    path = place / written.id / CURVE
    whole = following.curves(written)["loss"]
    path.write_bytes(path.read_bytes() + b'{"step": 9, "loss": 0.' + b'\n["a"]\n{"step": 9, "loss": "x"}\n')
    np.testing.assert_array_equal(following.curves(written)["loss"], whole)


def test_a_training_without_news_does_not_count_as_running(monkeypatch):
    monkeypatch.setattr("viz_core.watch.callback.Watch.on_train_end", lambda self, logs=None: None)
    fit(network(), Watch(data()[0][:1]))
    assert following.watched()[0].running
    monkeypatch.setattr("viz_core.watch.following.SILENT_SECONDS", -1.0)
    assert not following.watched()[0].running


def test_without_any_training_there_is_nothing_to_list():
    assert following.watched() == []


def test_in_a_notebook_it_shows_every_recurrent_layer_with_the_newest_weights(monkeypatch):
    monkeypatch.setattr("viz_core.watch.inline.player_page", _Shown)
    (x, _), model = data(), network(layers.GRU(2, return_sequences=True))
    watch = Watch(x[:1], name="mine", targets=[0, 0, 0, 1, 1, 1])
    fit(model, watch)
    payloads, words = watch._repr_html_()
    assert [one["cell"] for one in payloads] == ["GRU", "LSTM"] and words == {"title": "mine"}
    shown = decode(payloads[0]["predictions"][0]["probabilities"])
    np.testing.assert_allclose(shown, model(x[:1])[0], atol=0.01)
    assert payloads[0]["targets"] == [0, 0, 0, 1, 1, 1]


class _Shown:
    """In place of a page: what it would be made of."""

    def __init__(self, payloads, **words):
        self.parts = payloads, words

    def _repr_html_(self):
        return self.parts


def test_in_a_notebook_it_says_why_there_is_no_player():
    watch = Watch(data()[0][:1])
    assert "before `fit` has begun" in watch._repr_html_()
    fit(network(Own()), watch)
    assert "one of Keras&#x27;s own layers" in watch._repr_html_()


def test_the_player_of_a_notebook_is_one_piece_that_needs_no_network():
    watch = Watch(data()[0][:1], name="<mine>")
    fit(network(), watch)
    shown = watch._repr_html_()
    assert shown.startswith('<iframe srcdoc="') and "https://" not in shown.replace("https://www.w3.org", "")
    assert "<mine>" not in shown
