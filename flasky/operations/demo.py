"""A lively site to look at: made-up people and what they write. Real people are never mixed with them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from sqlalchemy import delete, or_, select, union_all, update

from flasky.errors import SiteInUse
from flasky.lib import clock, usernames
from flasky.lib.demo import company
from flasky.lib.demo.company import Remark
from flasky.lib.demo.people import Person, described, people
from flasky.lib.demo.texts import text
from flasky.models import Actor, EventKind, Follow, Like, Post, PostRevision, Role, User
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


@dataclass(frozen=True)
class Story:
    """A post with what was said under it and who likes it; nothing of it is stored yet."""

    post: Post
    comments: list[Post]
    likes: list[Like]


def unwritten(by: list[Actor], *, number: int, seed: str) -> Iterator[Story]:
    """Return the posts that are missing to so many; each is made, and not stored, when it is asked for (milliseconds).

    Those that were made before with the same seed are the first ones, and are left out. One statement.
    """
    now = clock.now()
    begin = site.posts_of(by)
    return (_story(seed, position, by, now) for position in range(begin, number if by else 0))


def add_posts(acting: Acting, stories: Iterable[Story]) -> None:
    """Store what `unwritten` made. Records nothing. Raises Forbidden."""
    told = list(stories)
    restore.restore_posts(acting, [story.post for story in told])
    for kept in ("comments", "likes"):
        session.add_all(row for story in told for row in getattr(story, kept))
    session.flush()


def add_follows(acting: Acting, by: list[Actor], *, seed: str) -> int:
    """Let made-up people follow each other; returns how many new follows that were. Raises Forbidden."""
    now = clock.now()
    pairs = ((one, by[other]) for place, one in enumerate(by) for other in company.followed_by(seed, place, len(by)))
    return restore.restore_follows(acting, {(one.id, other.id): _since(one, other, now) for one, other in pairs})


def _since(one: Actor, other: Actor, now: datetime) -> datetime:
    """Return when one began to follow another: some time after both had joined."""
    joined = max(one.member_since, other.member_since)
    return joined + (now - joined) * company.share(f"{one.username} {other.username}")


def _planned(number: int, seed: str) -> Iterator[Person]:
    yield from (described(username, seed) for username in SAMPLES)
    yield from islice((one for one in people(seed) if one.username not in SAMPLES), number)


def _story(seed: str, number: int, by: list[Actor], now: datetime) -> Story:
    made, crowd = text(seed, number), len(by)
    author, at = int(made.author * crowd), now - timedelta(days=made.written)
    post = restore.written(by[author], title=made.title, body=made.body, at=at)
    said = company.remarks(seed, number, author=author, crowd=crowd)
    likers = company.likers(seed, number, crowd=crowd)
    post.like_count = len(likers)
    likes = [Like(actor_id=by[one].id, post_id=post.id) for one in likers]
    return Story(post, list(_talk(post, said, by, now)), likes)


def _talk(post: Post, said: list[Remark], by: list[Actor], now: datetime) -> Iterator[Post]:
    """Yield the comments under a post and the answers to them, as far as they were said by now."""
    for remark in said:
        at = post.published_at + timedelta(days=remark.after)
        if at < now:
            comment = restore.commented(by[remark.author], post=post, body=remark.body, at=at)
            yield comment
            then, answer = at + timedelta(days=remark.answer.after if remark.answer else 0), remark.answer
            if answer is not None and then < now:
                yield restore.commented(by[answer.author], post=post, to=comment, body=answer.body, at=then)


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
