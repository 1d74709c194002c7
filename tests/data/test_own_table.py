import gzip
import pickle
import zipfile
from io import BytesIO

import numpy as np
import pytest

from tests.random_uploads import damaged
from viz_core.config import TaskConfig
from viz_core.data import own_numbers, own_table, own_texts, plain_text, uploads
from viz_core.data.own_examples import EXAMPLES
from viz_core.data.own_sets import keep_table, own_data, read_own
from viz_core.data.own_table import MOST_CLASSES, read_table

NUMBERS = "sequence,x,y,label\n"
TEXTS = "text,label\n"


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("BIRNN_UPLOADS", str(tmp_path / "kept"))
    own_data.cache_clear()


def numbers(*, cell="0.5", label="a", sequence="1", head=NUMBERS, tail=""):
    """Twenty-one good sequences of two steps, then one row with a peculiar cell."""
    good = "".join(f"s{n},{n},-1.5e-1,{'ab'[n % 2]}\ns{n},{n},2,b\n" for n in range(21))
    return f"{head}{good}{sequence},{cell},1,{label}\n{tail}".encode()


def texts(*, text="good", label="a", head=TEXTS):
    good = "".join(f"word number {n},{'ab'[n % 2]}\n" for n in range(20))
    return f'{head}{good}"{text}",{label}\n'.encode()


def zipped():
    data = BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("own.csv", numbers())
    return data.getvalue()


