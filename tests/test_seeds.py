import pytest

from viz_core.seeds import USES, stream


def test_each_use_of_a_seed_has_its_own_numbers():
    drawn = [stream(1, use).random() for use in USES]
    assert len(set(drawn)) == len(USES)


def test_the_same_use_of_the_same_seed_draws_the_same():
    assert stream(7, "order", 2).random() == stream(7, "order", 2).random()
    assert stream(7, "order", 2).random() != stream(7, "order", 3).random()


def test_an_unknown_use_is_refused():
    with pytest.raises(ValueError, match="`use` must be one of data, .*; got 'luck'"):
        stream(1, "luck")
