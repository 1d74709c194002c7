import gzip
import tracemalloc

import pytest

from viz_core.data import plain_text, tagged_file
from viz_core.data.tagged_file import read_tagged

CONLLU = """# sent_id = 1
# text = Don't run, it's 5
1-2\tDon't\t_\t_\t_\t_\t_\t_\t_\t_
1\tDo\tdo\tAUX\tVB\t_\t0\troot\t_\t_
2\tn't\tnot\tPART\tRB\t_\t1\tadvmod\t_\t_
2.1\tghost\tghost\tVERB\tVB\t_\t_\t_\t_\t_

1\t#\t#\tSYM\t#\t_\t0\troot\t_\t_
2\tbasic\u00adally\tbasically\tADV\tRB\t_\t1\tadvmod\t_\t_
"""


def pairs(sentences):
    return [list(zip(one.words, one.tags, strict=True)) for one in sentences]


def test_conllu_gives_words_and_tags_without_comments_ranges_and_empty_words():
    assert pairs(read_tagged(CONLLU.encode())) == [
        [("Do", "AUX"), ("n't", "PART")],
        [("#", "SYM"), ("basically", "ADV")],
    ]


def test_two_columns_are_a_word_and_a_tag():
    text = "\ufeffthe\tDET\r\nboats\tNOUN\r\n\r\n\r\n#\tSYM\r\n"
    assert pairs(read_tagged(text.encode())) == [[("the", "DET"), ("boats", "NOUN")], [("#", "SYM")]]


def test_a_gzipped_file_reads_as_a_plain_one():
    assert read_tagged(gzip.compress(CONLLU.encode())) == read_tagged(CONLLU.encode())


@pytest.mark.parametrize(
    ("data", "got"),
    [
        (b"", "got 0"),
        (b"one\tA\n", "got 1"),
        (b"the old man", "got 1 column in line 1"),
        (b"a\tX\nb\tY\tZ\n", "got 3 columns in line 2"),
        ("caf\u00e9\tNOUN".encode("latin-1"), "got another encoding at byte 3"),
        (b"\x80\x04\x95cos\nsystem\n", "got another encoding at byte 0"),
        (b"\x1f\x8b broken", "got a broken gzip file"),
        (gzip.compress(CONLLU.encode())[:-20], "got a gzip file that breaks off"),
        (b"a\tX\n\tY\n", "got something else in line 2"),
        (b"a\x00b\tX\n", "got something else in line 1"),
        (b"a\t_\n", "got something else in line 1"),
        (b"w" * 1_001 + b"\tX\n", "got something else in line 1"),
        (b"a\t" + b"T" * 31 + b"\n", "got something else in line 1"),
        ("".join(f"a\tT{n}\n" for n in range(65)).encode(), "got 65"),
    ],
)
def test_a_wrong_file_gets_one_sentence(data, got):
    with pytest.raises(ValueError, match=r"^`file` must be [^\n]+\.$") as refused:
        read_tagged(data)
    assert got in str(refused.value)


def test_too_much_is_refused_before_it_is_read(monkeypatch):
    monkeypatch.setattr(plain_text, "MOST_BYTES", 10)
    with pytest.raises(ValueError, match="at most 0 MB; got 0 MB"):
        read_tagged(b"a\tX\n" * 3)


def test_a_gzip_bomb_is_never_unpacked_whole():
    bomb = gzip.compress(b"a\tX\n" * 2**24)
    tracemalloc.start()
    with pytest.raises(ValueError, match="at most 10 MB unzipped; got more"):
        read_tagged(bomb)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 3 * plain_text.MOST_BYTES < 2**26


@pytest.mark.parametrize("limit", ["MOST_SENTENCES", "MOST_WORDS"])
def test_too_many_sentences_or_words_are_refused(limit, monkeypatch):
    monkeypatch.setattr(tagged_file, limit, 3)
    with pytest.raises(ValueError, match="; got more"):
        read_tagged(b"a\tX\n\n" * 4)
