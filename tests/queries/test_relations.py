"""What stands between people."""

from flasky.lib.paging import PageRequest
from flasky.operations import blocks, follows
from flasky.queries import relations
from flasky.queries.relations import STRANGERS, Relation
from tests import factories
from tests.statements import counted


def test_everything_between_a_viewer_and_a_page_of_people_takes_one_statement(alice, bob, carol, mod, admin):
    follows.follow(alice, target=bob.actor)
    follows.follow(bob, target=alice.actor)
    follows.approve(carol, wanted=True)
    follows.follow(alice, target=carol.actor)
    follows.approve(alice, wanted=True)
    follows.follow(carol, target=alice.actor)
    blocks.mute(alice, target=bob.actor)
    blocks.block(mod, target=alice.actor)
    everybody = [one.actor_id for one in (bob, carol, mod, admin)]

    with counted() as statements:
        found = relations.between(alice, everybody)

    assert len(statements) == 1
    assert [found[one] for one in everybody] == [
        Relation(follows=True, followed_by=True, mutes=True),
        Relation(requested=True, asks=True),
        Relation(blocked_by=True),
        STRANGERS,
    ]


def test_a_visitor_is_a_stranger_to_all_and_costs_nothing(alice):
    with counted() as statements:
        assert relations.between(None, [alice.actor_id])[alice.actor_id] == STRANGERS
        assert relations.with_one(alice, alice.actor) == STRANGERS

    assert statements == []


def test_lists_are_newest_first_with_their_people(alice, bob, carol):
    for one in (bob, carol):
        follows.follow(one, target=alice.actor)

    followers = relations.followers_of(alice.actor, page=PageRequest(1))

    assert [row.follower.username for row in followers.items] == ["carol"]
    older = relations.followers_of(alice.actor, page=PageRequest(1, before=followers.older_than))
    assert [row.follower.username for row in older.items] == ["bob"]
    assert [row.followed.username for row in relations.followed_by(bob.actor, page=PageRequest(5)).items] == ["alice"]


def test_requests_leave_out_the_suspended(alice, bob):
    sue = factories.suspended("sue")
    follows.approve(alice, wanted=True)
    follows.follow(bob, target=alice.actor)
    sue.suspended_at = None
    follows.follow(sue, target=alice.actor)

    assert [row.follower.username for row in relations.requests_to(alice, page=PageRequest(5)).items] == ["bob"]
