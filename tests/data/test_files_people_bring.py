"""Files as people really make them: read as they were meant, or refused with the true reason and the line."""

import gzip

import numpy as np
import pytest

from viz_core.data import own_sets, own_tags
from viz_core.data.own_numbers import FURTHEST, standardised
from viz_core.data.own_sequences import divided
from viz_core.data.own_sets import keep_table, own_data, own_vocabulary, read_own, unknown_share
from viz_core.data.own_tags import keep_file, kept, typed_words
from viz_core.data.plain_text import MOST_PARTS, fits, visible
from viz_core.data.sentences import split_words
from viz_core.data.tagged_file import read_tagged
from viz_core.data.vocabulary import FIRST, read_words, words_of


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("BIRNN_UPLOADS", str(tmp_path / "kept"))
    for cached in (own_data, own_sets.division, own_vocabulary, kept, own_tags.tags_of, own_tags.vocabulary):
        cached.cache_clear()


def numbers(column, *, head="sequence,x,label", label="a", count=60):
    rows = (f"s{n // 2},{column(n)},{label if n // 2 % 2 else 'b'}\n" for n in range(count))
    return f"{head}\n" + "".join(rows)


def texts(*some, head="text,label", count=40):
    rows = (f'"{some[n % len(some)]}",{"ab"[n % 2]}\n' for n in range(count))
    return f"{head}\n" + "".join(rows)


def conllu(*words, first=1, tags="XY"):
    return "".join(
        f"{place}\t{word}\t_\t{tags[place % 2]}\t_\t_\t_\t_\t_\t_\n"
        for place, word in enumerate(words, start=first)
    )


def words(sentences):
    return [one.words for one in sentences]


def refused(says, read, *args):
    with pytest.raises(ValueError, match=r"^`file` must be [^\n]+\.$") as problem:
        read(*args)
    assert says in str(problem.value)


# Headers.


@pytest.mark.parametrize("head", ["Sequence, X, Label", " SEQUENCE ,x,LABEL", '"sequence", "x", "label"'])
def test_names_of_columns_may_have_capitals_spaces_and_quotes(head):
    own = read_own(numbers(lambda n: n / 10, head=head))
    assert len(own.ids) == 30 and own.classes == ("a", "b") and len(own.features) == 1


# Columns that say nothing.


@pytest.mark.parametrize("value", [0.1, -0.1, 0.3, 1e15, -7.7e-9, 1e-300, 0.0, 123456.789])
def test_a_constant_column_is_zero_whatever_its_value(value):
    own = read_own(numbers(lambda n: f"{value},{n}", head="sequence,x,y,label"))
    scores = np.concatenate(standardised(own, divided(own), range(len(own.ids))))
    assert not scores[:, 0].any() and scores[:, 1].std() == pytest.approx(1, abs=0.2)


@pytest.mark.parametrize("low", ["0.3", "9e14", "-0.7"])
def test_a_column_that_differs_by_rounding_alone_is_zero(low):
    high = np.nextafter(float(low), np.inf)
    own = read_own(numbers(lambda n: low if n % 3 else repr(float(high))))
    assert not np.concatenate(standardised(own, divided(own), range(30))).any()


@pytest.mark.parametrize(("low", "step"), [(9e14, 64.0), (1e9, 1e-3), (0.0, 1e-12), (1e-200, 1e-201)])
def test_a_small_true_spread_is_a_spread(low, step):
    own = read_own(numbers(lambda n: repr(low + step * (n % 5))))
    scores = np.concatenate(standardised(own, divided(own), range(30)))
    assert np.isfinite(scores).all() and scores.std() == pytest.approx(1, abs=0.2)


def test_what_is_far_beyond_all_that_is_learned_from_stays_a_number():
    own = read_own(numbers(lambda n: f"{n % 2}e-290"))
    parts = divided(own)
    far = int(parts.validation[0])
    own.values[far][:] = 1e15
    scores = standardised(own, parts, range(30))
    assert np.all(scores[far] == FURTHEST) and np.isfinite(np.concatenate(scores)).all()


