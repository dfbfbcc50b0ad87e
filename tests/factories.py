"""Rows for tests, made the short way and committed."""

import itertools
from functools import cache
from typing import Any

from flasky import transaction
from flasky.lib import clock, ids, passwords
from flasky.models import Actor, Post, Role, User
from flasky.operations import posts
from flasky.queries import roles

PASSWORD = "correct horse"
_numbers = itertools.count(1)


@cache
def password_hash() -> str:
    """Return a hash of PASSWORD, made once: each takes tens of milliseconds."""
    return passwords.hash_password(PASSWORD)


def person(username: str, *, role: str = Role.USER, **columns: Any) -> User:
    """Make a confirmed person with the address <username>@example.com."""
    defaults = {"email": f"{username}@example.com", "confirmed_at": clock.now()}
    return _stored(_user(username, role, {**defaults, **columns}))


def unconfirmed(username: str, **columns: Any) -> User:
    """Make a person who claims <username>@example.com and has not proved it."""
    return _stored(_user(username, Role.USER, {"pending_email": f"{username}@example.com", **columns}))


def suspended(username: str) -> User:
    """Make a confirmed person who is suspended."""
    return person(username, suspended_at=clock.now())


def post(author: User, *, title: str = "", body: str = "") -> Post:
    """Publish a post."""
    made = posts.publish(author, title=title, body=body or f"Post number {next(_numbers)}")
    transaction.commit()
    return made


def many_posts(author: User, count: int) -> list[Post]:
    """Publish many posts the short way."""
    rows = [_bare_post(author, number) for number in range(count)]
    transaction.session.add_all(rows)
    transaction.session.get_one(Actor, author.actor_id).post_count += count
    transaction.commit()
    return rows


def _bare_post(author: User, number: int) -> Post:
    row = Post(id=ids.new_id(), author_id=author.actor_id)
    posts.write_text(row, title=f"Title {number}", body=f"Text {number}")
    return row


def _user(username: str, role: str, columns: dict[str, Any]) -> User:
    return User(username=username, password_hash=password_hash(), role=roles.by_name(role), **columns)


def _stored(user: User) -> User:
    transaction.session.add(user)
    transaction.commit()
    return user


def post_at(path: str) -> Post:
    """Return the post of a canonical address."""
    return transaction.session.get_one(Post, int(path.split("/")[2]))
