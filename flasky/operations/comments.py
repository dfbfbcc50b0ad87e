"""Conversations: comment and answer, edit, delete, restore; close and open the comments of a post."""

from dataclasses import dataclass

from sqlalchemy import Update, select, update
from sqlalchemy.engine import CursorResult
from sqlalchemy.exc import IntegrityError

from flasky.errors import AnsweredGone, BodyEmpty, CommentEmpty, CommentTooLong, Forbidden, Gone, NotFound
from flasky.lib import clock, ids
from flasky.lib.markdown import Dialect, Rendered
from flasky.models import Actor, EventKind, Post, PostRevision, User
from flasky.operations import events, idempotency, mentions
from flasky.operations.posts import COLUMNS, TEXT_COLUMNS, write_text
from flasky.queries import comments, permissions
from flasky.queries.permissions import Act
from flasky.queries.visibility import Withheld, readable_by
from flasky.transaction import session

UNSEEN = {"synchronize_session": False}


def reply(author: User, *, post: Post, parent: Post | None = None, body: str, key: str = "") -> Post:
    """Comment on a post, or answer one of its comments. A second call with the same key returns the first one's.

    A top-level comment gets the next number under its post. Records COMMENTED, about the comment.

    Raises Forbidden without the right to comment; NotFound for a post one may not see and across a block;
    CommentsClosed, NotAmongCommenters, AnsweredGone, CommentEmpty, CommentTooLong, BodyTooComplex, CharacterRefused;
    TooManyMentions, TooManyTags; SentBefore when the key came with another text.
    """
    permissions.require(author, Act.COMMENT)
    comment = Post(id=ids.new_id(), author_id=author.actor_id, author=author.actor, root_id=post.id)
    text = _written(comment, author, body=body)
    asked = idempotency.fingerprint("reply", str(post.id), str(parent.id if parent else ""), comment.body)
    before = idempotency.result_of(author.actor, key=key, asked=asked) if key else None
    if before:
        return session.get_one(Post, before)
    _require_place(author, post, parent)
    return _add_once(comment, text, parent, key=key, asked=asked) if key else _add(comment, text, parent)


def edit(editor: User, *, comment: Post, body: str) -> Post:
    """Change a comment of one's own and keep the old text as a revision. Nothing happens when nothing changed.

    Records COMMENT_EDITED. Raises Forbidden, for one that a moderator disabled too; Gone for one that was deleted
    meanwhile; what `reply` raises of the text.
    """
    permissions.require(editor, Act.EDIT, comment)
    sketch = Post()
    text = _written(sketch, editor, body=body)  # slow, and done before the row is locked
    session.refresh(comment, COLUMNS, with_for_update=True)
    if comment.deleted_at is not None:
        raise Gone
    if comment.hidden_at is not None:
        raise Forbidden
    if comment.body == sketch.body:
        return comment
    session.add(PostRevision(post_id=comment.id, editor_id=editor.actor_id, title="", body=comment.body))
    for column in TEXT_COLUMNS:
        setattr(comment, column, getattr(sketch, column))
    comment.edited_at = clock.now()
    session.flush()
    text.keep(comment)
    events.record(EventKind.COMMENT_EDITED, by=editor, subject_id=comment.id)
    return comment


def delete(acting: User, *, comment: Post) -> None:
    """Take a comment of one's own away; answers to it stay, under a placeholder. It can be restored for 30 days.

    Of two that delete at once one does, the other changes nothing. Records COMMENT_DELETED. Raises Forbidden.
    """
    permissions.require(acting, Act.DELETE, comment)
    _lock(comment)
    gone = update(Post).where(Post.id == comment.id, Post.deleted_at.is_(None)).values(deleted_at=clock.now())
    if _changed(gone):
        _count(comment, -1)
        events.record(EventKind.COMMENT_DELETED, by=acting, subject_id=comment.id)
    session.refresh(comment, COLUMNS)


def restore(acting: User, *, comment: Post) -> None:
    """Bring a deleted comment of one's own back as it was; nothing for one that is there. Records COMMENTED.

    Raises Forbidden, and Gone when its 30 days are over.
    """
    permissions.require(acting, Act.RESTORE, comment)
    if comment.deleted_at is not None and not comment.is_restorable(clock.now()):
        raise Gone
    _lock(comment)
    back = update(Post).where(Post.id == comment.id, Post.deleted_at.is_not(None), Post.erased_at.is_(None))
    if _changed(back.values(deleted_at=None)):
        _count(comment, 1)
        events.record(EventKind.COMMENTED, by=acting, subject_id=comment.id)
    session.refresh(comment, COLUMNS)


def close_comments(acting: User, *, post: Post) -> None:
    """Take no more comments on a post of one's own; those that are there stay. Raises Forbidden."""
    permissions.require(acting, Act.CLOSE_COMMENTS, post)
    if not post.is_closed(clock.now()):
        post.comments_closed_at = clock.now()
        session.flush()


