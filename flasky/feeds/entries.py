"""What a feed and its entries say, whichever form it is written in. All addresses are whole."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from markupsafe import Markup

from flasky import addresses
from flasky.http.pictures import picture_of
from flasky.http.settings import settings
from flasky.lib import tags, whole_links
from flasky.lib.markdown import plain
from flasky.models import Actor, Post, Visibility

TITLE_MAX = 80
SUMMARY_MAX = 300


@dataclass(frozen=True)
class Author:
    """Who wrote something."""

    name: str
    url: str
    picture: str


@dataclass(frozen=True)
class Category:
    """A tag that something bears."""

    name: str
    key: str
    url: str


@dataclass(frozen=True)
class Entry:
    """A post or comment. `id` leads to it too, and stays when its author takes another name or it gets another title.

    `answers` is the same of what it replies to, if it is a comment; `comments_path` is where the feed of its comments
    hangs, if there is one.
    """

    id: str
    url: str
    title: str
    summary: str
    html: str
    published: datetime
    updated: datetime
    author: Author
    categories: tuple[Category, ...]
    language: str
    answers: str | None = None
    comments_path: str | None = None


@dataclass(frozen=True)
class Feed:
    """What a document says of the whole feed: `path` is the address of the first document, by its form.

    `before` is what this document lies below, None for the newest one; `older_than` the same for the next older one.
    An archive's documents keep their addresses and, but for edits, what they hold.
    """

    id: str
    title: str
    description: str
    page_url: str
    path: str
    updated: datetime
    is_archive: bool = True
    author: Author | None = None
    before: int | None = None
    older_than: int | None = None
    entries: tuple[Entry, ...] = ()

    def url(self, form: str) -> str:
        """Return the address of this document in a form."""
        return self._document(form, self.before)

    def newest_url(self, form: str) -> str:
        """Return the address that a reader subscribes to."""
        return self._document(form, None)

    def older_url(self, form: str) -> str | None:
        """Return the address of the document with the next older entries, or None."""
        return None if self.older_than is None else self._document(form, self.older_than)

    def _document(self, form: str, before: int | None) -> str:
        return whole(f"{addresses.feed(self.path, form)}{'' if before is None else f'?before={before}'}")


def whole(path: str) -> str:
    """Return a path of the site as a whole address."""
    return addresses.absolute(path, origin=settings().flasky_site_url)


def author(actor: Actor) -> Author:
    """Return somebody as an author."""
    return Author(actor.display_name, whole(addresses.author(actor)), whole(picture_of(actor).large))


def entry(post: Post) -> Entry:
    """Return a post or comment, whose author is loaded, as an entry."""
    lasting = whole(addresses.by_number(post.id))
    is_comment = post.reply_to_id is not None
    url = lasting if is_comment else whole(addresses.post(post))
    words = plain.folded(Markup(post.excerpt_html).striptags())  # noqa: S704 - the sanitiser's output, to be stripped
    return Entry(
        id=lasting,
        url=url,
        title=_title(post, words),
        summary=plain.cut(words, SUMMARY_MAX),
        html=whole_links.whole(post.body_html, origin=settings().flasky_site_url, page=url),
        published=post.published_at,
        updated=post.edited_at or post.published_at,
        author=author(post.author),
        categories=tuple(_category(name) for name in post.tag_names.split()),
        language=post.language,
        answers=whole(addresses.by_number(post.reply_to_id)) if post.reply_to_id is not None else None,
        comments_path=addresses.comments(post) if not is_comment and post.visibility == Visibility.PUBLIC else None,
    )


def _title(post: Post, words: str) -> str:
    """Return the title, or for what has none its first words."""
    if post.reply_to_id is not None:
        return str(_("Comment by %(name)s", name=post.author.display_name))
    return post.title or plain.cut(words, TITLE_MAX) or post.label


def _category(name: str) -> Category:
    key = tags.key_of(name)
    return Category(name, key, whole(addresses.tag(key)))
