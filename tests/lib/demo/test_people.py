"""Made-up people."""

from itertools import islice

import pytest

from flasky.lib import usernames
from flasky.lib.demo.people import described, people
from flasky.lib.demo.texts import LATEST


@pytest.fixture(scope="module")
def crowd():
    """A thousand people."""
    return list(islice(people("1"), 1000))


def test_no_two_people_have_names_that_look_the_same(crowd):
    assert len({usernames.key_of(one.username) for one in crowd}) == 1000


def test_everybody_s_username_may_be_one(crowd):
    assert [one.username for one in crowd if not usernames.is_allowed(one.username)] == []
    assert [one.username for one in crowd if usernames.is_reserved(one.username)] == []


def test_people_are_different_and_some_keep_to_themselves(crowd):
    assert len({one.name for one in crowd}) > 800
    assert len({one.about_me for one in crowd}) > 400
    assert 0 < len([one for one in crowd if not one.location]) < 300


def test_everybody_joined_before_the_oldest_text_and_was_seen_since(crowd):
    assert min(one.joined for one in crowd) > LATEST
    assert all(0 <= one.seen < one.joined for one in crowd)


def test_texts_about_people_have_no_gap(crowd):
    assert [one.about_me for one in crowd if "{" in one.about_me + one.location] == []


@pytest.mark.seed("B3")
def test_the_same_seed_makes_the_same_people(crowd):
    assert list(islice(people("1"), 1000)) == crowd
    assert list(islice(people("2"), 1000)) != crowd


def test_somebody_who_has_a_name_gets_a_life():
    susan = described("susan", "1")

    assert susan.username == "susan"
    assert susan.name.startswith("Susan ")
    assert susan == described("susan", "1")