def open_comments(acting: User, *, post: Post) -> None:
    """Take comments on a post of one's own again, for ever. Raises Forbidden."""
    permissions.require(acting, Act.CLOSE_COMMENTS, post)
    post.comments_closed_at = None
    session.flush()


@dataclass(frozen=True)
class _Written:
    """The text of a comment, and whom it names, until its row is there."""

    author: User
    rendered: Rendered
    people: list[Actor]

    def keep(self, comment: Post) -> None:
        mentions.sync(comment, self.rendered, self.people)


def _written(comment: Post, author: User, *, body: str) -> _Written:
    """Put a text and the HTML made from it into a comment, stored or not: the Markdown of comments.

    Raises CommentEmpty, CommentTooLong, BodyTooComplex, CharacterRefused, TooManyMentions, TooManyTags.
    """
    if len(body.replace("\r\n", "\n").encode()) > Post.COMMENT_MAX:
        raise CommentTooLong
    people = mentions.named_in(body, author=author)
    try:
        rendered = write_text(comment, title="", body=body, people=people, dialect=Dialect.COMMENT)
    except BodyEmpty as error:
        raise CommentEmpty from error
    return _Written(author, rendered, people)


def _require_place(author: User, post: Post, parent: Post | None) -> None:
    """Raise unless the post can be seen and takes comments of this person, and what is answered stands under it."""
    if session.scalar(readable_by(author).where(Post.id == post.id)) is None:
        raise NotFound
    refusal = comments.refusal(author, post, comments.standing(author, post))
    if refusal is not None:
        raise refusal
    if parent is not None:
        _require_answerable(author, post, parent)


def _require_answerable(author: User, post: Post, parent: Post) -> None:
    try:
        line = comments.by_id(post, parent.id, viewer=author)
    except NotFound as error:
        raise AnsweredGone from error
    if line.withheld is Withheld.BLOCKED:
        raise NotFound
    if line.withheld is not None:
        raise AnsweredGone


def _add(comment: Post, text: _Written, parent: Post | None) -> Post:
    """Count the comment, then store it: who counts waits for the others under the post, on every database."""
    comment.reply_to_id = parent.id if parent else comment.root_id
    comment.thread_id = (parent.thread_id or parent.id) if parent else None
    if parent is None:
        comment.position = _next_position(comment)
    else:
        _count_answer(comment, parent)
    session.add(comment)
    session.flush()
    if text.rendered.mentions:
        text.keep(comment)
    events.record(EventKind.COMMENTED, by=text.author, subject_id=comment.id)
    return comment


def _add_once(comment: Post, text: _Written, parent: Post | None, *, key: str, asked: str) -> Post:
    author = text.author
    try:
        with session.begin_nested():
            _add(comment, text, parent)
            idempotency.remember(author.actor, key=key, asked=asked, result_id=comment.id)
            session.flush()
            return comment
    except IntegrityError:
        winner = idempotency.result_of(author.actor, key=key, asked=asked)
        if winner is None:
            raise
        return session.get_one(Post, winner)


def _next_position(comment: Post) -> int:
    more = {"thread_count": Post.thread_count + 1, "comment_count": Post.comment_count + 1}
    if not _changed(update(Post).where(Post.id == comment.root_id, Post.deleted_at.is_(None)).values(more)):
        raise NotFound
    return session.scalars(select(Post.thread_count).where(Post.id == comment.root_id)).one() - 1


def _count_answer(comment: Post, parent: Post) -> None:
    """Count an answer for its post, for what it answers and for the thread; the post first, as everybody does."""
    stands = (Post.deleted_at.is_(None), Post.hidden_at.is_(None))
    root = update(Post).where(Post.id == comment.root_id, *stands).values(comment_count=Post.comment_count + 1)
    if not _changed(root):
        raise NotFound
    if not _changed(update(Post).where(Post.id == parent.id, *stands).values(comment_count=Post.comment_count + 1)):
        raise AnsweredGone
    _changed(update(Post).where(Post.id == comment.thread_id).values(thread_count=Post.thread_count + 1))


def _count(comment: Post, change: int) -> None:
    """Count a comment that went or came back for its post, and an answer for its thread."""
    root = update(Post).where(Post.id == comment.root_id)
    _changed(root.values(comment_count=Post.comment_count + change))
    if comment.thread_id is not None:
        thread = update(Post).where(Post.id == comment.thread_id)
        _changed(thread.values(thread_count=Post.thread_count + change))


def _lock(comment: Post) -> None:
    """Wait for whoever changes the conversation, before any row of it is changed."""
    session.execute(select(Post.id).where(Post.id == comment.root_id).with_for_update())


def _changed(statement: Update) -> bool:
    result = session.execute(statement, execution_options=UNSEEN)
    return isinstance(result, CursorResult) and result.rowcount == 1
