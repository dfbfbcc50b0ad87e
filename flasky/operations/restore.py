"""Putting rows where they were, or as if they had been: for imports and demos. Nothing is announced: no event."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flasky.lib import ids
from flasky.models import Actor, Post, Role, User, Visibility
from flasky.operations import audience, profiles
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
    post = Post(id=ids.id_at(at), author_id=author.id)
    write_text(post, title=title, body=body)
    return post


def restore_posts(acting: Acting, posts: Sequence[Post]) -> None:
    """Insert posts that `written` made, and count them to their authors. Records nothing. Raises Forbidden."""
    permissions.require(acting, Act.ADMINISTER)
    for author, number in Counter(post.author_id for post in posts).items():
        audience.count(author, posts=number, shown_to=Visibility.PUBLIC)
    session.add_all(posts)
    session.flush()


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
