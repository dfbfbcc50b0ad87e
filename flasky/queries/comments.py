"""Reading conversations: what stands under a post, page by page and thread by thread."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, exists, select, union_all

from flasky.errors import CommentsClosed, InvalidInput, NotAmongCommenters, NotFound
from flasky.lib import clock
from flasky.lib.paging import Page, PageRequest
from flasky.models import Commenters, Follow, Post, User
from flasky.queries import posts
from flasky.queries.paginate import paginate
from flasky.queries.visibility import (
    Conversation,
    Viewer,
    Withheld,
    comments_to_moderate,
    conversation,
    keeps_its_place,
    moderated_by,
    wanted_by,
    with_post,
    withheld,
)
from flasky.transaction import session

ANSWERS_SHOWN = 10
"""How many answers of a thread stand on the page of its post; the others are on the thread's own page."""


@dataclass(frozen=True)
class Line:
    """A comment as one viewer gets it: its text may be withheld, its author muted."""

    comment: Post
    withheld: Withheld | None
    is_muted: bool
    is_liked: bool


@dataclass(frozen=True)
class Thread:
    """A top-level comment, the first answers under it by age, and how many there are besides."""

    top: Line
    answers: list[Line]
    more: int


@dataclass(frozen=True)
class Threads:
    """A page of threads, oldest first: its number, counted from 1, and that of the last page."""

    items: list[Thread]
    number: int
    last: int


@dataclass(frozen=True)
class Answers:
    """A page of one thread's answers, oldest first, with the ids to go on from (None where nothing is)."""

    top: Line
    items: list[Line]
    older_than: int | None
    newer_than: int | None


@dataclass(frozen=True)
class Place:
    """Where a comment is read: on a page of its post, or (a number of None) on the page of its thread."""

    page: int | None
    thread_id: int


@dataclass(frozen=True)
class Standing:
    """How a person stands to the author of a post."""

    follows: bool = False
    followed: bool = False


