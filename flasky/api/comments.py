"""Comments: read, written, changed, deleted."""

from flask import request

from flasky import transaction
from flasky.api import found, schemas
from flasky.api.door import Answer, Resource, operation, require_match
from flasky.api.inputs import CommentChanges, CommentIn
from flasky.api.paging import ListQuery, collection
from flasky.api.schemas import CommentOut, Comments
from flasky.errors import Gone
from flasky.http import access
from flasky.http.session import person, viewer
from flasky.models import IdempotencyKey, Permission, Post, Scope
from flasky.operations import comments as operations
from flasky.operations import locks
from flasky.queries import comments, permissions, posts
from flasky.queries.comments import Line
from flasky.queries.permissions import Act

resource = Resource("comments", tag="Comments")
COMMENTERS = access.programs(Scope.WRITE, Permission.COMMENT)
AUTHORS = access.programs(Scope.WRITE)


@resource.get("/posts/<id:post_id>/comments")
@operation(access.PROGRAMS, query=ListQuery, returns=Comments, fails=(404, 410))
def index(post_id: int, query: ListQuery) -> Answer:
    """All comments of a post and the answers to them, newest first. Withheld ones keep their place."""
    post = posts.by_id(post_id, viewer=viewer())
    page = comments.flat(post, viewer=viewer(), page=query.page)
    return collection(
        Comments, page, each=lambda line: schemas.comment(line, viewer=viewer()), count=post.comment_count
    )


@resource.post("/posts/<id:post_id>/comments")
@operation(COMMENTERS, takes=CommentIn, returns=CommentOut, status=201, fails=(404, 409, 410))
def create(post_id: int, body: CommentIn) -> Answer:
    """Comment on a post, or answer one of its comments."""
    post = posts.by_id(post_id, viewer=viewer())
    parent = comments.answered(post, int(body.reply_to)) if body.reply_to else None
    key = found.idempotency_key(request.headers.get("Idempotency-Key", ""), IdempotencyKey.KEY_MAX)
    row = operations.reply(person(), post=post, parent=parent, body=body.body, key=key)
    transaction.commit()
    return _answer(Line(row, None, is_muted=False, is_liked=False), status=201)


@resource.get("/comments/<id:comment_id>")
@operation(access.PROGRAMS, returns=CommentOut, fails=(404, 410))
def show(comment_id: int) -> Answer:
    """A comment."""
    return _answer(_line(comment_id))


@resource.put("/comments/<id:comment_id>")
@operation(AUTHORS, takes=CommentChanges, returns=CommentOut, fails=(404, 410, 412))
def replace(comment_id: int, body: CommentChanges) -> Answer:
    """Change the text of a comment of your own."""
    row = _own(comment_id, Act.EDIT)
    operations.edit(person(), comment=row, body=body.body)
    transaction.commit()
    return _answer(_line(comment_id))


@resource.delete("/comments/<id:comment_id>")
@operation(AUTHORS, status=204, fails=(404, 410, 412))
def delete(comment_id: int) -> None:
    """Delete a comment of your own. Answers to it stay, and it can be brought back for 30 days."""
    operations.delete(person(), comment=_own(comment_id, Act.DELETE))
    transaction.commit()


def _own(comment_id: int, act: Act) -> Post:
    """Return a comment that stands and that the person may do something to, if it is the one they mean (If-Match)."""
    row = _line(comment_id).comment
    permissions.require(person(), act, row)
    if row.deleted_at is not None:
        raise Gone
    locks.lock_post(row)
    require_match(schemas.version_of(row))
    return row


def _line(comment_id: int) -> Line:
    _comment, post = comments.with_root(comment_id, viewer=viewer())
    return comments.by_id(post, comment_id, viewer=viewer())


def _answer(line: Line, *, status: int = 200) -> Answer:
    body = schemas.comment(line, viewer=viewer())
    headers = {"Location": body.url} if status == 201 else {}
    return Answer(body, status, headers, version=schemas.version_of(line.comment))
