"""The apps that people can let in: registered, given a new secret, deleted."""

import hmac
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flasky.errors import LinkRefused, NameOfAppRefused, NotFound, RedirectsRefused, TooLong, TooManyApps
from flasky.lib import redirect_uris as uris
from flasky.lib import web_links
from flasky.models import ApiToken, OAuthClient, Scope, User
from flasky.operations import grants
from flasky.queries import clients
from flasky.queries.acting import Nobody
from flasky.transaction import session

SECRET_PREFIX = "flasky_cs_"  # noqa: S105 - what a secret begins with
APPS_MAX = 50


@dataclass(frozen=True)
class Registered:
    """An app, and the secret that it is told once; "" for an app that could not keep one (RFC 6749, section 2.1)."""

    client: OAuthClient
    secret: str


def register(
    acting: User | Nobody,
    *,
    name: str,
    website: str = "",
    redirect_uris: Sequence[str],
    scopes: Iterable[Scope] = tuple(Scope),
    is_confidential: bool,
) -> Registered:
    """Register an app, as a person on the settings page or as the app itself (RFC 7591).

    Raises NameOfAppRefused, LinkRefused, TooLong, RedirectsRefused, ScopesRefused, TooManyApps.
    """
    if isinstance(acting, User) and clients.count_of(acting) >= APPS_MAX:
        raise TooManyApps
    client = OAuthClient(
        client_id=secrets.token_urlsafe(24),
        name=_fit_name(name),
        website=_fit_website(website),
        redirect_uris="\n".join(_fit_uris(redirect_uris)),
        scopes=grants.words_of(scopes),
        owner_id=acting.id if isinstance(acting, User) else None,
    )
    secret = _give_secret(client) if is_confidential else ""
    session.add(client)
    session.flush()
    return Registered(client, secret)


def renew_secret(user: User, *, client_id: int) -> Registered:
    """Give one of a person's apps a new secret; the old one is over at once. Raises NotFound, also for a public app."""
    client = clients.owned(client_id, user=user)
    if not client.is_confidential:
        raise NotFound
    secret = _give_secret(client)
    session.flush()
    return Registered(client, secret)


def delete(user: User, *, client_id: int) -> None:
    """Delete one of a person's apps, and with it whatever anybody allowed it. Raises NotFound."""
    session.delete(clients.owned(client_id, user=user))
    session.flush()


def knows_secret(client: OAuthClient, secret: str) -> bool:
    """Tell whether a secret is that of an app which has one."""
    return client.is_confidential and hmac.compare_digest(client.secret_hash, ApiToken.hash_of(secret))


def _give_secret(client: OAuthClient) -> str:
    secret = SECRET_PREFIX + secrets.token_urlsafe(32)
    client.secret_hash = ApiToken.hash_of(secret)
    return secret


def _fit_name(name: str) -> str:
    name = " ".join(name.split())
    if not 0 < len(name) <= OAuthClient.NAME_MAX or not name.isprintable():
        raise NameOfAppRefused
    return name


def _fit_website(website: str) -> str:
    whole = web_links.whole(website) if website.strip() else ""
    if whole is None:
        raise LinkRefused("website")
    if len(whole) > OAuthClient.URL_MAX:
        raise TooLong("website")
    return whole


def _fit_uris(typed: Sequence[str]) -> list[str]:
    found = list(dict.fromkeys(uri.strip() for uri in typed if uri.strip()))
    are_fit = all(len(uri) <= OAuthClient.URL_MAX and uris.is_allowed(uri) for uri in found)
    if not 0 < len(found) <= OAuthClient.REDIRECTS_MAX or not are_fit:
        raise RedirectsRefused
    return found
