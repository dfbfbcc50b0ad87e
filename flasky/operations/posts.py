"""Writing: publish, edit."""

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from flasky.errors import BodyEmpty, BodyTooComplex, BodyTooLong, CharacterRefused, TitleTooLong
from flasky.lib import clock, ids, markdown, slugs
from flasky.models import Actor, EventKind, Post, PostRevision, User
from flasky.operations import events, idempotency
from flasky.queries import permissions
from flasky.queries.permissions import Act
from flasky.transaction import session


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

    Records POST_EDITED. Raises Forbidden and what `publish` raises.
    """
    permissions.require(editor, Act.EDIT, post)
    old = PostRevision(post_id=post.id, editor_id=editor.actor_id, title=post.title, body=post.body)
    write_text(post, title=title, body=body)
    if (post.title, post.body) == (old.title, old.body):
        return post
    post.edited_at = clock.now()
    session.add(old)
    session.flush()
    events.record(EventKind.POST_EDITED, by=editor, subject_id=post.id)
    return post


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
    counted = update(Actor).where(Actor.id == author.actor_id).values(post_count=Actor.post_count + 1)
    session.execute(counted, execution_options={"synchronize_session": False})


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
