"""Putting rows where they were, or as if they had been: for imports and demos. Nothing is announced: no event."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from flasky.lib import ids
from flasky.lib.markdown import Dialect
from flasky.models import Actor, Follow, Post, Role, User, Visibility
from flasky.operations import audience, counters, profiles
from flasky.operations.posts import write_text
from flasky.queries import permissions
from flasky.queries.acting import Acting
from flasky.queries.permissions import Act
from flasky.transaction import session


@dataclass(frozen=True)
class Account:
    """A confirmed account of somebody who joined, and was last seen, at aware moments."""

    username: str
    email: str
    password_hash: str
    joined: datetime
    seen: datetime
    name: str = ""
    location: str = ""
    about_me: str = ""


def restore_accounts(acting: Acting, accounts: Sequence[Account], *, role: Role) -> list[User]:
    """Insert accounts, all with one role. Records nothing.

    Raises Forbidden, and IntegrityError when a username or an address is not free.
    """
    permissions.require(acting, Act.ADMINISTER)
    made = [_user(account, role) for account in accounts]
    session.add_all(made)
    session.flush()
    return made


def written(author: Actor, *, title: str, body: str, at: datetime) -> Post:
    """Make a post as it was published at an aware moment, and store nothing: the slow half of `restore_posts`.

    Raises what `write_text` raises.
    """
    post = Post(id=ids.id_at(at), author_id=author.id, comment_count=0, thread_count=0)
    write_text(post, title=title, body=body)
    return post


def restore_posts(acting: Acting, posts: Sequence[Post]) -> None:
    """Insert posts that `written` made, and count them to their authors. Records nothing. Raises Forbidden."""
    permissions.require(acting, Act.ADMINISTER)
    for author, number in Counter(post.author_id for post in posts).items():
        audience.count(author, posts=number, shown_to=Visibility.PUBLIC)
    session.add_all(posts)
    session.flush()


def commented(author: Actor, *, post: Post, to: Post | None = None, body: str, at: datetime) -> Post:
    """Make a comment on a post, or an answer to a top-level comment of it, as `written` makes a post. It is counted.

    Comments on one post are made in the order of time.
    """
    number = post.thread_count if to is None else None
    comment = Post(
        id=ids.id_at(at),
        author_id=author.id,
        root_id=post.id,
        reply_to_id=(to or post).id,
        thread_id=to.id if to else None,
        position=number,
        comment_count=0,
        thread_count=0,
    )
    write_text(comment, title="", body=body, dialect=Dialect.COMMENT)
    post.comment_count += 1
    (to or post).thread_count += 1
    if to is not None:
        to.comment_count += 1
    return comment


def restore_follows(acting: Acting, pairs: Mapping[tuple[int, int], datetime]) -> int:
    """Let people follow others since aware moments, as pairs of actor ids, where they do not yet; returns how many.

    Records nothing. Raises Forbidden.
    """
    permissions.require(acting, Act.ADMINISTER)
    people = {actor_id for pair in pairs for actor_id in pair}
    theirs = select(Follow.follower_id, Follow.followed_id).where(Follow.follower_id.in_(people))
    missing = pairs.keys() - {(follower, followed) for follower, followed in session.execute(theirs)}
    for pair in sorted(missing):
        session.add(Follow(id=ids.id_at(pairs[pair]), follower_id=pair[0], followed_id=pair[1]))
    session.flush()
    counters.recount_people({actor_id for pair in missing for actor_id in pair})
    return len(missing)


def _user(account: Account, role: Role) -> User:
    actor = Actor.named(account.username)
    actor.id, actor.last_seen = ids.id_at(account.joined), account.seen
    profiles.describe(actor, profiles.sketch(account.name, account.location, about_me=account.about_me))
    return User(
        id=ids.id_at(account.joined),
        actor=actor,
        role=role,
        email=account.email,
        password_hash=account.password_hash,
        confirmed_at=account.joined,
    )
