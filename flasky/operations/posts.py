"""Writing: publish, edit, delete, restore."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Update, select, update
from sqlalchemy import delete as delete_rows
from sqlalchemy.engine import CursorResult
from sqlalchemy.exc import IntegrityError

from flasky.errors import (
    BodyEmpty,
    BodyTooComplex,
    BodyTooLong,
    CharacterRefused,
    Gone,
    LanguageUnknown,
    TitleTooLong,
    TooManyMentions,
    TooManyTags,
)
from flasky.lib import clock, ids, languages, markdown, slugs
from flasky.lib.markdown import Dialect, Reason, Rendered
from flasky.models import Actor, EventKind, Post, PostRevision, User, Visibility
from flasky.operations import audience as audiences
from flasky.operations import events, idempotency, mentions, timelines
from flasky.operations import tags as tagging
from flasky.operations.audience import AS_USUAL, Audience
from flasky.queries import permissions
from flasky.queries.permissions import Act
from flasky.transaction import session

ERASED_AT_ONCE = 500
COLUMNS = tuple(Post.__table__.columns.keys())
"""What is read again of a post; its author stays loaded."""

REFUSALS = {Reason.SIZE: BodyTooLong, Reason.MENTIONS: TooManyMentions, Reason.TAGS: TooManyTags}

TEXT_COLUMNS = ("title", "slug", "body", "body_html", "excerpt_html", "excerpt_is_all", "renderer")


def publish(
    author: User,
    *,
    title: str,
    body: str,
    tags: str = "",
    key: str = "",
    audience: Audience = AS_USUAL,
    language: str = "",
) -> Post:
    """Publish a post, with tags besides those in its text. A second call with the same key returns the first's post.

    What is not said of its audience is as the author chose for all posts. `language` is a tag of `lib/languages`, or
    empty where nothing is said. Records POST_PUBLISHED.

    Raises Forbidden, TagMalformed, LanguageUnknown, DaysRefused, SentBefore when the key came with something else, and
    what `write_text` raises.
    """
    permissions.require(author, Act.WRITE)
    post = Post(id=ids.new_id(), author_id=author.actor_id, author=author.actor)
    audiences.choose(post, audience=audience)
    post.language = _known(language)
    names = _named(post, author, title=title, body=body, tags=tags)
    if not key:
        _count_one_more(post)
        return _add(post, author, names)
    chosen = (post.visibility, post.commenters, str(post.days_open), post.language)
    asked = idempotency.fingerprint("publish", title, body, tags, *chosen)
    before = idempotency.result_of(author.actor, key=key, asked=asked)
    return session.get_one(Post, before) if before else _add_once(post, author, names, key=key, asked=asked)


def edit(
    editor: User,
    *,
    post: Post,
    title: str,
    body: str,
    tags: str | None = None,
    audience: Audience = AS_USUAL,
    language: str | None = None,
) -> Post:
    """Change a post's text and keep the old one as a revision; and its tags and language, unless they are None.

    What is not said of its audience stays; only the author changes that. Neither that nor another language leaves a
    revision: readers get the same words. Nothing happens
    when nothing changed. Of two that edit at once the second one's revision is the first one's text: nothing that was
    saved is lost. Records POST_EDITED when the text changed or tags came, VISIBILITY_CHANGED.

    Raises Forbidden, Gone for a post that was deleted meanwhile, and what `publish` raises.
    """
    permissions.require(editor, Act.EDIT, post)
    wanted = None if language is None else _known(language)
    sketch = Post()
    names = _named(sketch, editor, title=title, body=body, tags=tags)  # slow, and done before the row is locked
    session.refresh(post, COLUMNS, with_for_update=True)
    if post.deleted_at is not None:
        raise Gone
    has_new_tags = names.keep(post)
    audiences.change(editor, post=post, audience=audience)
    post.language = post.language if wanted is None else wanted
    if (post.title, post.body) == (sketch.title, sketch.body):
        session.flush()
        if has_new_tags:
            events.record(EventKind.POST_EDITED, by=editor, subject_id=post.id)
        return post
    old = PostRevision(post_id=post.id, editor_id=editor.actor_id, title=post.title, body=post.body)
    for column in TEXT_COLUMNS:
        setattr(post, column, getattr(sketch, column))
    post.edited_at = clock.now()
    session.add(old)
    session.flush()
    events.record(EventKind.POST_EDITED, by=editor, subject_id=post.id)
    return post


def delete(acting: User, *, post: Post) -> None:
    """Take a post away from everybody; its author can restore it for 30 days. Records POST_DELETED.

    Of two that delete at once one does, the other changes nothing. Raises Forbidden.
    """
    permissions.require(acting, Act.DELETE, post)
    gone = update(Post).where(Post.id == post.id, Post.deleted_at.is_(None)).values(deleted_at=clock.now())
    if _changed(gone, post):
        audiences.count(post.author_id, posts=-1, shown_to=Visibility(post.visibility))
        events.record(EventKind.POST_DELETED, by=acting, subject_id=post.id)


def restore(acting: User, *, post: Post) -> None:
    """Bring a deleted post back as it was; nothing for one that is there. Records POST_RESTORED.

    Raises Forbidden, and Gone when its 30 days are over.
    """
    permissions.require(acting, Act.RESTORE, post)
    if post.deleted_at is not None and not post.is_restorable(clock.now()):
        raise Gone
    back = update(Post).where(Post.id == post.id, Post.deleted_at.is_not(None), Post.erased_at.is_(None))
    if _changed(back.values(deleted_at=None), post):
        audiences.count(post.author_id, posts=1, shown_to=Visibility(post.visibility))
        events.record(EventKind.POST_RESTORED, by=acting, subject_id=post.id)


def erase_deleted() -> int:
    """Erase the texts of posts that were deleted more than 30 days ago. Returns how many posts those were.

    The row stays without a word in it, so that the address goes on answering that something was here.
    """
    due = (
        select(Post.id).where(Post.erased_at.is_(None), Post.deleted_at < clock.now() - Post.UNDO).limit(ERASED_AT_ONCE)
    )
    doomed = list(session.scalars(due))
    empty = {"title": "", "slug": slugs.slug_of(""), "body": "", "body_html": "", "excerpt_html": ""}
    still = (Post.id.in_(doomed), Post.erased_at.is_(None), Post.deleted_at < clock.now() - Post.UNDO)
    session.execute(update(Post).where(*still).values(**empty, erased_at=clock.now()))
    erased = select(Post.id).where(Post.id.in_(doomed), Post.erased_at.is_not(None))
    session.execute(delete_rows(PostRevision).where(PostRevision.post_id.in_(erased)))
    return len(doomed)


def write_text(
    post: Post, *, title: str, body: str, people: Iterable[Actor] = (), dialect: Dialect = Dialect.POST
) -> Rendered:
    """Put a text and the HTML made from it into a post or comment, stored or not. Asks the database nothing.

    `people` are linked where the text names them: see `mentions.named_in`, and `mentions.sync` for what is returned.

    Raises BodyEmpty, BodyTooLong, BodyTooComplex, TitleTooLong, CharacterRefused, TooManyMentions, TooManyTags.
    """
    title, body = " ".join(title.split()), body.replace("\r\n", "\n").replace("\r", "\n")
    _refuse_unfit(title, body)
    rendered = _rendered(body, people, dialect)
    post.title, post.body = title, body
    post.slug = slugs.slug_of(title or markdown.first_words(rendered.text))
    post.body_html, post.excerpt_html = rendered.html, rendered.excerpt
    post.excerpt_is_all = not rendered.has_more
    post.renderer = markdown.RENDERER
    return rendered


@dataclass(frozen=True)
class _Named:
    """Whom and what a text names, until its row is there."""

    rendered: Rendered
    people: list[Actor]
    given: dict[str, str] | None

    def keep_of_new(self, post: Post) -> None:
        if self.rendered.mentions or self.rendered.tags or self.given:
            self.keep(post)

    def keep(self, post: Post) -> bool:
        """Keep the rows, and tell whether the post bears tags it did not bear before."""
        mentions.sync(post, self.rendered, self.people)
        return tagging.sync(post, self.rendered, given=self.given)


def _named(post: Post, author: User, *, title: str, body: str, tags: str | None) -> _Named:
    given = None if tags is None else tagging.given_in(tags)
    people = mentions.named_in(body, author=author)
    return _Named(write_text(post, title=title, body=body, people=people), people, given)


def _refuse_unfit(title: str, body: str) -> None:
    if "\0" in title + body:
        raise CharacterRefused("title" if "\0" in title else "body")
    if len(title) > Post.TITLE_MAX:
        raise TitleTooLong
    if not body.strip():
        raise BodyEmpty


def _known(language: str) -> str:
    tag = languages.tag_of(language) if language else ""
    if tag is None:
        raise LanguageUnknown
    return tag


def _rendered(body: str, people: Iterable[Actor], dialect: Dialect) -> Rendered:
    try:
        rendered = markdown.render(body, dialect=dialect, people=[actor.username for actor in people])
    except markdown.TooComplex as error:
        raise REFUSALS.get(error.reason, BodyTooComplex) from error
    if not rendered.html.strip():
        raise BodyEmpty
    return rendered


def _count_one_more(post: Post) -> None:
    """Count a post to its author; before any row that refers to the author is made.

    MariaDB locks the author for such rows, shared, and two that then both want to count stand in each other's way.
    """
    audiences.count(post.author_id, posts=1, shown_to=Visibility(post.visibility))


def _changed(statement: Update, post: Post) -> bool:
    result = session.execute(statement, execution_options={"synchronize_session": False})
    session.refresh(post, COLUMNS)
    return isinstance(result, CursorResult) and result.rowcount == 1


def _add(post: Post, author: User, names: _Named) -> Post:
    session.add(post)
    session.flush()
    names.keep_of_new(post)
    timelines.add_own(post)
    events.record(EventKind.POST_PUBLISHED, by=author, subject_id=post.id)
    return post


def _add_once(post: Post, author: User, names: _Named, *, key: str, asked: str) -> Post:
    try:
        with session.begin_nested():
            _count_one_more(post)
            idempotency.remember(author.actor, key=key, asked=asked, result_id=post.id)
            session.flush()
            return _add(post, author, names)
    except IntegrityError:
        winner = idempotency.result_of(author.actor, key=key, asked=asked)
        if winner is None:
            raise
        return session.get_one(Post, winner)
