"""The secret link to one's own home, and the choice to be in lists of all people."""

from flasky import transaction
from flasky.models import Actor, User
from flasky.operations import home_feeds
from flasky.transaction import session


def number_of(user):
    transaction.commit()
    session.expire_all()
    return session.get_one(User, user.id).home_feed_number


def test_each_new_link_has_a_number_of_its_own(alice):
    assert [home_feeds.renew(alice), home_feeds.renew(alice)] == [1, 2]
    assert number_of(alice) == 2


def test_a_link_that_was_switched_off_never_comes_back(alice):
    home_feeds.renew(alice)
    home_feeds.stop(alice)
    assert number_of(alice) == -1
    home_feeds.stop(alice)
    assert number_of(alice) == -1

    assert home_feeds.renew(alice) == 2
    assert number_of(alice) == 2


def test_one_chooses_whether_lists_name_one(alice):
    assert not alice.actor.is_in_directory
    home_feeds.choose_directory(alice, wanted=True)
    transaction.commit()

    session.expire_all()
    assert session.get_one(Actor, alice.actor_id).is_in_directory
