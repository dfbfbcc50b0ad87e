"""Whom a text names: looked up before it is rendered, kept as rows."""

from collections.abc import Iterable

from sqlalchemy import delete, select

from flasky import transaction
from flasky.lib import markdown
from flasky.models import Actor, Mention, Post
from flasky.queries import actors
from flasky.queries.visibility import Viewer
from flasky.transaction import session


def named_in(body: str, *, author: Viewer) -> list[Actor]:
    """Return the people a text may mention: those who are there, and whom its author may come upon.

    Somebody across a block does not exist here. At most one statement, in a short transaction that only reads unless
    one has begun before: what is slow, comes after it.
    """
    names = markdown.names_in(body)
    if not names:
        return []
    with transaction.reading_along():
        return actors.named(names, viewer=author)


def sync(post: Post, rendered: markdown.Rendered, people: Iterable[Actor]) -> None:
    """Keep whom a stored text links. Nobody is told of naming themselves. One to three statements."""
    ids = {actor.username: actor.id for actor in people}
    linked = {ids[username] for username in rendered.mentions} - {post.author_id}
    before = set(session.scalars(select(Mention.actor_id).where(Mention.post_id == post.id)))
    if before - linked:
        session.execute(delete(Mention).where(Mention.post_id == post.id, Mention.actor_id.in_(before - linked)))
    session.add_all(Mention(post_id=post.id, actor_id=actor_id) for actor_id in sorted(linked - before))
    session.flush()