def page(post: Post, *, viewer: Viewer, number: int, size: int) -> Threads:
    """Return a page of the threads under a post the viewer may see. Two statements, however many comments it has.

    A comment keeps its page for ever: pages are cut by the numbers that comments got when they were written.

    Raises NotFound for a page after the last one.
    """
    last = max(1, -(-post.thread_count // size))
    if number > last:
        raise NotFound
    if post.thread_count == 0:
        return Threads([], number, last)
    first = (number - 1) * size
    tops = _under(post, viewer).where(Post.position >= first, Post.position < first + size)
    lines = [line for line in _lines(tops.order_by(Post.position)) if _is_worth_a_place(line, viewer)]
    answers = _first_answers([line.comment.id for line in lines if line.comment.comment_count], viewer)
    return Threads([_thread(line, answers[line.comment.id]) for line in lines], number, last)


def thread(post: Post, comment_id: int, *, viewer: Viewer, page: PageRequest) -> Answers:
    """Return a page of the answers in the thread of a top-level comment. Two statements. Raises NotFound."""
    top = by_id(post, comment_id, viewer=viewer)
    if top.comment.thread_id is not None:
        raise NotFound
    inside = _under(post, viewer).where(Post.thread_id == comment_id)
    if page.before is not None:
        found = _lines(inside.where(Post.id < page.before).order_by(Post.id.desc()).limit(page.size + 1))
        items = found[: page.size][::-1]
        more_before, more_after = len(found) > page.size, True
    else:
        offset = ((page.number or 1) - 1) * page.size
        after = inside.where(Post.id > (page.after or 0)).order_by(Post.id).offset(offset or None)
        found = _lines(after.limit(page.size + 1))
        items = found[: page.size]
        more_before, more_after = bool(page.after or offset), len(found) > page.size
    return Answers(
        top,
        items,
        older_than=items[0].comment.id if items and more_before else None,
        newer_than=items[-1].comment.id if items and more_after else None,
    )


def flat(post: Post, *, viewer: Viewer, page: PageRequest) -> Page[Line]:
    """Return a page of all that stands under a post the viewer may see, answers too, newest first. One statement."""
    statement = _under(post, viewer)
    if page.after is not None:
        found = _lines(statement.where(Post.id > page.after).order_by(Post.id).limit(page.size + 1))
        items = found[: page.size][::-1]
        newer = items[0].comment.id if len(found) > page.size else None
        return Page(items, newer, items[-1].comment.id if items else None)
    if page.before is not None:
        statement = statement.where(Post.id < page.before)
    found = _lines(statement.order_by(Post.id.desc()).limit(page.size + 1))
    items = found[: page.size]
    newer = items[0].comment.id if items and page.before is not None else None
    return Page(items, newer, items[-1].comment.id if len(found) > page.size else None)


def everybodys(*, viewer: Viewer, page: PageRequest) -> Page[Post]:
    """Return a page of the comments of all people that a viewer wants in lists, newest first, authors loaded.

    One statement.
    """
    return paginate(wanted_by(viewer).where(Post.reply_to_id.is_not(None)), Post, page)


def by_id(post: Post, comment_id: int, *, viewer: Viewer) -> Line:
    """Return one comment of a post the viewer may see, withheld or not. One statement. Raises NotFound."""
    found = _lines(_under(post, viewer).where(Post.id == comment_id))
    if not found:
        raise NotFound
    return found[0]


def readable(post: Post, comment_id: int, *, viewer: Viewer) -> Post:
    """Return a comment of a post whose text the viewer may read. One statement. Raises NotFound."""
    line = by_id(post, comment_id, viewer=viewer)
    if line.withheld is not None:
        raise NotFound
    return line.comment


def answered(post: Post, comment_id: int) -> Post:
    """Return what somebody wants to answer, for the operation to judge and for nobody to read. Raises NotFound."""
    comment = session.get(Post, comment_id)
    if comment is None or comment.root_id != post.id:
        raise NotFound
    return comment


def with_root(comment_id: int, *, viewer: Viewer) -> tuple[Post, Post]:
    """Return a comment, withheld or not, and the post it stands under, if the viewer may see both. Three statements.

    Raises NotFound, Gone.
    """
    root_id = session.scalar(select(Post.root_id).where(Post.id == comment_id))
    if root_id is None:
        raise NotFound
    post = posts.by_id(root_id, viewer=viewer)
    return by_id(post, comment_id, viewer=viewer).comment, post


def place_of(comment: Post, *, viewer: Viewer, size: int) -> Place:
    """Return where a comment is read. Up to two statements, each bounded."""
    if comment.thread_id is None:
        return Place(_page_of(comment, size), comment.id)
    earlier = select(Post.id).where(Post.thread_id == comment.thread_id, Post.id < comment.id, keeps_its_place(viewer))
    if len(session.scalars(earlier.limit(ANSWERS_SHOWN)).all()) >= ANSWERS_SHOWN:
        return Place(None, comment.thread_id)
    return Place(_page_of(session.get_one(Post, comment.thread_id), size), comment.thread_id)


def on_desk(moderator: User, *, page: PageRequest) -> Page[tuple[Post, Post]]:
    """Return a page of (comment, its post) for a moderator, newest first. One statement.

    It reads as far back as the comments of the page reach, and no further.
    """
    statement, after = comments_to_moderate(moderator), page.after
    offset = ((page.number or 1) - 1) * page.size
    if after is not None:
        statement = statement.where(Post.id > after).order_by(Post.id)
    else:
        statement = statement.where(Post.id < page.before) if page.before is not None else statement
        statement = statement.order_by(Post.id.desc()).offset(offset or None)
    found = [(row[0], row[1]) for row in session.execute(statement.limit(page.size + 1))]
    items, is_more = found[: page.size], len(found) > page.size
    newest, oldest = (items[0][0].id, items[-1][0].id) if items else (None, None)
    if after is not None:
        return Page(items[::-1], newer_than=oldest if is_more else None, older_than=newest)
    is_first = page.before is None and offset == 0
    return Page(items, newer_than=None if is_first else newest, older_than=oldest if is_more else None)


def to_moderate(comment_id: int, *, moderator: User) -> tuple[Post, Post]:
    """Return a comment that a moderator may disable or enable, and its post. One statement. Raises NotFound."""
    row = session.execute(with_post(moderated_by(moderator)).where(Post.id == comment_id)).one_or_none()
    if row is None:
        raise NotFound
    return row[0], row[1]


def standing(person: User, post: Post) -> Standing:
    """Return how a person stands to the author of a post. One statement."""
    row = session.execute(select(*standing_columns(person, post))).one()
    return Standing(bool(row[0]), bool(row[1]))


def standing_columns(person: User, post: Post) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Return the columns of `Standing`, for a statement that asks for more."""
    me, author = person.actor_id, post.author_id
    follows = exists().where(Follow.follower_id == me, Follow.followed_id == author)
    followed = exists().where(Follow.follower_id == author, Follow.followed_id == me)
    return follows, followed


def refusal(person: User, post: Post, standing: Standing) -> type[InvalidInput] | None:
    """Return why a person may not comment on a post that they may see, or None. Their right to is asked elsewhere."""
    if post.is_closed(clock.now()):
        return CommentsClosed
    if person.actor_id == post.author_id or post.commenters == Commenters.EVERYBODY:
        return None
    among = {Commenters.FOLLOWERS: standing.follows, Commenters.FOLLOWED: standing.followed}
    return None if among.get(Commenters(post.commenters)) else NotAmongCommenters


def _under(post: Post, viewer: Viewer) -> Conversation:
    return conversation(viewer).where(Post.root_id == post.id)


def _lines(statement: Conversation) -> list[Line]:
    return [
        Line(comment, withheld(comment, blocked=bool(blocked)), bool(muted), bool(liked))
        for comment, blocked, muted, liked in session.execute(statement)
    ]


def _is_worth_a_place(line: Line, viewer: Viewer) -> bool:
    """Tell whether a top-level comment is shown: a deleted one is where an answer stands, and for its author."""
    is_own = viewer is not None and viewer.actor_id == line.comment.author_id
    return line.withheld is not Withheld.DELETED or line.comment.thread_count > 0 or is_own


def _first_answers(thread_ids: list[int], viewer: Viewer) -> dict[int, list[Line]]:
    """Return the first answers of each thread, one more than is shown. One statement that reads no more."""
    answers: dict[int, list[Line]] = defaultdict(list)
    if not thread_ids:
        return answers
    keeps = keeps_its_place(viewer)
    firsts = [
        select(Post.id).where(Post.thread_id == each, keeps).order_by(Post.id).limit(ANSWERS_SHOWN + 1).subquery()
        for each in thread_ids
    ]
    wanted = union_all(*(select(first.c.id) for first in firsts)).subquery()
    statement = conversation(viewer).join(wanted, wanted.c.id == Post.id).order_by(Post.id)
    for line in _lines(statement):
        answers[line.comment.thread_id or 0].append(line)
    return answers


def _thread(top: Line, found: list[Line]) -> Thread:
    shown = found[:ANSWERS_SHOWN]
    if len(found) <= ANSWERS_SHOWN:
        return Thread(top, shown, more=0)
    return Thread(top, shown, more=max(1, top.comment.thread_count - _count_of_standing(shown)))


def _count_of_standing(lines: Iterable[Line]) -> int:
    return sum(line.withheld is not Withheld.DELETED for line in lines)


def _page_of(top: Post, size: int) -> int:
    return (top.position or 0) // size + 1
