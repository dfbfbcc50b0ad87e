"""How another site may show a link to a post of ours: oEmbed 1.0, as a provider.

It answers for what everybody may find, whoever asks, and says of anything else that it is not there.
"""

import re
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

from flask import Blueprint, current_app, json, request
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from flasky import addresses
from flasky.http import access, paging, sites
from flasky.http.settings import settings
from flasky.lib import html_text
from flasky.models import Post
from flasky.queries import posts
from flasky.web.metadata import PictureOfPage, picture_of, whole

pages = Blueprint("oembed", __name__)
WIDTH, WIDTH_MIN = 600, 200
LARGEST = 10_000
EXCERPT_MAX = 280
CACHED = 3600
KINDS = {"json": "application/json", "xml": "text/xml"}
NOT_IN_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
POSTS = {"posts.show", "posts.show_by_id", "posts.show_without_slug"}
Answer = dict[str, str | int]


@pages.get("/oembed")
@access.allowed_to(access.ANYBODY_AT_THE_DOOR)
def show() -> Response:
    """A post of ours for another site: words and addresses, and a piece of HTML without scripts."""
    kind, url = request.args.get("format", "json"), request.args.get("url", "")
    widest, highest = _limit("maxwidth"), _limit("maxheight")
    if not url or widest is None or highest is None:
        return _refused(_("Give the address of a post as url, and whole numbers as maxwidth and maxheight."), 400)
    if kind not in KINDS:
        return _refused(_("There is json, and there is xml."), 501)
    post = _post_at(url)
    if post is None:
        return _refused(_("There is no such post."), 404)
    answer = _of(post, widest=widest, highest=highest)
    body = json.dumps(answer) if kind == "json" else _xml(answer)
    return _open(Response(body, mimetype=KINDS[kind]))


def _limit(name: str) -> int | None:
    """Return a number of pixels, a large one where none is given, None for what is no number."""
    typed = request.args.get(name, str(LARGEST))
    return paging.number_in(typed, 10**18)


def _post_at(url: str) -> Post | None:
    """Return the public post of an address of this site, however it is written, or None."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.netloc.lower() != urlsplit(settings().flasky_site_url).netloc or parts.scheme not in ("http", "https"):
        return None
    try:
        endpoint, values = current_app.url_map.bind("").match(unquote(parts.path))
    except HTTPException:
        return None
    post = posts.public_by_id(values["post_id"]) if endpoint in POSTS else None
    named = values.get("username", post.author.username if post else "")
    return post if post is not None and named.lower() == post.author.username.lower() else None


def _of(post: Post, *, widest: int, highest: int) -> Answer:
    width, url = max(WIDTH_MIN, min(WIDTH, widest)), whole(addresses.post(post))
    text = html_text.words_of(post.excerpt_html, most=EXCERPT_MAX)
    author, site = whole(addresses.author(post.author)), sites.current().name
    return {
        "version": "1.0",
        "type": "rich",
        "title": post.label,
        "author_name": post.author.display_name,
        "author_url": author,
        "provider_name": site,
        "provider_url": whole(addresses.home()),
        "cache_age": CACHED,
        "html": _quote(post, text, url=url, author=author),
        "width": width,
        "height": min(highest, _height(text, width)),
        **_thumbnail(picture_of(post), widest=widest, highest=highest),
    }


def _quote(post: Post, text: str, *, url: str, author: str) -> str:
    title = Markup("<p><strong>{}</strong></p>").format(post.title) if post.title else ""
    name = post.author.display_name
    quote = Markup('<blockquote cite="{0}">{1}<p>{2}</p><footer><a href="{3}">{4}</a>, <a href="{0}">{0}</a></footer>')
    return str(quote.format(url, title, text, author, name) + Markup("</blockquote>"))


def _height(text: str, width: int) -> int:
    """Return how high the quote is about, in letters of an ordinary size."""
    lines = len(text) * 8 // width + 1
    return 120 + 24 * lines


def _thumbnail(picture: PictureOfPage, *, widest: int, highest: int) -> Answer:
    """Return the picture of a post, or nothing where it is larger than is wanted."""
    if picture.width > widest or picture.height > highest:
        return {}
    return {"thumbnail_url": picture.url, "thumbnail_width": picture.width, "thumbnail_height": picture.height}


def _xml(answer: Answer) -> bytes:
    root = ElementTree.Element("oembed")
    for name, value in answer.items():
        ElementTree.SubElement(root, name).text = NOT_IN_XML.sub("", str(value))
    found: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return found


def _refused(sentence: str, status: int) -> Response:
    return _open(Response(sentence, status, mimetype="text/plain"))


def _open(response: Response) -> Response:
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
