"""Who changed what of an account."""

from sqlalchemy import select

from flasky.lib.paging import Page, PageRequest
from flasky.models import Actor, AuditEntry, User
from flasky.queries.paginate import paginate
from flasky.transaction import session


def of_user(user: User, *, page: PageRequest) -> Page[AuditEntry]:
    """Return a page of the changes of one account, newest first. One statement."""
    return paginate(select(AuditEntry).where(AuditEntry.user_id == user.id), AuditEntry, page)


def actors_of(entries: list[AuditEntry]) -> dict[int, Actor]:
    """Return who made some changes, by actor id. One statement."""
    found = session.scalars(select(Actor).where(Actor.id.in_({entry.by_actor_id for entry in entries})))
    return {actor.id: actor for actor in found}
