"""Finding the apps that people can let in."""

from sqlalchemy import func, select

from flasky.errors import NotFound
from flasky.lib.paging import Page, PageRequest
from flasky.models import OAuthClient, User
from flasky.queries.paginate import paginate
from flasky.transaction import session


def by_client_id(client_id: str) -> OAuthClient | None:
    """Return the app of the id that it names itself by, or None. One statement."""
    return session.scalar(select(OAuthClient).where(OAuthClient.client_id == client_id))


def of_owner(user: User, *, page: PageRequest) -> Page[OAuthClient]:
    """Return a page of the apps that a person registered, newest first. One statement."""
    return paginate(select(OAuthClient).where(OAuthClient.owner_id == user.id), OAuthClient, page)


def owned(client_id: int, *, user: User) -> OAuthClient:
    """Return one of a person's apps by its row's id. One statement. Raises NotFound."""
    client = session.scalar(select(OAuthClient).where(OAuthClient.id == client_id, OAuthClient.owner_id == user.id))
    if client is None:
        raise NotFound
    return client


def count_of(user: User) -> int:
    """Count a person's apps. One statement."""
    return session.scalar(select(func.count()).where(OAuthClient.owner_id == user.id)) or 0