BAD = {
    "empty": (b"", "a table; got nothing"),
    "blank": (b"\n \n", "a table; got nothing"),
    "no header": (b"1,0.5,2,a\n" * 50, "whose first row has the names .* got '1,0.5,2,a'"),
    "other names": (b"id,x,class\n1,2,a\n", "whose first row has the names"),
    "header alone": (NUMBERS.encode(), "20 to 5,000 sequences; got 0"),
    "texts header alone": (TEXTS.encode(), "20 to 20,000 texts; got 0"),
    "UTF-16": (numbers().decode().encode("utf-16"), "text in UTF-8; got UTF-16"),
    "UTF-16 unmarked": (numbers().decode().encode("utf-16-le"), "a zero byte at character 1"),
    "Latin-1": (numbers(label="caf\u00e9").decode().encode("latin-1"), "another encoding at byte 578"),
    "NUL": (numbers(label="a\0"), "text; got a zero byte at character"),
    "pickle": (pickle.dumps({"label": 1}), "text in UTF-8; got another encoding at byte 0"),
    "old pickle": (pickle.dumps({"label": 1}, protocol=0), "whose first row has the names"),
    "zip": (zipped(), "text in UTF-8; got a ZIP or Excel file"),
    "picture": (b"\x89PNG\r\n\x1a\n\0\0", "text in UTF-8; got another encoding at byte 0"),
    "gzipped junk": (gzip.compress(bytes(range(256))), "text in UTF-8; got another encoding"),
    "short gzip": (gzip.compress(numbers())[:-9], "a gzip file that breaks off"),
    "same name twice": (b"sequence,x,x,label\n", "columns have different names; got 'x' twice"),
    "label twice": (b"sequence,Label,x,label\n", "different names; got 'label' twice"),
    "name missing": (b"sequence,,label\n", "a name of 1 to 30 characters for each column; got nothing"),
    "long name": (b"sequence," + b"n" * 31 + b",label\n", "for each column; got 'nnn"),
    "formula name": (b"sequence,=A1,label\n", "for each column; got '=A1'"),
    "no feature": (b"sequence,label\n1,a\n", "1 to 16 columns of numbers .* got the columns sequence, label"),
    "many features": (
        ("sequence,label," + ",".join(f"f{n}" for n in range(17))).encode(),
        "at most 18 columns; got 19",
    ),
    "a million columns": (b"label,sequence," + b"x," * 10**6 + b"y\n", "at most 18 columns; got 1,000,003"),
    "names in quotes": (b'"label,sequence",x\n1,2\n', "whose first row has the names"),
    "gzip bomb": (gzip.compress(b"sequence,x,label\n" + b"1,1,a\n" * 2**21), "10 MB unzipped; got more"),
    "text and sequence": (b"sequence,text,label\n1,a,b\n", "1 to 16 columns of numbers"),
    "ragged": (numbers(tail="1,2\n"), "4 columns in every row; got 2 in line 45"),
    "long row": (numbers(tail="1,2,3,a,5\n"), "4 columns in every row; got 5 in line 45"),
    "open quote": (numbers(tail='"1,2,3,a\n'), "whose quotes come in pairs"),
    "stray quote": (numbers(tail='"1"x,2,3,a\n'), "whose quotes come in pairs"),
    "huge cell": (numbers(cell="9" * 200_000), "whose cells are short"),
    "missing value": (numbers(cell=""), "got an empty cell in line 44, column 'x'"),
    "word": (numbers(cell="NA"), "got 'NA' in line 44, column 'x'"),
    "NaN": (numbers(cell="nan"), "got 'nan' in line 44"),
    "infinity": (numbers(cell="-inf"), "got '-inf' in line 44"),
    "overflow": (numbers(cell="1e999"), "got '1e999' in line 44"),
    "too large": (numbers(cell="-2e15"), "a number from -1e\\+15 to 1e\\+15.* got '-2e15'"),
    "decimal comma": (numbers(cell='"1,5"'), "written as 1.5.* got '1,5' in line 44"),
    "underscore": (numbers(cell="1_0"), "got '1_0' in line 44"),
    "Arabic digits": (numbers(cell="\u0661"), "got '\u0661' in line 44"),
    "formula number": (numbers(cell="=1+1"), "got '=1\\+1' in line 44"),
    "formula label": (numbers(label="=HYPERLINK(1)"), "without formulas; got '=HYPERLINK\\(1\\)' in line 44"),
    "formula command": (numbers(label="+cmd|' /C calc'!A0"), "without formulas; got"),
    "formula sequence": (numbers(sequence="@SUM(A1)"), "without formulas; got '@SUM\\(A1\\)' in line 44"),
    "no label": (numbers(label=" "), "a label of 1 to 30 characters in every row; got nothing in line 44"),
    "long label": (numbers(label="l" * 31), "a label of 1 to 30 characters"),
    "control in label": (numbers(label="a\x07"), "a label of 1 to 30 characters"),
    "no sequence": (numbers(sequence=""), "a sequence of 1 to 60 characters .* line 44"),
    "few sequences": (b"sequence,x,label\n" + b"1,1,a\n1,1,b\n" * 30, "20 to 5,000 sequences; got 1"),
    "one step each": (
        b"sequence,x,label\n" + b"".join(b"%d,1,a\n" % n for n in range(30)),
        "some rows have the same sequence; got one row for each",
    ),
    "long sequence": (
        numbers(tail="1,0,0,a\n" * 200),
        "at most 200 steps in each sequence; got more in line 244",
    ),
    "one class": (numbers(head=NUMBERS).replace(b",b\n", b",a\n"), "2 to 16 different labels; got 1"),
    "many classes": (
        b"text,label\n" + b"".join(b"word,l%d\n" % n for n in range(MOST_CLASSES + 4)),
        "2 to 16 different labels; got 20",
    ),
    "other column beside texts": (b"text,label,when\n", "`text` and `label` alone; got also when"),
    "few texts": (b"text,label\na,b\nb,c\n", "20 to 20,000 texts; got 2"),
    "no word": (texts(text="?!"), "at least one word in every text; got none in line 22"),
    "control in text": (texts(text="a\x07b"), "printable texts; got a control character in line 22"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_wrong_file_gets_one_sentence_and_nothing_is_kept(name):
    data, says = BAD[name]
    with pytest.raises(ValueError, match=rf"^`file` must be [^\n]*{says}[^\n]*\.$"):
        keep_table(data)
    assert not uploads.folder().exists()


@pytest.mark.parametrize(
    ("module", "limit", "most", "data"),
    [
        (plain_text, "MOST_BYTES", 100, numbers()),
        (own_table, "MOST_ROWS", 10, numbers()),
        (own_numbers, "MOST_SEQUENCES", 20, numbers()),
        (own_texts, "MOST_TEXTS", 20, texts()),
    ],
)
def test_every_limit_holds(module, limit, most, data, monkeypatch):
    keep_table(data)
    read_own.cache_clear()
    monkeypatch.setattr(module, limit, most)
    with pytest.raises(ValueError, match=r"^`file` must be .*\d.*; got (more|22|21|0 MB)\.$"):
        keep_table(data)


def test_two_hundred_megabytes_are_refused_unread():
    with pytest.raises(ValueError, match="at most 10 MB; got 200 MB"):
        keep_table(bytes(200 * 2**20))


@pytest.mark.parametrize("seed", range(40))
def test_whatever_comes_is_read_or_refused_in_one_sentence(seed):
    rng = np.random.default_rng(seed)
    good = [numbers(), texts(), numbers().replace(b",", b"\t"), gzip.compress(texts())]
    for _ in range(25):
        junk = bytes(rng.integers(0, 256, rng.integers(0, 300), np.uint8))
        for data in (junk, damaged(rng, good[rng.integers(len(good))])):
            try:
                own = read_own(plain_text.text_of(data))
            except ValueError as refused:
                assert str(refused).startswith("`file` must be ") and "\n" not in str(refused)
            else:
                assert all(np.isfinite(one).all() for one in own.values if own.features)


@pytest.mark.parametrize(("separator", "end"), [(",", "\n"), (";", "\r\n"), ("\t", "\r")])
def test_the_separator_is_found_by_looking(separator, end):
    text = "\ufeff" + end + numbers().decode().replace(",", separator).replace("\n", end)
    assert read_table(text.removeprefix("\ufeff")).names == ("sequence", "x", "y", "label")
    own = own_data(keep_table(text.encode()).source)
    assert own.features == ("x", "y") and len(own.ids) == 22


def test_rows_of_a_sequence_are_its_steps_in_the_order_of_the_file():
    rows = [f"{n % 20},{n},{'ab'[n % 3 == 0]}" for n in range(60)]
    own = read_own("Sequence,speed,LABEL\n" + "\n".join(rows))
    assert own.ids == tuple(str(n) for n in range(20))
    assert own.values[3].tolist() == [[3.0], [23.0], [43.0]]
    assert own.per_step and own.targets[3].tolist() == [1, 0, 0]


def test_one_label_through_every_sequence_is_the_label_of_the_whole():
    rows = [f"{n % 20},{n},{'ba'[n % 20 < 5]}" for n in range(60)]
    own = read_own("sequence,speed,label\n" + "\n".join(rows))
    assert not own.per_step
    assert [one.tolist() for one in own.targets] == [[0]] * 5 + [[1]] * 15


def test_texts_may_hold_separators_lines_and_quotes():
    own = read_own(texts(text='Well, ""good"";\nnot bad').decode())
    assert own.values[-1].tolist() == ["well", "good", "not", "bad"]
    assert own.features == () and not own.per_step and own.classes == ("a", "b")


def test_of_a_long_text_the_beginning_is_read_and_the_rest_is_counted():
    own = read_own(texts(text=" ".join(f"w{n}" for n in range(300))).decode())
    assert own.values[-1].tolist() == [f"w{n}" for n in range(200)] and own.cut_short == 1


def test_what_begins_like_a_formula_and_is_none_is_read():
    own = read_own(texts(text="- well done @you, +1", label="-1").decode())
    assert own.classes == ("-1", "a", "b")


def test_the_longest_sequence_gives_the_length():
    assert keep_table(numbers()).timesteps == 2
    task = keep_table(texts(text="one two three four"))
    assert task == TaskConfig(name="own_texts", source=task.source, timesteps=5)


@pytest.mark.parametrize("name", EXAMPLES)
def test_examples_are_read_as_they_are_and_always_the_same(name):
    text = EXAMPLES[name].table()
    made = EXAMPLES[name].table.__wrapped__()
    assert made == text
    own = read_own(text)
    assert own.per_step == (name == "leaks")
    assert len(own.ids) == (2_000 if name == "short_reviews" else 400)
