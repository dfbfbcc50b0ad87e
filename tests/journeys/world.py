"""A site with people in it: who they are, what they wrote, which links they were sent, which letters never arrived."""

from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import urlencode

import time_machine
from flask import Flask
from sqlalchemy import select

from flasky import addresses, transaction
from flasky.http import tokens
from flasky.lib import clock
from flasky.models import EventKind, GrantKind, Job, Lane, Letter, Post, PostRevision, Purpose, Role, Scope, User
from flasky.operations import (
    blocks,
    clients,
    comments,
    events,
    follows,
    grants,
    incidents,
    mail_links,
    marks,
    moderation,
    people,
    posts,
    profiles,
)
from flasky.operations.profiles import Link
from flasky.queries import roles, users
from flasky.queries.acting import NOBODY, OPERATOR
from flasky.transaction import session
from tests import factories, facts
from tests.journeys import texts
from tests.journeys.site import Site
from tests.sites import add_view, database_away, failing

ABOUT = {
    "alice": ("Alice Oduya", "Leeds", "I bake, I count, and now and then I write down what came of it."),
    "bob": ("", "", "Birds, boats, books."),
    "dora": ("Dora Lindqvist", "Malmö", ""),
    "emil": ("Emil", "", ""),
}


@dataclass(frozen=True)
class World:
    """What the pages of a lively site speak of: paths, and pages that no request brings about."""

    post: str
    edited: str
    untitled: str
    confirm: str
    reset: str
    change_email: str
    take_back: str
    revision: str
    gone: str
    account: str
    unsubscribe: str
    comment: str
    consent: str
    broken: dict[int, str] = field(repr=False)


def people_it(site: Site) -> World:
    """Fill an empty site with people and their posts."""
    with site.rows() as app:
        with time_machine.travel(clock.now() - timedelta(days=20), tick=False):
            people = _move_in()
        una, _ulf = factories.unconfirmed("una"), factories.unconfirmed("ulf")
        written = _write(people)
        _lose_letters()
        alice, bob = people["alice"], people["bob"]
        confirm = mail_links.open_link(una, purpose=Purpose.CONFIRM, address=una.address)
        reset = mail_links.open_link(bob, purpose=Purpose.RESET, address="bob@example.com")
        alice.pending_email = "alice@example.net"
        change = mail_links.open_link(alice, purpose=Purpose.CHANGE_EMAIL, address="alice@example.net")
        back = mail_links.open_link(bob, purpose=Purpose.WAY_BACK, address="bob@example.org")
        gone = _delete_one(alice)
        _look_after(bob)
        _tell(people, written["long"])
        _see_errors()
        _meet(people)
        transaction.commit()
        return World(
            post=addresses.post(written["long"]),
            edited=addresses.post(written["edited"]),
            untitled=addresses.post(written["untitled"]),
            confirm=addresses.confirm_with(tokens.token_of(confirm)),
            reset=addresses.reset_with(tokens.token_of(reset)),
            change_email=addresses.change_email_with(tokens.token_of(change)),
            take_back=addresses.take_back_with(tokens.token_of(back)),
            revision=addresses.revision(written["edited"], _former_of(written["edited"])),
            gone=addresses.post(gone),
            account=addresses.account(bob.id),
            unsubscribe=addresses.unsubscribe(tokens.unsubscribe_token(bob.id, what="digest")),
            comment=_converse(people, written["long"]),
            consent=_let_programs_in(alice),
            broken=_broken_pages(app),
        )


def _let_programs_in(alice: User) -> str:
    """Give alice a token, an app of her own and one that she let in. Returns where another one asks her."""
    made = clients.register(
        alice, name="Reader", website="example.org", redirect_uris=["https://example.org/cb"], is_confidential=True
    )
    grants.make_personal(alice, name="Backup", scopes=[Scope.READ, Scope.FOLLOW], days=30)
    grants.begin(alice, kind=GrantKind.APP, name="Reader", scopes=[Scope.READ], client=made.client)
    transaction.commit()
    asked = {"response_type": "code", "client_id": made.client.client_id, "scope": "read write follow"}
    return (
        f"{addresses.authorize()}?{urlencode({**asked, 'code_challenge': 'c' * 43, 'code_challenge_method': 'S256'})}"
    )


def _meet(people: dict[str, User]) -> None:
    """Let people follow, ask, mute and block each other, and say something of themselves."""
    alice, bob, carol, dora, emil = (people[name] for name in ("alice", "bob", "carol", "dora", "emil"))
    links = (Link("My bakery", "https://example.org/bakery"), Link("", "https://example.net/@alice"))
    profiles.put(alice.actor, profiles.sketch(*ABOUT["alice"][:2], about_me=ABOUT["alice"][2], links=links))
    for one in (bob, carol, dora, emil):
        follows.follow(one, target=alice.actor)
    follows.follow(alice, target=bob.actor)
    follows.approve(emil, wanted=True)
    follows.follow(carol, target=emil.actor)
    blocks.mute(bob, target=emil.actor, lasting=timedelta(days=7))
    blocks.block(bob, target=dora.actor)


