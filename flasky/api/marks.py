"""Marks on posts and comments: like, bookmark, boost, pin; and who liked and boosted."""

from flasky import transaction
from flasky.api import schemas
from flasky.api.door import Answer, Resource, operation
from flasky.api.paging import ListQuery, collection
from flasky.api.schemas import CommentOut, People, Person, PostOut
from flasky.http import access
from flasky.http.session import person, viewer
from flasky.models import Boost, Like, Post, Scope
from flasky.operations import marks as operations
from flasky.operations import pins
from flasky.queries import comments, marks, posts
from flasky.queries.marks import NONE

resource = Resource("marks", tag="Marks")
MARKERS = access.programs(Scope.WRITE)


@resource.put("/posts/<id:post_id>/like")
@operation(MARKERS, returns=PostOut, fails=(404, 410))
def like(post_id: int) -> PostOut:
    """Like a post; liking twice is liking once."""
    post = _post(post_id)
    operations.like(person(), post=post)
    return _marked(post)


@resource.delete("/posts/<id:post_id>/like")
@operation(MARKERS, returns=PostOut, fails=(404, 410))
def unlike(post_id: int) -> PostOut:
    """Take a like back, if there is one."""
    post = _post(post_id)
    operations.unlike(person(), post=post)
    return _marked(post)


@resource.put("/posts/<id:post_id>/bookmark")
@operation(MARKERS, returns=PostOut, fails=(404, 410))
def bookmark(post_id: int) -> PostOut:
    """Keep a post for later; nobody else learns of it."""
    post = _post(post_id)
    operations.bookmark(person(), post=post)
    return _marked(post)


@resource.delete("/posts/<id:post_id>/bookmark")
@operation(MARKERS, returns=PostOut, fails=(404, 410))
def unbookmark(post_id: int) -> PostOut:
    """Keep a post no longer."""
    post = _post(post_id)
    operations.unbookmark(person(), post=post)
    return _marked(post)


@resource.put("/posts/<id:post_id>/boost")
@operation(MARKERS, returns=PostOut, fails=(404, 410, 422))
def boost(post_id: int) -> PostOut:
    """Hand a post on to your followers; only public ones can be."""
    post = _post(post_id)
    operations.boost(person(), post=post)
    return _marked(post)


@resource.delete("/posts/<id:post_id>/boost")
@operation(MARKERS, returns=PostOut, fails=(404, 410))
def unboost(post_id: int) -> PostOut:
    """Take a boost back, if there is one."""
    post = _post(post_id)
    operations.unboost(person(), post=post)
    return _marked(post)


@resource.put("/posts/<id:post_id>/pin")
@operation(MARKERS, returns=PostOut, fails=(404, 410, 422))
def pin(post_id: int) -> PostOut:
    """Let a post of your own stand first on your profile; five at most do."""
    post = _post(post_id)
    pins.pin(person(), post=post)
    return _marked(post)


@resource.delete("/posts/<id:post_id>/pin")
@operation(MARKERS, returns=PostOut, fails=(404, 410))
def unpin(post_id: int) -> PostOut:
    """Let a post of your own stand at its place again."""
    post = _post(post_id)
    pins.unpin(person(), post=post)
    return _marked(post)


@resource.get("/posts/<id:post_id>/likes")
@operation(access.PROGRAMS, query=ListQuery, returns=People, fails=(404, 410))
def list_likes(post_id: int, query: ListQuery) -> Answer:
    """The people who like a post, the latest first. Those you cannot come upon are counted only."""
    post = _post(post_id)
    page = marks.likes(post, viewer=viewer(), page=query.page)
    return collection(People, page, each=_who, count=post.like_count)


@resource.get("/posts/<id:post_id>/boosts")
@operation(access.PROGRAMS, query=ListQuery, returns=People, fails=(404, 410))
def list_boosts(post_id: int, query: ListQuery) -> Answer:
    """The people who boosted a post, the latest first. Those you cannot come upon are counted only."""
    post = _post(post_id)
    page = marks.boosts(post, viewer=viewer(), page=query.page)
    return collection(People, page, each=_who, count=post.boost_count)


@resource.put("/comments/<id:comment_id>/like")
@operation(MARKERS, returns=CommentOut, fails=(404, 410))
def like_comment(comment_id: int) -> CommentOut:
    """Like a comment; liking twice is liking once."""
    post, comment = _comment(comment_id)
    operations.like(person(), post=comment)
    return _marked_comment(post, comment_id)


@resource.delete("/comments/<id:comment_id>/like")
@operation(MARKERS, returns=CommentOut, fails=(404, 410))
def unlike_comment(comment_id: int) -> CommentOut:
    """Take a like back, if there is one."""
    post, comment = _comment(comment_id)
    operations.unlike(person(), post=comment)
    return _marked_comment(post, comment_id)


def _post(post_id: int) -> Post:
    return posts.by_id(post_id, viewer=viewer())


def _comment(comment_id: int) -> tuple[Post, Post]:
    """Return a post and the comment under it whose text the person may read. Raises NotFound."""
    _comment, post = comments.with_root(comment_id, viewer=viewer())
    return post, comments.readable(post, comment_id, viewer=viewer())


def _marked(post: Post) -> PostOut:
    transaction.commit()
    return schemas.post(post, marks=marks.of([post], viewer=viewer()).get(post.id, NONE))


def _marked_comment(post: Post, comment_id: int) -> CommentOut:
    transaction.commit()
    return schemas.comment(comments.by_id(post, comment_id, viewer=viewer()), viewer=viewer())


def _who(row: Like | Boost) -> Person:
    return schemas.person(row.actor, viewer=viewer())
