"""What somebody changes of their own account."""

import pytest

from flasky import transaction
from flasky.errors import DaysRefused, TooLong, UsernameTaken
from flasky.models import Actor, Commenters, EventKind, Visibility
from flasky.models import Event as Fact
from flasky.operations import own_account
from flasky.operations.own_account import Changes
from flasky.operations.profiles import Link
from flasky.queries import profiles
from flasky.transaction import session

ALL = Changes(
    username="alicia",
    name="Alice",
    location="Leeds",
    about_me="I *bake*.",
    links=(Link("Blog", "https://example.org"),),
    approves_followers=True,
    default_visibility=Visibility.FOLLOWERS,
    default_commenters=Commenters.NOBODY,
    comments_open_days=7,
)


def state_of(actor) -> Changes:
    """Return somebody's account as it is."""
    session.expire_all()
    said = {name: getattr(actor, name) for name in vars(ALL) if name != "links"}
    return Changes(**said, links=tuple(Link(link.label, link.url) for link in profiles.links_of(actor)))


def test_all_is_changed_at_once_and_nothing_wanted_changes_nothing(alice):
    for wanted in (ALL, Changes()):
        own_account.change(alice, wanted=wanted)
        transaction.commit()

        assert state_of(alice.actor) == ALL
    assert session.query(Fact).filter_by(kind=EventKind.RENAMED).count() == 1
    assert alice.actor.about_html == "<p>I <em>bake</em>.</p>\n"


@pytest.mark.defect("M9")
@pytest.mark.parametrize(
    ("wanted", "error"),
    [
        (Changes(name="A", location="x" * (Actor.LOCATION_MAX + 1)), TooLong),
        (Changes(name="A", username="bob"), UsernameTaken),
        (Changes(name="A", comments_open_days=-1), DaysRefused),
    ],
)
def test_of_what_cannot_be_taken_nothing_is(alice, bob, wanted, error):
    before = state_of(alice.actor)

    with pytest.raises(error):
        own_account.change(alice, wanted=wanted)
    transaction.rollback()

    assert state_of(alice.actor) == before


def test_what_changed_meanwhile_is_not_put_back(alice):
    """The row that an act began with is older than the one it finds when its turn comes."""
    session.connection().exec_driver_sql("UPDATE actors SET name = 'Meanwhile', username = 'renamed'")
    assert (alice.actor.name, alice.actor.username) == ("", "alice")

    own_account.change(alice, wanted=Changes(location="Leeds"))
    transaction.commit()

    session.expire_all()
    assert (alice.actor.name, alice.actor.username, alice.actor.location) == ("Meanwhile", "renamed", "Leeds")
