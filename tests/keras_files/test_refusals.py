"""Broken and hostile `.keras` files: one sentence each, before anything is built."""

import json
import time
import tracemalloc
import zipfile

import h5py
import keras
import numpy as np
import pytest
from keras import layers

from tests.keras_files.archives import archive, members, redescribed, reweighed, saved
from viz_core.keras_files.reading import read

pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation doesn't accept a copy keyword")

KERNEL = "layers/bidirectional/forward_layer/cell/vars/0"


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    both = layers.Bidirectional(layers.LSTM(4, return_sequences=True))
    model = keras.Sequential([keras.Input((10, 1)), both, layers.Dense(1, activation="sigmoid")])
    return saved(model, tmp_path_factory.mktemp("sound"))


def refused(data, got):
    with pytest.raises(
        ValueError, match=rf"^`file` must be a \.keras file of a network [^\n]*; got {got}"
    ) as it:
        read(data, "cumulative_sum")
    assert "\n" not in str(it.value)


def test_the_sound_file_is_read(sound):
    assert read(sound, "cumulative_sum")[0].units == 4


# The archive.


def test_a_file_cut_off_is_refused(sound):
    refused(sound[: len(sound) // 2], "something else")


@pytest.mark.parametrize("name", ["config.json", "model.weights.h5"])
def test_an_archive_without_a_part_is_refused(sound, name):
    parts = members(sound)
    del parts[name]
    refused(archive(parts), f"an archive without its [a-z]+, `{name}`")


@pytest.mark.parametrize("name", [b"config.json", b"model.weights.h5"])
def test_a_damaged_archive_is_refused(sound, name):
    data = bytearray(archive(members(sound), zipfile.ZIP_DEFLATED))
    place = data.index(name) + len(name)
    data[place + 20 : place + 60] = b"\xff" * 40
    refused(bytes(data), "a damaged archive")


def in_directory(data, offset, value):
    """The archive with two bytes of each entry of its directory changed."""
    changed, place = bytearray(data), 0
    while (place := changed.find(b"PK\x01\x02", place)) >= 0:
        changed[place + offset : place + offset + 2] = value.to_bytes(2, "little")
        place += 4
    return bytes(changed)


def test_an_encrypted_archive_is_refused(sound):
    refused(in_directory(sound, 8, 1), "an encrypted archive")


@pytest.mark.parametrize("method", [9, 12, 14, 97, 99])
def test_an_unknown_compression_is_refused(sound, method):
    refused(in_directory(sound, 10, method), "an archive with a compression that Keras does not write")


def test_an_archive_of_many_files_is_refused():
    refused(archive({str(number): b"" for number in range(1_001)}), "more than 1,000 files in one")


# The description.


@pytest.mark.parametrize("text", ["[" * 100_000, '{"a":' * 100_000, "[" * 100_000 + "]" * 100_000])
def test_a_deep_description_is_refused(sound, text):
    refused(archive(members(sound) | {"config.json": text}), "a description that is")


@pytest.mark.parametrize(
    "text", ["NaN", '{"units": Infinity}', "9" * 5_000, "\ud800".encode("utf-8", "surrogatepass")]
)
def test_a_description_that_is_no_json_is_refused(sound, text):
    refused(archive(members(sound) | {"config.json": text}), "a description that")


def test_a_large_description_is_refused(sound):
    refused(
        archive(members(sound) | {"config.json": b" " * (4 * 2**20 + 1)}), "a description of more than 4 MB"
    )


ODD = [
    None,
    7,
    -1,
    2.5,
    True,
    "x",
    [],
    [[]],
    {},
    {"config": 3},
    "\u202e",
    10**400,
    ["LSTM"],
    [None, None, None],
]


def places(value, path=()):
    """Where every value of a description stands."""
    if isinstance(value, dict | list):
        pairs = value.items() if isinstance(value, dict) else enumerate(value)
        for key, one in pairs:
            yield (*path, key)
            yield from places(one, (*path, key))


def test_an_odd_value_anywhere_is_read_or_refused_in_one_sentence(sound):
    """Every value of a description by every odd one in turn."""
    described = json.loads(members(sound)["config.json"])
    outcomes = set()
    for number, path in enumerate(places(described)):
        for shift in range(3):
            changed = json.loads(json.dumps(described))
            holder = changed
            for key in path[:-1]:
                holder = holder[key]
            holder[path[-1]] = ODD[(3 * number + shift) % len(ODD)]
            data = archive(members(sound) | {"config.json": json.dumps(changed)})
            try:
                read(data, "cumulative_sum")
                outcomes.add("read")
            except ValueError as problem:
                assert str(problem).startswith("`file` must be a .keras file of a network")
                outcomes.add("refused")
    assert outcomes == {"read", "refused"}


def custom(described):
    described["config"]["layers"][1]["registered_name"] = "mine>LSTM"


def foreign(described):
    described["config"]["layers"][1]["module"] = "os"


def with_lambda(described):
    described["config"]["layers"][1]["class_name"] = "Lambda"


@pytest.mark.parametrize("change", [custom, foreign, with_lambda])
def test_a_part_that_is_not_of_keras_is_refused(sound, change):
    refused(redescribed(sound, change), "a network with a part that is not one of Keras's own layers")


def many_layers(described):
    described["config"]["layers"] = [described["config"]["layers"][0]] * 201


def test_many_layers_are_refused(sound):
    refused(redescribed(sound, many_layers), "201 layers; 200 can be read")


def circle():
    """Two layers that read each other."""
    inputs = keras.Input((10, 1))
    one = layers.LSTM(4, return_sequences=True, name="one")(inputs)
    return keras.Model(inputs, layers.Dense(1, name="two")(one))


def test_layers_that_read_one_another_are_refused(tmp_path):
    def turn(described):
        for layer in described["config"]["layers"]:
            if layer["name"] == "one":
                tensor = layer["inbound_nodes"][0]["args"][0]
                tensor["config"]["keras_history"] = ["two", 0, 0]

    refused(redescribed(saved(circle(), tmp_path), turn), "layers that read one another in a circle")


def test_a_network_that_doubles_at_every_layer_is_refused_at_once(tmp_path):
    states = layers.LSTM(2, return_sequences=True)(inputs := keras.Input((10, 1)))
    for _ in range(60):
        states = layers.Add()([states, states])
    states = keras.ops.flip(states, axis=1)
    started = time.process_time()
    refused(saved(keras.Model(inputs, layers.Dense(1, "sigmoid")(states)), tmp_path), "a network of another")
    assert time.process_time() - started < 60


# The weights.


def test_weights_cut_off_are_refused(sound):
    parts = members(sound)
    refused(
        archive(parts | {"model.weights.h5": parts["model.weights.h5"][:1000]}), "weights that cannot be read"
    )


def test_random_damage_to_the_weights_is_read_or_refused(sound):
    parts = members(sound)
    rng = np.random.default_rng(3)
    for _ in range(100):
        weights = bytearray(parts["model.weights.h5"])
        for place in rng.integers(0, len(weights), 8):
            weights[place] = rng.integers(256)
        try:
            read(archive(parts | {"model.weights.h5": bytes(weights)}), "cumulative_sum")
        except ValueError as problem:
            assert "; got " in str(problem)


def replaced(**words):
    def change(file):
        del file[KERNEL]
        file.create_dataset(KERNEL, **words)

    return change


WRONG_WEIGHTS = [
    (
        replaced(data=np.zeros((1, 12), np.float32)),
        r"weights of another size: \(1, 12\) where \(1, 16\) belongs",
    ),
    (replaced(shape=(1, 16), dtype="f4"), "weights that are not stored as Keras stores them"),
    (replaced(data=np.zeros((1, 16), np.int32)), "weights that are not stored as Keras stores them"),
    (replaced(data=np.zeros((1, 16), np.float32), compression="gzip"), "weights that are not stored as"),
    (replaced(data=np.full((1, 16), np.inf, np.float32)), "weights that are not finite numbers"),
    (replaced(data=np.full((1, 16), 1e300)), "weights that are not finite numbers"),
    (replaced(shape=(1, 16), dtype="f4", external=[("/etc/hostname", 0, 64)]), "weights that lie in another"),
    (lambda file: file.pop(KERNEL), "weights of which some are missing"),
]


@pytest.mark.parametrize(("change", "got"), WRONG_WEIGHTS)
@pytest.mark.filterwarnings("ignore:overflow encountered in cast")
def test_wrong_weights_are_refused(sound, change, got):
    refused(reweighed(sound, change), got)


@pytest.mark.parametrize("link", [h5py.SoftLink("/layers"), h5py.ExternalLink("other.h5", "/")])
def test_weights_behind_a_link_are_refused(sound, link):
    def change(file):
        del file["layers/bidirectional"]
        file["layers/bidirectional"] = link

    refused(reweighed(sound, change), "weights that lie in another file")


# What a small file may ask for.


def greedy(data, **options):
    """A file of about 2 kB whose layers are enormous."""

    def change(described):
        for layer in described["config"]["layers"]:
            config = layer["config"]
            for inner in (config, *(config[one]["config"] for one in config if one.endswith("layer"))):
                inner.update({name: value for name, value in options.items() if name in inner})

    changed = redescribed(data, change)
    parts = members(changed)
    described = json.loads(parts["config.json"])
    parts["config.json"] = json.dumps(described, separators=(",", ":"))
    parts["model.weights.h5"] = b""
    return archive(parts, zipfile.ZIP_DEFLATED)


@pytest.mark.parametrize(
    "options",
    [
        {"batch_shape": [None, 10, 3 * 10**7]},
        {"batch_shape": [10**9, 10**9, 1]},
        {"units": 10**6},
        {"units": 512},
    ],
    ids=str,
)
def test_a_small_file_that_asks_for_gigabytes_is_refused_at_once(sound, options):
    data = greedy(sound, **options)
    assert len(data) < 2_500
    tracemalloc.start()
    refused(data, "")
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 2**23
