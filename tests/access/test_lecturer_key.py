"""The lecturer's key: long, compared whole, tried seldom."""

import pytest

from tests.clock import Clock
from viz_core.access.lecturer_key import ALPHABET, MOST_ATTEMPTS, LecturerKey, TooManyAttempts, lecturer_key


def test_every_server_makes_another_key_that_can_be_typed():
    keys = {LecturerKey().text for _ in range(20)}
    assert len(keys) == 20
    for key in keys:
        groups = key.split("-")
        assert [len(group) for group in groups] == [4, 4, 4, 4]
        assert set("".join(groups)) <= set(ALPHABET)


def test_a_process_has_one_key():
    assert lecturer_key() is lecturer_key()


def test_the_key_is_accepted_and_nothing_else():
    key = LecturerKey()
    assert key.accepts(f" {key.text.upper()} ", visitor="one")
    for wrong in ("", key.text[:-1], f"{key.text}x", key.text.replace("-", ""), "schlüssel"):
        assert not key.accepts(wrong, visitor=wrong)


def test_whoever_guesses_must_wait_and_keeps_nobody_else_out():
    clock = Clock()
    key = LecturerKey(clock=clock)
    for _ in range(MOST_ATTEMPTS):
        assert not key.accepts("wrong", visitor="guesser")
    with pytest.raises(TooManyAttempts, match="Wait a minute"):
        key.accepts(key.text, visitor="guesser")
    assert key.accepts(key.text, visitor="lecturer")
    clock.now += 61
    assert key.accepts(key.text, visitor="guesser")


def test_guessers_without_end_take_no_memory_without_end(monkeypatch):
    monkeypatch.setattr("viz_core.access.lecturer_key.MOST_REMEMBERED", 10)
    key = LecturerKey()
    for number in range(50):
        key.accepts("wrong", visitor=str(number))
    assert len(key._failed) == 10
