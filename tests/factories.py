"""Rows for tests, made the short way and committed."""

import itertools
from functools import cache
from io import BytesIO
from typing import Any

from PIL import Image

from flasky import transaction
from flasky.http.settings import settings
from flasky.lib import clock, ids, passwords
from flasky.media import avatars
from flasky.models import Actor, Post, Role, User
from flasky.operations import comments, posts
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
    user = person(username, suspended_at=clock.now())
    user.actor.is_suspended = True
    transaction.commit()
    return user


def post(author: User, *, title: str = "", body: str = "") -> Post:
    """Publish a post."""
    made = posts.publish(author, title=title, body=body or f"Post number {next(_numbers)}")
    transaction.commit()
    return made


def comment(author: User, post: Post, *, to: Post | None = None, body: str = "") -> Post:
    """Comment on a post, or answer a comment of it."""
    made = comments.reply(author, post=post, parent=to, body=body or f"Comment number {next(_numbers)}")
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


def picture(*, kind: str = "PNG", size: tuple[int, int] = (60, 40), **options: Any) -> bytes:
    """Return a picture of noise."""
    made = BytesIO()
    Image.effect_noise(size, 90).convert("RGB").save(made, kind, **options)
    return made.getvalue()


def stored_picture() -> str:
    """Put a file among the uploaded pictures and return its name."""
    path = avatars.folder(settings().flasky_data_dir) / f"{'a' * 64}-80.webp"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"RIFF")
    return path.name


def post_at(path: str) -> Post:
    """Return the post of a canonical address."""
    return transaction.session.get_one(Post, int(path.split("/")[2]))
