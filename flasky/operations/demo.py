"""A lively site to look at: made-up people and what they write. Real people are never mixed with them."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from itertools import islice

from sqlalchemy import delete, or_, select, union_all, update

from flasky.errors import SiteInUse
from flasky.lib import clock, usernames
from flasky.lib.demo.people import Person, described, people
from flasky.lib.demo.texts import Text, text
from flasky.models import Actor, EventKind, Follow, Post, PostRevision, Role, User
from flasky.operations import counters, events, restore
from flasky.queries import actors, permissions, roles, site
from flasky.queries.acting import Acting
from flasky.queries.permissions import Act
from flasky.transaction import session

SAMPLES = {"susan": "cat", "sam": "dog", "jack": "boo", "eric": "yoo", "mayra": "hey", "bob": "who"}
"""The six people of the seeds and their passwords."""

REMOVED_AT_ONCE = 100


def require_nobody_real() -> None:
    """Raise SiteInUse when somebody who may be real has an account; administrators do not count. One statement."""
    if site.has_real_people():
        raise SiteInUse


def ask(acting: User) -> None:
    """Have the site filled with made-up people by the worker. Records DEMO_ASKED. Raises Forbidden, SiteInUse."""
    permissions.require(acting, Act.ADMINISTER)
    require_nobody_real()
    events.record(EventKind.DEMO_ASKED, by=acting, subject_id=acting.id)


def ask_removal(acting: User) -> None:
    """Have the made-up people and their posts removed by the worker. Records DEMO_UNWANTED. Raises Forbidden."""
    permissions.require(acting, Act.ADMINISTER)
    events.record(EventKind.DEMO_UNWANTED, by=acting, subject_id=acting.id)


def remove_some(acting: Acting) -> int:
    """Remove up to a hundred made-up people, what they wrote and what stands under it; return how many.

    Raises Forbidden.

    Made-up is whoever has an address at DEMO_DOMAIN and does not administer the site.
    """
    permissions.require(acting, Act.ADMINISTER)
    doomed = [actor.id for actor in site.demo_people(limit=REMOVED_AT_ONCE)]
    theirs = select(Post.id).where(Post.author_id.in_(doomed))
    roots = _erase(set(session.scalars(theirs)))
    follow = select(Follow.follower_id).where(Follow.followed_id.in_(doomed))
    followed = select(Follow.followed_id).where(Follow.follower_id.in_(doomed))
    stay = set(session.scalars(union_all(follow, followed))) - set(doomed)
    for statement in (
        delete(PostRevision).where(PostRevision.editor_id.in_(doomed)),
        delete(User).where(User.actor_id.in_(doomed)),
        delete(Actor).where(Actor.id.in_(doomed)),
    ):
        session.execute(statement, execution_options={"synchronize_session": False})
    counters.recount_people(stay)
    counters.recount_posts(roots)
    return len(doomed)


def _erase(posts: set[int]) -> set[int]:
    """Delete posts and comments with all that stands under them. Returns the posts that lost comments and stay."""
    newest = posts
    while newest:
        under = or_(Post.root_id.in_(newest), Post.reply_to_id.in_(newest))
        newest = set(session.scalars(select(Post.id).where(under))) - posts
        posts = posts | newest
    these = Post.id.in_(posts)
    roots = set(session.scalars(select(Post.root_id).where(these, Post.root_id.is_not(None)))) - posts
    for statement in (
        update(Post).where(these).values(reply_to_id=None, root_id=None, thread_id=None),  # MariaDB looks row by row
        delete(PostRevision).where(PostRevision.post_id.in_(posts)),
        delete(Post).where(these),
    ):
        session.execute(statement, execution_options={"synchronize_session": False})
    return {root for root in roots if root is not None}


def add_people(acting: Acting, *, number: int, seed: str, hashes: Mapping[str, str], other_hash: str) -> list[str]:
    """Add the six people of the seeds and so many more, as far as they are not there. Returns the new usernames.

    `hashes` are the six password hashes by username, everybody else gets `other_hash`. A username that an
    administrator has is left out. Records nothing. Raises Forbidden, SiteInUse.
    """
    require_nobody_real()
    taken = actors.taken_keys()
    new = [one for one in _planned(number, seed) if usernames.key_of(one.username) not in taken]
    accounts = [_account(one, hashes.get(one.username, other_hash)) for one in new]
    restore.restore_accounts(acting, accounts, role=roles.by_name(Role.USER))
    return [one.username for one in new]


def authors(*, number: int, seed: str) -> list[Actor]:
    """Return who of the planned people is there, in the order of the plan. One statement."""
    there = {actor.username: actor for actor in site.demo_people()}
    return [there[one.username] for one in _planned(number, seed) if one.username in there]


def unwritten(by: list[Actor], *, number: int, seed: str) -> Iterator[Post]:
    """Return the posts that are missing to so many; each is made, and not stored, when it is asked for (milliseconds).

    Those that were made before with the same seed are the first ones, and are left out. One statement.
    """
    now = clock.now()
    begin = site.posts_of(by)
    return (_written(text(seed, position), by, now) for position in range(begin, number if by else 0))


def add_posts(acting: Acting, posts: Iterable[Post]) -> None:
    """Store posts that `unwritten` made. Records nothing. Raises Forbidden."""
    restore.restore_posts(acting, list(posts))


def _planned(number: int, seed: str) -> Iterator[Person]:
    yield from (described(username, seed) for username in SAMPLES)
    yield from islice((one for one in people(seed) if one.username not in SAMPLES), number)


def _written(made: Text, by: list[Actor], now: datetime) -> Post:
    author = by[int(made.author * len(by))]
    return restore.written(author, title=made.title, body=made.body, at=now - timedelta(days=made.written))


def _account(person: Person, password_hash: str) -> restore.Account:
    now = clock.now()
    return restore.Account(
        username=person.username,
        email=f"{person.username}@{site.DEMO_DOMAIN}",
        password_hash=password_hash,
        joined=now - timedelta(days=person.joined),
        seen=now - timedelta(days=person.seen),
        name=person.name,
        location=person.location,
        about_me=person.about_me,
    )
