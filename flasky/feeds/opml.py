"""Lists of feeds as OPML 2.0, for a reader to subscribe to many people at once."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import Blueprint, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from flasky import addresses
from flasky.feeds import documents
from flasky.feeds.entries import whole
from flasky.http import access, headers, paging, sites
from flasky.http.session import person
from flasky.models import Actor
from flasky.queries import feeds

pages = Blueprint("opml", __name__)
TYPE = "text/x-opml; charset=utf-8"
A_DOCUMENT = 500


@dataclass(frozen=True)
class Line:
    """Somebody's feed in a list."""

    name: str
    feed_url: str
    page_url: str


@dataclass(frozen=True)
class FeedList:
    """A document of a list of feeds, and the address of the next one, if any."""

    title: str
    lines: tuple[Line, ...]
    next_url: str | None


@pages.get("/opml")
@access.allowed_to(access.MACHINES)
def directory() -> Response:
    """The feeds of all people who want to be in such lists, newest first."""
    page = feeds.directory(before=paging.before(), size=A_DOCUMENT)
    title = _("People on %(site)s", site=sites.current().name)
    return _answer(title, page.items, path=addresses.directory(), older_than=page.older_than)


@pages.get("/settings/feeds/following.opml")
@access.allowed_to(access.PEOPLE)
def following() -> Response:
    """The feeds of the people one follows."""
    page = feeds.followed_by(person(), before=paging.before(), size=A_DOCUMENT)
    title = _("Whom %(name)s follows on %(site)s", name=person().actor.display_name, site=sites.current().name)
    people = [row.followed for row in page.items if not row.followed.is_suspended]
    path = addresses.following_opml()
    response = headers.keep_private(_answer(title, people, path=path, older_than=page.older_than))
    response.headers["Content-Disposition"] = 'attachment; filename="following.opml"'
    return response


def _answer(title: str, people: Iterable[Actor], *, path: str, older_than: int | None) -> Response:
    next_url = None if older_than is None else whole(f"{path}?before={older_than}")
    feed_list = FeedList(title, tuple(map(_line, people)), next_url)
    response = Response(documents.xml("feeds/opml.xml", list=feed_list), content_type=TYPE)
    if next_url is not None:
        response.headers["Link"] = f'<{next_url}>; rel="next"'
    response.add_etag(weak=True)
    return response.make_conditional(request)


def _line(actor: Actor) -> Line:
    page = addresses.author(actor)
    return Line(actor.display_name, whole(addresses.feed(page, "atom")), whole(page))
