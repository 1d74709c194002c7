import hashlib
import inspect

import pytest

from viz_core.data.fetch import ORIGIN, REMOTES, Fetch, Remote, fetch

CONTENT = b"digits" * 50_000
REMOTE = Remote(name="a.npz", size=len(CONTENT), sha256=hashlib.sha256(CONTENT).hexdigest())


@pytest.fixture
def origin(tmp_path):
    (tmp_path / "far").mkdir()
    (tmp_path / "far" / "a.npz").write_bytes(CONTENT)
    return (tmp_path / "far").as_uri() + "/"


def fetched(remote, origin, folder):
    one = Fetch(remote, origin=origin, folder=folder)
    one.wait(20)
    assert one.over
    return one


def test_a_file_arrives_whole_with_its_progress(origin, tmp_path):
    one = fetched(REMOTE, origin, tmp_path / "here")
    assert (one.error, one.progress) == ("", 1.0)
    assert (tmp_path / "here" / "a.npz").read_bytes() == CONTENT


def test_a_wrong_checksum_leaves_nothing_behind(origin, tmp_path):
    other = Remote(name="a.npz", size=len(CONTENT), sha256="0" * 64)
    one = fetched(other, origin, tmp_path / "here")
    assert one.error == "`a.npz` must have the checksum Keras knows; got another file."
    assert list((tmp_path / "here").iterdir()) == []


def test_a_file_larger_than_known_is_not_taken_to_its_end(origin, tmp_path):
    small = Remote(name="a.npz", size=1_000, sha256=REMOTE.sha256)
    assert fetched(small, origin, tmp_path / "here").error


def test_without_network_there_is_one_sentence(tmp_path):
    one = fetched(REMOTE, "http://127.0.0.1:9/", tmp_path / "here")
    assert one.error.startswith("`a.npz` must come from http://127.0.0.1:9/; got no answer")
    assert "by hand" in one.error and "\n" not in one.error
    assert list((tmp_path / "here").iterdir()) == []


def test_a_set_that_needs_no_file_is_refused():
    with pytest.raises(ValueError, match="`data set` must be one of digits, reviews; got 'mini_reviews'"):
        fetch("mini_reviews")


def test_files_and_checksums_are_those_of_keras():
    import keras

    for name, module in (("digits", keras.datasets.mnist), ("reviews", keras.datasets.imdb)):
        source = inspect.getsource(module.load_data)
        assert REMOTES[name].sha256 in source and REMOTES[name].name in source
        assert ORIGIN in source