# Words of every script.


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("फिल्म बहुत अच्छी थी।", ["फिल्म", "बहुत", "अच्छी", "थी"]),
        ("தமிழ் திரைப்படம், நன்று", ["தமிழ்", "திரைப்படம்", "நன்று"]),
        ("ভালো লাগল না", ["ভালো", "লাগল", "না"]),
        ("ภาพยนตร์\u200bดี มาก", ["ภาพยนตร์", "ดี", "มาก"]),
        ("שָׁלוֹם עוֹלָם־טוֹב צה״ל", ["שָׁלוֹם", "עוֹלָם", "טוֹב", "צה״ל"]),
        ("اَلْعَرَبِيَّةُ جيدة، نعم", ["اَلْعَرَبِيَّةُ", "جيدة", "نعم"]),
        ("می\u200cخواهم فیلم", ["می\u200cخواهم", "فیلم"]),
        ("cafe\u0301 TRE\u0300S", ["café", "très"]),
        ("Việt Nam Tie\u0302\u0301ng", ["việt", "nam", "tiếng"]),
        ("bas\u00adic wo\u2060rd", ["basic", "word"]),
        ("İstanbul'da", ["i̇stanbul'da"]),
        ("20\u00a0000 l\u2019été", ["20", "000", "l'été"]),
        ("❤️ok 👩‍🔬 🫨 yes", ["ok", "yes"]),
        ("don't 'quote' rock'n'roll", ["don't", "quote", "rock'n'roll"]),
        ("a_b __c__ d-e", ["a", "b", "c", "d", "e"]),
    ],
)
def test_marks_stay_with_their_letter(text, cut):
    import unicodedata

    composed = [unicodedata.normalize("NFC", one) for one in cut]
    assert words_of(text) == composed
    assert read_words(text, most=20) == composed, "what is typed is what is read"


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("फिल्म अच्छी थी।", ["फिल्म", "अच्छी", "थी", "।"]),
        ("cafe\u0301, tre\u0300s!", ["café", ",", "très", "!"]),
        ("bas\u00adic", ["basic"]),
        ("they don\u2019t", ["they", "do", "n't"]),
    ],
)
def test_typed_sentences_are_cut_in_the_same_form(text, cut):
    assert split_words(text, most=20) == cut


def test_a_word_is_one_word_however_it_was_composed():
    own = read_own(texts("cafe\u0301 bon", "café bon", "ca\u00adfé bon"))
    assert {tuple(one) for one in own.values} == {("café", "bon")}


def test_texts_without_spaces_have_no_vocabulary_and_that_is_known():
    task = keep_table(texts(*(f"这部电影很好看第{chr(0x4E00 + n)}次" for n in range(40))).encode())
    assert len(own_vocabulary(task.source)) == FIRST and unknown_share(task.source) == 1
    task = keep_table(texts("a b", "a b c").encode())
    assert unknown_share(task.source) == 0


@pytest.mark.parametrize(
    "begin", ["@railco (again) late", "- Wow! great", "=) nice", "+x(1) y", "=1+1 is two", "@a|b c", "-x! y"]
)
def test_a_text_may_begin_as_it_likes(begin):
    assert len(read_own(texts(begin, "other words")).ids) == 40
    refused("without formulas", read_own, texts("a").replace(",a\n", ",=1+1\n"))


@pytest.mark.parametrize(
    "label", ["très\u00a0bon", "\u202fa", "\U0001fae8", "\U0001fae9x", "a\u2028b", "👩‍🔬", "\ue000", "日本"]
)
def test_no_label_is_refused_for_how_it_is_written(label):
    own = read_own(numbers(str, label=label))
    assert visible(label) in own.classes and fits(visible(label), 30)


def test_labels_that_look_the_same_are_the_same():
    rows = [f"w,{one}\n" for one in ["très bon", "tre\u0300s\u00a0bon", "trè\u00ads bon\u200d", "b"] * 10]
    assert read_own("text,label\n" + "".join(rows)).classes == ("b", "très bon")


# Tables that silently said something else.


@pytest.mark.parametrize(
    ("row", "label"), [('w, "neg"', "neg"), ('"w" , "neg" ', "neg"), ('"say ""hi"" , x" ,neg', "neg")]
)
def test_quotes_beside_spaces_are_quotes(row, label):
    own = read_own("text, label\n" + f"{row}\nother,pos\n" * 20)
    assert own.classes == (label, "pos")


@pytest.mark.parametrize("tail", ["good,pos\n" * 60, 'x,"pos"\n' * 60, '"a, b",neg\n' * 60, "x" * 200_000])
def test_an_open_quote_is_reported_where_its_row_begins(tail):
    text = 'text,label\nfine,neg\n"the film was fine,pos\n' + tail
    refused("the row that begins in line 3", read_own, text)


@pytest.mark.parametrize("again", ["text,label\n", "\ufeffText, LABEL\n", "label,text\n"])
def test_joined_tables_are_refused_where_the_second_begins(again):
    data = ("\ufeff" + texts("a b") + again + texts("c d").partition("\n")[2]).encode()
    refused("names again in line 42", keep_table, data)


def test_a_name_that_is_missing_is_reported_with_its_column():
    refused("got nothing in column 3", read_own, numbers(str, head="sequence,x,,label"))


@pytest.mark.parametrize("end", ["\n,,\n , ,\n", "\r\n\r\n", "\n\t\n"])
def test_empty_rows_at_the_end_say_nothing(end):
    assert len(read_own(numbers(str) + end).ids) == 30


