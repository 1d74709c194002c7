"""Topics: what is watched of a run is drawn once for each piece of news, whoever looks."""

import gc
import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.watched_jobs import Drawing, learn, make_job
from viz_core.training.reports import JobState
from viz_core.watching.pace import STEPS, pace
from viz_core.watching.patches import patched
from viz_core.watching.stage import stage
from viz_core.watching.topics import IDLE_SECONDS, Topics


@pytest.fixture
def job():
    return make_job()


@pytest.fixture
def drawing():
    return Drawing()


def test_without_news_nothing_is_drawn(job, drawing):
    topic = Topics().topic(job, "key", drawing)
    learn(job, 1)
    versions = {topic.refresh(job).number for _ in range(20)}
    assert (drawing.calls, topic.drawn, versions) == (1, 1, {0})
    assert not topic.has_news(job)
    learn(job, 2)
    assert topic.has_news(job)
    assert topic.refresh(job).number == 1
    assert drawing.calls == 2


def test_many_who_look_at_once_have_it_drawn_once(job, drawing):
    topics = Topics()
    learn(job, 1)
    with ThreadPoolExecutor(16) as people:
        looks = [people.submit(lambda: topics.topic(job, "key", drawing).refresh(job)) for _ in range(64)]
    assert len({id(one.result()) for one in looks}) == 1
    assert drawing.calls == 1
    assert len(topics) == 1


def test_a_message_is_encoded_once_and_says_only_what_changed(job, drawing):
    topic = Topics().topic(job, "key", drawing)
    learn(job, 1)
    first = topic.refresh(job)
    learn(job, 2)
    second = topic.refresh(job)
    change = topic.message(second, has=0)
    assert change is topic.message(second, has=0)
    assert json.loads(change) == {
        "number": 1,
        "base": 0,
        "stage": "moving",
        "parts": {"curve": {"k": {"x": {"+": [2]}}}},
    }
    assert patched(first.pictures["curve"], json.loads(change)["parts"]["curve"]) == second.pictures["curve"]


def test_words_of_every_script_go_as_they_are_and_half_a_surrogate_pair_as_an_escape(job):
    words = {"words": {"html": "双方向 \ud800"}}
    topic = Topics().topic(job, "key", lambda one: words)
    learn(job, 1)
    message = topic.message(topic.refresh(job), has=-1)
    assert "双方向 \\ud800".encode() in message.encode()
    assert json.loads(message)["parts"] == words


@pytest.mark.parametrize("has", [-1, 0])
def test_who_has_an_older_version_or_none_gets_the_whole_newest_one(job, drawing, has):
    topic = Topics().topic(job, "key", drawing)
    for step in (1, 2, 3):
        learn(job, step)
        newest = topic.refresh(job)
    message = topic.message(newest, has=has)
    assert json.loads(message)["base"] is None
    assert json.loads(message)["parts"] == newest.pictures
    assert message is topic.message(newest, has=-1)


def test_a_run_that_rests_is_not_drawn_but_its_stage_is_told(job, drawing):
    topic = Topics().topic(job, "key", drawing)
    learn(job, 1)
    topic.refresh(job)
    learn(job, 2, JobState.PAUSED)
    assert topic.turned(job)
    paused = topic.refresh(job)
    assert (paused.stage, paused.pictures, drawing.calls) == ("paused at 2", {}, 1)
    learn(job, 3, JobState.PAUSED)
    assert topic.refresh(job).stage == "paused at 3"
    learn(job, 4, JobState.FINISHED)
    assert topic.refresh(job).stage == "over"
    assert drawing.calls == 1


def test_a_stage_changes_with_whatever_changes_the_page_around_the_pictures(job):
    assert stage(job) == "waiting"
    learn(job, 0)
    assert stage(job) == "moving"
    learn(job, 5)
    assert stage(job) == "moving"
    job.move(JobState.FAILED, error="It broke.")
    assert stage(job) == "over It broke."


def test_an_id_cannot_be_guessed_from_another_nor_found_by_the_run(job, drawing):
    topics = Topics()
    one, other = (topics.topic(job, key, drawing) for key in ("a", "b"))
    assert one is topics.topic(job, "a", drawing)
    assert one.id != other.id
    assert min(len(one.id), len(other.id)) >= 22
    assert topics.find(one.id) is one
    assert topics.find(job.id) is None
    assert topics.find("") is None


def test_a_topic_holds_no_run_alive(drawing):
    topics, job = Topics(), make_job()
    topic = topics.topic(job, "key", drawing)
    topic.refresh(job)
    del job
    gc.collect()
    assert topic.job is None
    assert topics.find(topic.id) is None


def test_topics_that_nobody_asks_for_are_forgotten(job, drawing):
    now = [0.0]
    topics = Topics(clock=lambda: now[0])
    old = topics.topic(job, "old", drawing)
    now[0] = IDLE_SECONDS / 2
    kept = topics.topic(job, "kept", drawing)
    now[0] = IDLE_SECONDS + 1
    topics.topic(job, "new", drawing)
    assert topics.find(old.id) is None
    assert topics.find(kept.id) is kept
    assert len(topics) == 2


def test_the_more_watch_and_the_more_it_costs_the_slower_it_goes():
    assert pace(watchers=1, drawing=0.0) == STEPS[0]
    by_watchers = [pace(watchers=count, drawing=0.0) for count in (1, 20, 40, 60, 240, 10_000)]
    assert by_watchers == sorted(by_watchers)
    assert pace(watchers=60, drawing=0.0) == 2.0
    assert by_watchers[-1] == STEPS[-1]
    assert pace(watchers=1, drawing=0.3) > pace(watchers=1, drawing=0.01)
