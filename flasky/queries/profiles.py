"""Everything a profile shows."""

from dataclasses import dataclass, field

from sqlalchemy import exists, select

from flasky.errors import NotFound
from flasky.lib import usernames
from flasky.lib.paging import Page, PageRequest
from flasky.models import Actor, Pin, Post, ProfileLink, User
from flasky.queries import relations
from flasky.queries.paginate import paginate
from flasky.queries.relations import STRANGERS, Relation
from flasky.queries.visibility import Viewer, by_author, comments_by
from flasky.transaction import session


@dataclass(frozen=True)
class Profile:
    """Somebody with their links, and what stands between them and the viewer. The account is for administrators."""

    actor: Actor
    relation: Relation = STRANGERS
    links: list[ProfileLink] = field(default_factory=list)
    account: User | None = None


def by_username(username: str, *, viewer: Viewer) -> Profile:
    """Return the profile of a username, whatever its case. One statement. Raises NotFound.

    Whether the viewer may come upon this person is for its `relation` to say.
    """
    is_named = (Actor.domain == "", Actor.username_key == usernames.key_of(username))
    statement = select(Actor, ProfileLink, *relations.columns(viewer)).where(*is_named)
    statement = statement.outerjoin(ProfileLink, ProfileLink.actor_id == Actor.id).order_by(ProfileLink.position)
    is_for_administrator = viewer is not None and viewer.is_administrator()
    if is_for_administrator:
        statement = statement.add_columns(User).outerjoin(User, User.actor_id == Actor.id)
    rows = session.execute(statement).unique().all()
    if not rows or rows[0][0].username.lower() != username.lower():
        raise NotFound
    actor, _link, *between = rows[0]
    account = between.pop() if is_for_administrator else None
    return Profile(actor, relations.read(between), [row[1] for row in rows if row[1] is not None], account)


def links_of(actor: Actor) -> list[ProfileLink]:
    """Return somebody's links in their order. One statement."""
    theirs = select(ProfileLink).where(ProfileLink.actor_id == actor.id)
    return list(session.scalars(theirs.order_by(ProfileLink.position)))


def pinned(actor: Actor, *, viewer: Viewer) -> list[Post]:
    """Return somebody's pinned posts that a viewer may see, the last pinned one first. One statement."""
    visible = by_author(actor, viewer=viewer).join(Pin, (Pin.post_id == Post.id) & (Pin.actor_id == actor.id))
    return list(session.scalars(visible.order_by(Pin.id.desc()).limit(Pin.EACH_MAX)))


def others(actor: Actor, *, viewer: Viewer, page: PageRequest) -> Page[Post]:
    """Return a page of somebody's posts that are not pinned, newest first. One statement."""
    is_pinned = exists().where(Pin.post_id == Post.id, Pin.actor_id == actor.id)
    return paginate(by_author(actor, viewer=viewer).where(~is_pinned), Post, page)


def comments(actor: Actor, *, viewer: Viewer, page: PageRequest) -> Page[Post]:
    """Return a page of somebody's comments that a viewer may see, newest first. One statement."""
    return paginate(comments_by(actor, viewer=viewer), Post, page)


def shows_picture(digest: str) -> bool:
    """Tell whether somebody's picture is the stored one of a digest. One statement."""
    return session.scalar(select(Actor.id).where(Actor.avatar == digest).limit(1)) is not None