@pytest.mark.parametrize("cell", ["1.5\u00a0", "\u202f1.5", " 1.5 ", "1.5\u200e"])
def test_invisible_letters_beside_a_number_are_nothing(cell):
    assert read_own(numbers(lambda n: cell if n == 3 else n)).values[1][1, 0] == 1.5


def test_joined_gzip_files_are_read_whole_and_never_without_end():
    one, two = (gzip.compress(part.encode()) for part in ("a\tX\n\n", "b\tY\n\n"))
    assert words(read_tagged(one + two)) == words(read_tagged(one + two + b"\0" * 10)) == [("a",), ("b",)]
    refused("a broken gzip file", read_tagged, one + b"junk")
    refused("at most 256 parts", read_tagged, gzip.compress(b"") * (MOST_PARTS + 1))
    bomb = gzip.compress(bytes(6 * 2**20))
    refused("at most 10 MB unzipped", read_tagged, bomb + bomb)


# Tagged files that silently said something else.


def test_a_comment_with_tabs_is_a_comment():
    text = "# text = a\tb\n" + conllu("a", "b") + "\n#x\ty\n# a" + "\t" * 9 + "\n" + conllu("#", "c")
    assert words(read_tagged(text.encode())) == [("a", "b"), ("#", "c")]
    two = "# text = a\tb\na\tX\n\n#\tY\n#tag\tX\n"
    assert words(read_tagged(two.encode())) == [("a",), ("#", "#tag")]


@pytest.mark.parametrize("mark", ["\ufeff", " ", "\u00a0", "\u200b"])
def test_no_word_is_lost_behind_what_nobody_sees(mark):
    text = conllu("a", "b") + "\n" + mark + conllu("c", "d")
    assert words(read_tagged(text.encode())) == [("a", "b"), ("c", "d")]


@pytest.mark.parametrize("number", ["x1", "1a", "-1", "1.", "", "½", "1" * 12])
def test_a_word_with_an_odd_number_is_refused_with_its_line(number):
    text = conllu("a", "b").replace("2\tb", f"{number}\tb")
    refused("in line 2", read_tagged, text.encode())


def test_numbers_that_begin_again_begin_a_sentence():
    text = conllu("a", "b") + "# next\n" + conllu("c", "d") + conllu("e", "f", first=1)
    assert words(read_tagged(text.encode())) == [("a", "b"), ("c", "d"), ("e", "f")]
    from_zero = conllu("a", "b", first=0) + conllu("c", "d", first=0)
    assert words(read_tagged(from_zero.encode())) == [("a", "b"), ("c", "d")]
    text = conllu("a", "b", "c") + conllu("d", first=2)
    refused("got 2 after 3 in line 4", read_tagged, text.encode())


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_end_of_a_line_is_one(end):
    for text in (conllu("a", "b") + "\n" + conllu("c", "d"), "a\tX\nb\tY\n\nc\tX\nd\tY\n"):
        assert words(read_tagged(text.replace("\n", end).encode())) == [("a", "b"), ("c", "d")]
    # What other programs take for the end of a line is part of a word or nothing.
    assert len(read_tagged("a\u2028b\tX\nc\tY\n".encode())) == 1


def test_a_file_that_changes_its_columns_is_refused_with_the_line():
    refused("got 2 columns in line 3", read_tagged, (conllu("a", "b") + "c\tX\n").encode())
    refused("got 10 columns in line 2", read_tagged, ("c\tX\n" + conllu("a", "b")).encode())


def test_a_sentence_without_end_is_counted_as_it_is_read(monkeypatch):
    from viz_core.data import tagged_file

    monkeypatch.setattr(tagged_file, "MOST_WORDS", 100)
    refused("; got more", read_tagged, b"a\tX\nb\tY\n" * 60)


def test_words_with_spaces_can_be_typed():
    some = ["20\u00a0000 boats sail", "New York  City sleeps", "# 1 wins"]
    forms = [["20\u00a0000", "boats", "sail"], ["New York  City", "sleeps", "."], ["# 1", "wins", "."]]
    source = keep_file("\n".join(conllu(*one) for one in forms * 10).encode())
    assert {one.words for one in kept(source)} == {
        ("20 000", "boats", "sail"),
        ("New York City", "sleeps", "."),
        ("# 1", "wins", "."),
    }
    assert typed_words(source, f"{some[0]} new york city", most=9) == [
        "20 000",
        "boats",
        "sail",
        "new york city",
    ]
    assert typed_words(source, "New York wins # 1 cafe\u0301", most=9) == [
        "New",
        "York",
        "wins",
        "# 1",
        "café",
    ]
    with pytest.raises(ValueError, match=r"`sentence` must have 1 to 2 words; got 3\."):
        typed_words(source, "a b c", most=2)
    with pytest.raises(ValueError, match=r"got 0\."):
        typed_words(source, " \u00ad ", most=2)
