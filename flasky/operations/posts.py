"""Writing: publish, edit, delete, restore."""

from sqlalchemy import Update, select, update
from sqlalchemy import delete as delete_rows
from sqlalchemy.engine import CursorResult
from sqlalchemy.exc import IntegrityError

from flasky.errors import BodyEmpty, BodyTooComplex, BodyTooLong, CharacterRefused, Gone, TitleTooLong
from flasky.lib import clock, ids, markdown, slugs
from flasky.models import Actor, EventKind, Post, PostRevision, User
from flasky.operations import events, idempotency
from flasky.queries import permissions
from flasky.queries.permissions import Act
from flasky.transaction import session

ERASED_AT_ONCE = 500
COLUMNS = tuple(Post.__table__.columns.keys())
"""What is read again of a post; its author stays loaded."""

TEXT_COLUMNS = ("title", "slug", "body", "body_html", "excerpt_html", "excerpt_is_all", "renderer")


def publish(author: User, *, title: str, body: str, key: str = "") -> Post:
    """Publish a post. A second call with the same key returns the first one's post.

    Records POST_PUBLISHED.

    Raises Forbidden, BodyEmpty, BodyTooLong, BodyTooComplex, TitleTooLong, CharacterRefused; SentBefore when the key
    came with another text.
    """
    permissions.require(author, Act.WRITE)
    post = Post(id=ids.new_id(), author_id=author.actor_id, author=author.actor)
    write_text(post, title=title, body=body)
    if not key:
        _count_one_more(author)
        return _add(post, author)
    asked = idempotency.fingerprint("publish", title, body)
    before = idempotency.result_of(author.actor, key=key, asked=asked)
    return session.get_one(Post, before) if before else _add_once(post, author, key=key, asked=asked)


def edit(editor: User, *, post: Post, title: str, body: str) -> Post:
    """Change a post's text and keep the old one as a revision. Nothing happens when nothing changed.

    Of two that edit at once the second one's revision is the first one's text: nothing that was saved is lost.
    Records POST_EDITED. Raises Forbidden, Gone for a post that was deleted meanwhile, and what `publish` raises.
    """
    permissions.require(editor, Act.EDIT, post)
    sketch = Post()
    write_text(sketch, title=title, body=body)  # slow, and done before the row is locked
    session.refresh(post, COLUMNS, with_for_update=True)
    if post.deleted_at is not None:
        raise Gone
    if (post.title, post.body) == (sketch.title, sketch.body):
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
        _count(post.author_id, -1)
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
        _count(post.author_id, 1)
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


def write_text(post: Post, *, title: str, body: str) -> None:
    """Put a text and the HTML made from it into a post, stored or not. Asks the database nothing.

    Raises BodyEmpty, BodyTooLong, BodyTooComplex, TitleTooLong, CharacterRefused.
    """
    title, body = " ".join(title.split()), body.replace("\r\n", "\n").replace("\r", "\n")
    rendered = _rendered(title, body)
    post.title, post.body = title, body
    post.slug = slugs.slug_of(title or markdown.first_words(rendered.text))
    post.body_html, post.excerpt_html = rendered.html, rendered.excerpt
    post.excerpt_is_all = not rendered.has_more
    post.renderer = markdown.RENDERER


def _rendered(title: str, body: str) -> markdown.Rendered:
    if "\0" in title + body:
        raise CharacterRefused("title" if "\0" in title else "body")
    if len(title) > Post.TITLE_MAX:
        raise TitleTooLong
    if not body.strip():
        raise BodyEmpty
    try:
        rendered = markdown.render(body)
    except markdown.TooComplex as error:
        too_long = error.reason is markdown.Reason.SIZE
        raise (BodyTooLong if too_long else BodyTooComplex) from error
    if not rendered.html.strip():
        raise BodyEmpty
    return rendered


def _count_one_more(author: User) -> None:
    """Count a post; before any row that refers to the author is made.

    MariaDB locks the author for such rows, shared, and two that then both want to count stand in each other's way.
    """
    _count(author.actor_id, 1)


def _count(actor_id: int, change: int) -> None:
    counted = update(Actor).where(Actor.id == actor_id).values(post_count=Actor.post_count + change)
    session.execute(counted, execution_options={"synchronize_session": False})


def _changed(statement: Update, post: Post) -> bool:
    result = session.execute(statement, execution_options={"synchronize_session": False})
    session.refresh(post, COLUMNS)
    return isinstance(result, CursorResult) and result.rowcount == 1


def _add(post: Post, author: User) -> Post:
    session.add(post)
    session.flush()
    events.record(EventKind.POST_PUBLISHED, by=author, subject_id=post.id)
    return post


def _add_once(post: Post, author: User, *, key: str, asked: str) -> Post:
    try:
        with session.begin_nested():
            _count_one_more(author)
            idempotency.remember(author.actor, key=key, asked=asked, result_id=post.id)
            session.flush()
            return _add(post, author)
    except IntegrityError:
        winner = idempotency.result_of(author.actor, key=key, asked=asked)
        if winner is None:
            raise
        return session.get_one(Post, winner)
