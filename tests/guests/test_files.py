"""Files of numbers and word indexes that people bring: read, or refused in one sentence."""

import io
import json
import pickle
import zipfile

import numpy as np
import pytest

from viz_core.guests.files import arrays_in, word_index


def npy(array, **words):
    buffer = io.BytesIO()
    np.save(buffer, array, **words)
    return buffer.getvalue()


def npz(**arrays):
    buffer = io.BytesIO()
    np.savez(buffer, **arrays)
    return buffer.getvalue()


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("names", ["", "a{0}b{0}c\n"])
def test_a_table_is_read_with_or_without_names(mark, names):
    data = (names + "1{0}2{0}3\n4{0}5{0}6\n\n").format(mark).encode()
    np.testing.assert_array_equal(arrays_in(data)[0], [[1, 2, 3], [4, 5, 6]])


@pytest.mark.parametrize("kind", [np.float32, np.int64, np.uint8, bool])
def test_an_array_of_numbers_is_read(kind):
    np.testing.assert_array_equal(arrays_in(npy(np.eye(3, dtype=kind)))[0], np.eye(3))


def test_arrays_of_an_npz_keep_their_order():
    found = arrays_in(npz(x=np.ones((2, 3)), a=np.zeros(4)))
    assert [one.shape for one in found] == [(2, 3), (4,)]


def claiming(count):
    """An array whose header says that it has more numbers than follow."""
    shape = f"({count},), }}".encode()
    return npy(np.zeros(4)).replace(b"(4,), }".ljust(len(shape)), shape)


class Harmful:
    def __reduce__(self):
        return (print, ("never",))


BAD = [
    (npy(np.array([Harmful()], object), allow_pickle=True), "an array of something else"),
    (npy(np.array(["text"])), "an array of something else"),
    (npy(np.array([np.nan])), "others among them"),
    (npy(np.zeros(4))[:-8], "an array of the shape"),
    (claiming(9999), "an array of the shape"),
    (b"\x93NUMPY", "an array that cannot be read"),
    (pickle.dumps([1, 2]), "got"),
    (npz(x=np.ones(3))[:60], "an archive that cannot be read"),
    (npz(), "of 1 to 16 arrays; got 0"),
    (b"1,2\n3\n", "a table of 2 columns; got 1 in row 2"),
    (b"1,2\n3,x\n", "something else in row 2"),
    (b"a,b\n", "no numbers"),
    (b"", "no numbers"),
    (b"1,inf\n", "others among them"),
    (b"\xff\xfe1\x00", "UTF-16"),
]


@pytest.mark.parametrize(("data", "got"), BAD)
def test_other_files_are_refused_in_one_sentence(data, got):
    with pytest.raises(ValueError, match=rf"^`file` must be [^\n]*{got}[^\n]*\.$"):
        arrays_in(data)


def test_an_archive_that_unfolds_to_more_than_there_may_be_is_refused():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("x.npy", bytes(20_000_000))
    assert len(buffer.getvalue()) < 100_000
    with pytest.raises(ValueError, match="at most 1,000,000 numbers; got more"):
        arrays_in(buffer.getvalue())


def test_a_word_index_is_read():
    assert word_index(b'{"the": 1, "caf\xc3\xa9": 7}') == {"the": 1, "café": 7}


@pytest.mark.parametrize(
    "data",
    [b"", b"[1]", b"{}", b'{"a": -1}', b'{"a": 1.5}', b'{"a": true}', b"{'a': 1}", b"[" * 100_000],
)
def test_what_is_no_word_index_is_refused(data):
    with pytest.raises(ValueError, match=r"^`file` must be a word index in JSON[^\n]*\.$"):
        word_index(data)


def test_a_word_of_a_thousand_letters_is_refused():
    with pytest.raises(ValueError, match="`file` must be a word index"):
        word_index(json.dumps({"a" * 1_000: 1}).encode())
