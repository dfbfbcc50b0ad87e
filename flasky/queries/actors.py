"""Finding the people who are seen."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, and_, func, select, union_all
from sqlalchemy.orm import contains_eager

from flasky.errors import NotFound
from flasky.lib import clock, usernames
from flasky.lib.paging import Page, PageRequest
from flasky.models import Actor, FormerName
from flasky.queries.paginate import paginate
from flasky.queries.visibility import Viewer, is_blocked, may_meet, people_visible_to
from flasky.transaction import session


def by_username(username: str) -> Actor:
    """Return the actor of this site with a username, whatever its case. One statement. Raises NotFound."""
    statement = select(Actor).where(Actor.domain == "", Actor.username_key == usernames.key_of(username))
    actor = session.scalar(statement)
    if actor is None or actor.username.lower() != username.lower():
        raise NotFound
    return actor


def by_id(actor_id: int) -> Actor:
    """Return the actor of a number. One statement. Raises NotFound."""
    actor = session.get(Actor, actor_id)
    if actor is None:
        raise NotFound
    return actor


def met_by_username(username: str, *, viewer: Viewer) -> Actor:
    """Return whom a viewer may come upon under a username, whatever its case. One statement. Raises NotFound."""
    is_named = (Actor.domain == "", Actor.username_key == usernames.key_of(username))
    actor = session.scalar(select(Actor).where(*is_named, _may_come_upon(viewer)))
    if actor is None or actor.username.lower() != username.lower():
        raise NotFound
    return actor


def met_by_id(actor_id: int, *, viewer: Viewer) -> Actor:
    """Return whom a viewer may come upon, by number. One statement. Raises NotFound."""
    actor = session.scalar(select(Actor).where(Actor.id == actor_id, _may_come_upon(viewer)))
    if actor is None:
        raise NotFound
    return actor


def everybody(*, viewer: Viewer, page: PageRequest) -> Page[Actor]:
    """Return a page of the people a viewer may come upon, the newest first. One statement.

    A visitor gets those who allow lists of all people to name them; no page of the site shows visitors more.
    """
    people = people_visible_to(viewer)
    return paginate(people.where(Actor.is_in_directory) if viewer is None else people, Actor, page)


def named(names: Collection[str], *, viewer: Viewer) -> list[Actor]:
    """Return the people with some usernames, whatever their case, whom a viewer may meet. One statement."""
    keys = {usernames.key_of(name) for name in names}
    wanted = {name.lower() for name in names}
    statement = select(Actor).where(Actor.domain == "", Actor.username_key.in_(keys), may_meet(viewer))
    return [actor for actor in session.scalars(statement) if actor.username.lower() in wanted]


def by_former_name(username: str, *, viewer: Viewer) -> Actor | None:
    """Return who had a username within the last year and has another now, if the viewer may come upon them.

    One statement.
    """
    statement = select(FormerName).join(FormerName.actor).options(contains_eager(FormerName.actor))
    former = session.scalar(statement.where(_is_reserved(usernames.key_of(username)), may_meet(viewer)))
    return former.actor if former is not None and former.username.lower() == username.lower() else None


def former_names(actor: Actor) -> int:
    """Return how many names are kept for somebody who had them. One statement."""
    kept = select(func.count(FormerName.id)).where(FormerName.actor_id == actor.id, FormerName.until > clock.now())
    return session.scalar(kept) or 0


def taken_keys() -> set[str]:
    """Return the forms under which all usernames of this site are unique, former ones too. Reads all of them."""
    former = select(FormerName.username_key).where(FormerName.until > clock.now())
    return set(session.scalars(union_all(select(Actor.username_key).where(Actor.domain == ""), former)))


def is_taken(username: str, *, but: Actor | None = None) -> bool:
    """Tell whether a username, or one that looks the same, belongs to somebody now or did within the last year.

    `but` is somebody whose own names do not count. One statement.
    """
    key, mine = usernames.key_of(username), but.id if but is not None else 0
    now = select(Actor.id).where(Actor.domain == "", Actor.username_key == key, Actor.id != mine)
    before = select(FormerName.id).where(_is_reserved(key), FormerName.actor_id != mine)
    return session.scalar(union_all(now, before)) is not None


def _is_reserved(key: str) -> ColumnElement[bool]:
    return and_(FormerName.username_key == key, FormerName.until > clock.now())


def _may_come_upon(viewer: Viewer) -> ColumnElement[bool]:
    """The same as `may_meet`, and whom one blocks oneself: else nobody could be unblocked."""
    if viewer is None:
        return may_meet(viewer)
    return and_(Actor.is_suspended.is_(False), ~is_blocked(by=Actor.id, target=viewer.actor_id))
