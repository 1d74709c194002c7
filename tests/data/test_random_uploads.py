"""Whatever is uploaded, every reader keeps it or refuses it in one sentence; the pages go on."""

from itertools import islice

import pytest

from tests.random_uploads import attempt, uploads
from viz_core.data import own_sets, own_tags

OPENED = {"pages/14_Your_own.py": {"own_data": "Your file"}, "pages/12_Tagging.py": {"tags_set": "Your file"}}


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("BIRNN_UPLOADS", str(tmp_path / "kept"))
    for cached in (own_sets.own_data, own_sets.division, own_sets.own_vocabulary, own_tags.kept):
        cached.cache_clear()


@pytest.mark.parametrize("seed", range(4))
def test_random_files_are_kept_or_refused_in_one_sentence(seed):
    said = [attempt(data) for data in islice(uploads(seed), 100)]
    for name in said[0]:
        kept = sum(not one[name] for one in said)
        assert 0 < kept < 100, f"{name}: {kept} of 100 kept, so one of the two was never tried"


@pytest.mark.parametrize("page", OPENED)
def test_a_page_survives_random_uploads(visit, page):
    app = visit(page, **OPENED[page])
    for data in islice(uploads(11), 12):
        app.get("file_uploader")[0].upload("own.csv", data, "text/csv").run()
        assert not app.exception
        assert len(app.error) <= 1 and all(one.value.startswith("`file` must ") for one in app.error)


def test_a_disk_that_is_full_is_one_sentence_and_the_trace_is_in_the_log(visit, monkeypatch, caplog):
    def full(*_args, **_more):
        raise OSError(28, "No space left on device", "/home/somebody/kept")

    app = visit("pages/14_Your_own.py", own_data="Your file")
    monkeypatch.setattr(own_sets, "store", full)
    rows = "".join(f"secret word {n % 3},{'ab'[n % 2]}\n" for n in range(40))
    app.get("file_uploader")[0].upload("own.csv", f"text,label\n{rows}".encode(), "text/csv").run()
    assert [one.value for one in app.error] == [
        "`file` must be kept on this server's disk; got no place there. Nothing has changed."
    ]
    logged = next(one for one in caplog.records if one.name == "ui.sets.upload")
    assert logged.exc_info and "secret" not in caplog.text
