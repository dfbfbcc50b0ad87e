"""What a person allowed a program, as the settings show it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from flasky.http import scopes
from flasky.lib import ids, web_links
from flasky.models import ApiGrant, GrantKind


@dataclass(frozen=True)
class GrantOnPage:
    """One of them; `until` is None for what lasts until it is taken back."""

    name: str
    website: str
    website_shown: str
    is_by_password: bool
    labels: list[str]
    begun_at: datetime
    last_used_at: datetime | None
    until: datetime | None
    end_url: str


def shown(grant: ApiGrant, *, end_url: Callable[[int], str]) -> GrantOnPage:
    """Return a grant for a page. Its client must be loaded. No statement."""
    website = grant.client.website if grant.client else ""
    return GrantOnPage(
        name=grant.name,
        website=website,
        website_shown=web_links.shown(website),
        is_by_password=grant.kind == GrantKind.PASSWORD,
        labels=scopes.labels_of(grant),
        begun_at=ids.time_of(grant.id),
        last_used_at=grant.last_used_at,
        until=grant.expires_at,
        end_url=end_url(grant.id),
    )
