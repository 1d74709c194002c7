"""How machines share places."""

import pytest

from viz_core.access.crowding import Places, machine_of


def test_one_machine_gets_half_of_the_places_and_leaves_the_rest_to_others():
    places = Places(100)
    assert sum(places.take("one") for _ in range(200)) == 50
    assert sum(places.take("two") for _ in range(200)) == 25
    assert places.take("three")


def test_a_place_that_is_given_back_may_be_taken_again():
    places = Places(2)
    assert places.take("one")
    assert not places.take("one")
    places.give_back("one")
    assert places.take("one")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("127.0.0.1", "127.9.9.9"),
        ("127.0.0.1", "::1"),
        ("::ffff:10.0.0.7", "10.0.0.7"),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9"),
        ("fe80::1%eth0", "fe80::2%eth0"),
    ],
)
def test_addresses_that_one_machine_may_choose_from_are_one_machine(one, other):
    assert machine_of(one) == machine_of(other)


@pytest.mark.parametrize(
    ("one", "other"), [("10.0.0.7", "10.0.0.8"), ("2001:db8:1:2::1", "2001:db8:1:3::1"), ("", "testclient")]
)
def test_other_addresses_are_other_machines(one, other):
    assert machine_of(one) != machine_of(other)
