"""The feeds: of the site, of a person, a tag, a post's comments, and of one's own home under a secret address.

Nobody logs in to read a feed: it holds what a stranger finds in lists, and a secret address what its owner does.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from flask import Blueprint, after_this_request, redirect, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from flasky import addresses
from flasky.errors import NotFound
from flasky.feeds import conditions, documents, entries
from flasky.feeds.entries import Feed, whole
from flasky.http import access, crawlers, headers, paging, sites, tokens
from flasky.http.settings import settings
from flasky.lib import ids, tag_uris, tags
from flasky.models import Post
from flasky.queries import feeds
from flasky.queries.feeds import Part

pages = Blueprint("feeds", __name__)
Load = Callable[[Part], list[Post]]


@pages.get("/feed.<feed:form>")
@access.allowed_to(access.MACHINES)
def of_site(form: str) -> Response:
    """What everybody writes."""
    part, own = feeds.of_site(before=paging.before()), sites.current()
    home = whole(addresses.home())
    description = own.description or _("%(site)s: what the people here write, newest first.", site=own.name)
    return _answer(Feed(home, own.name, description, home, addresses.home(), ids.EPOCH), part, form)


@pages.get("/@<username>/feed.<feed:form>")
@access.allowed_to(access.MACHINES)
def of_person(username: str, form: str) -> Response:
    """What one person writes."""
    part, writer = feeds.of_person(username, before=paging.before())
    crawlers.wish(writer)
    page = addresses.profile(writer.username)
    if writer.username != username:
        return _moved(addresses.feed(page, form))
    words = {"name": writer.name or writer.username, "site": sites.current().name}
    feed = Feed(
        id=_lasting("person", writer.id),
        title=_("%(name)s on %(site)s", **words),
        description=_("What %(name)s writes on %(site)s.", **words),
        page_url=whole(page),
        path=page,
        updated=ids.time_of(writer.id),
    )
    return _answer(feed, part, form, is_of_one=True)


@pages.get("/tags/<tag>/feed.<feed:form>")
@access.allowed_to(access.MACHINES)
def of_tag(tag: str, form: str) -> Response:
    """What everybody writes under one tag."""
    name = tags.name_of(tag)
    if name is None:
        raise NotFound
    key = tags.key_of(name)
    if key != tag:
        return _moved(addresses.feed(addresses.tag(key), form))
    part, name = feeds.of_tag(key, before=paging.before())
    words, page = {"tag": name, "site": sites.current().name}, addresses.tag(key)
    title = _("#%(tag)s on %(site)s", **words)
    description = _("What the people of %(site)s write about #%(tag)s.", **words)
    return _answer(Feed(whole(page), title, description, whole(page), page, ids.EPOCH), part, form)


@pages.get("/@<username>/<id:post_id>/<slug>/comments/feed.<feed:form>")
@access.allowed_to(access.MACHINES)
def of_comments(username: str, post_id: int, slug: str, form: str) -> Response:
    """What everybody says of one post."""
    part, post = feeds.under(post_id, before=paging.before())
    if post.username.lower() != username.lower():
        raise NotFound
    path = addresses.comments_of(post.username, post.id, post.slug)
    if (username, slug) != (post.username, post.slug):
        return _moved(addresses.feed(path, form))
    words = {"title": post.title or post.slug.replace("-", " "), "name": post.username}
    feed = Feed(
        id=whole(f"{addresses.by_number(post.id)}#comments"),
        title=_("Comments on: %(title)s", **words),
        description=_("What is said of “%(title)s” by %(name)s.", **words),
        page_url=whole(f"{addresses.post_of(post.username, post.id, post.slug)}#comments"),
        path=path,
        updated=ids.time_of(post.id),
    )
    return _answer(feed, part, form)


@pages.get("/home/<token>/feed.<feed:form>")
@access.allowed_to(access.MACHINES)
def of_home(token: str, form: str) -> Response:
    """One's own posts and those of people and tags one follows, for whoever has the address."""
    after_this_request(_keep_secret)
    user_id, number = tokens.read_home_feed(token)
    owner, state = feeds.owner_of_home(user_id, number=number)
    part = feeds.of_home(owner, state=state, before=paging.before())
    words = {"name": owner.actor.display_name, "site": sites.current().name}
    feed = Feed(
        id=_lasting("home", owner.id),
        title=_("Home of %(name)s on %(site)s", **words),
        description=_("What %(name)s follows on %(site)s. Whoever has this address reads it: keep it secret.", **words),
        page_url=whole(addresses.followed_posts()),
        path=addresses.home_feed(token, form).rpartition("/")[0],
        updated=ids.time_of(owner.id),
        is_archive=False,
    )
    return _answer(feed, part, form, load=partial(feeds.home_entries, owner))


def _answer(feed: Feed, part: Part, form: str, *, load: Load = feeds.entries, is_of_one: bool = False) -> Response:
    """Return a document of a feed, or 304; `load` reads the entries of the part."""
    feed = replace(feed, before=paging.before(), older_than=part.older_than, updated=part.changed_at or feed.updated)

    def body() -> str:
        found = load(part)
        writer = entries.author(found[0].author) if is_of_one and found else None
        return documents.written(replace(feed, author=writer, entries=tuple(map(entries.entry, found))), form)

    return conditions.answer(body, content_type=documents.TYPES[form], stamps=(feed, part), changed_at=feed.updated)


def _keep_secret(response: Response) -> Response:
    """Mark what a secret address answers, the page that there is nothing too."""
    response.headers["X-Robots-Tag"] = "noindex"
    return headers.keep_private(response)


def _moved(path: str) -> Response:
    query = f"?{request.query_string.decode('latin-1')}" if request.query_string else ""
    return redirect(path + query, 301)


def _lasting(kind: str, identity: int) -> str:
    """Return an id that no change of name touches."""
    return tag_uris.tag_uri(f"{kind}/{identity}", origin=settings().flasky_site_url, day=ids.time_of(identity))