def _converse(people: dict[str, User], post: Post) -> str:
    """Let people talk under a post, past one page; returns the address of a comment of alice's that was edited."""
    alice, bob, carol = people["alice"], people["bob"], people["carol"]
    edited = factories.comment(alice, post, body="A first thought, with `code` in it.")
    comments.edit(alice, comment=edited, body="A second thought, with `code` and a " + "long-" * 30 + "word in it.")
    answer = edited
    for number in range(12):
        answer = factories.comment((bob, carol)[number % 2], post, to=answer, body=texts.UNTITLED)
    gone, disabled = factories.comment(alice, post), factories.comment(bob, post)
    factories.comment(carol, post, to=gone)
    comments.delete(alice, comment=gone)
    moderation.disable(users.by_name("mod"), comment=disabled)
    for _time in range(30):
        factories.comment(carol, post)
    for person in (bob, carol):
        marks.like(person, post=post)
    marks.bookmark(alice, post=post)
    return addresses.comment(post, edited.id)


def _delete_one(alice: User) -> Post:
    post = factories.post(alice, title="Better left unsaid", body="Words in anger.")
    posts.delete(alice, post=post)
    return post


def _former_of(post: Post) -> int:
    return session.scalars(select(PostRevision.id).where(PostRevision.post_id == post.id)).one()


def _tell(people: dict[str, User], post: Post) -> None:
    """Let alice hear of what others did with her post, and of a moderator; bob of one follow."""
    alice, others = people["alice"], [people[name] for name in ("bob", "dora", "emil")]
    for other in others:
        facts.told(facts.liked(other, post))
    facts.told(facts.commented(people["dora"], post, body="I read this *twice*, and then to my mother. " * 6))
    facts.told(facts.followed(people["emil"], alice))
    comment = facts.subject_of(facts.commented(alice, post, body="Rude"))
    comment.hidden_at = clock.now()
    facts.told(facts.moderated(people["bob"], comment))
    facts.told(facts.followed(people["dora"], people["bob"]))


def _look_after(bob: User) -> None:
    people.change_role(OPERATOR, user=bob, role=roles.by_name(Role.MODERATOR))
    people.change_role(OPERATOR, user=bob, role=roles.by_name(Role.USER))


def _see_errors() -> None:
    try:
        raise ValueError("nobody sees this")
    except ValueError as error:
        incidents.note(error, route="/@<username>/<id:post_id>/<slug>")


def settle(site: Site) -> None:
    """Give an empty site its people, none of whom writes."""
    with site.rows():
        factories.person("alice")
        factories.person("mod", role=Role.MODERATOR)
        factories.person("admin", role=Role.ADMINISTRATOR)


def _move_in() -> dict[str, User]:
    people = {name: factories.person(name) for name in (*ABOUT, "carol")}
    factories.person("mod", role=Role.MODERATOR)
    factories.person("admin", role=Role.ADMINISTRATOR)
    _introduce(people)
    factories.many_posts(people["emil"], 25)
    return people


def _introduce(people: dict[str, User]) -> None:
    for name, (real, place, about) in ABOUT.items():
        actor = people[name].actor
        actor.name, actor.location, actor.about_me = real, place, about
    transaction.commit()


def _write(people: dict[str, User]) -> dict[str, Post]:
    """Write the posts, some hours apart, and return those that have pages of their own in the table."""
    start = clock.now() - timedelta(days=2)
    written: dict[str, Post] = {}
    for number, (name, title, body) in enumerate(reversed(texts.POSTS)):
        with time_machine.travel(start + timedelta(hours=7 * number), tick=False):
            written["edited"] = factories.post(people[name], title=title, body=body)
    with time_machine.travel(start + timedelta(hours=40), tick=False):
        written["untitled"] = factories.post(people["emil"], body=texts.UNTITLED)
    with time_machine.travel(start + timedelta(hours=46), tick=False):
        written["long"] = factories.post(people["alice"], title=texts.LONG_TITLE, body=texts.LONG)
    with time_machine.travel(clock.now() - timedelta(minutes=20), tick=False):
        _edit(people[texts.POSTS[0][0]], written["edited"])
    transaction.commit()
    return written


def _edit(author: User, post: Post) -> None:
    posts.edit(author, post=post, title=post.title, body=f"{post.body}\n\nOne more thing: it rained.")


def _lose_letters() -> None:
    for address, error in (("gone@example.com", "550 no such mailbox"), ("far@example.net", "timed out " + "x" * 200)):
        event = events.record(EventKind.RESET_ASKED, by=NOBODY, subject_id=1)
        event.waiting = False
        job = Job(event_id=event.id, consequence="letter.reset", target_id=1, lane=Lane.MAIL, dead_at=clock.now())
        job.error = f"The mail server refused the recipient: {error}"
        session.add(job)
        session.flush()
        session.add(Letter(job_id=job.id, kind="reset", recipient=address, message_id=f"<{address}>"))
    transaction.commit()


def _broken_pages(app: Flask) -> dict[int, str]:
    """Return the pages of a site that is broken, and of one whose database is away."""
    add_view(app, "/breaks", failing(RuntimeError("broken for the journey")))
    add_view(app, "/away", failing(database_away()))
    browser = app.test_client()
    return {status: browser.get(path).text for status, path in ((500, "/breaks"), (503, "/away"))}
