"""Comments: read, written, changed, deleted."""

from flasky import transaction
from flasky.api import found, schemas
from flasky.api.door import Answer, Resource, operation, require_match
from flasky.api.inputs import CommentChanges, CommentIn
from flasky.api.paging import ListQuery, collection
from flasky.api.schemas import CommentOut, Comments, Revisions
from flasky.errors import Gone
from flasky.http import access
from flasky.http.session import person, viewer
from flasky.models import Permission, Post, Scope
from flasky.operations import comments as operations
from flasky.operations import locks
from flasky.queries import comments, marks, permissions, posts
from flasky.queries.comments import Line
from flasky.queries.permissions import Act
from flasky.queries.visibility import Withheld

resource = Resource("comments", tag="Comments")
COMMENTERS = access.programs(Scope.WRITE, Permission.COMMENT)
AUTHORS = access.programs(Scope.WRITE)


@resource.get("/comments")
@operation(access.PROGRAMS, query=ListQuery, returns=Comments)
def index(query: ListQuery) -> Answer:
    """Everybody's comments, newest first."""
    page = comments.everybodys(viewer=viewer(), page=query.page)
    liked = marks.of(page.items, viewer=viewer())

    def each(row: Post) -> CommentOut:
        line = Line(row, None, is_muted=False, is_liked=liked.get(row.id, marks.NONE).liked)
        return schemas.comment(line, viewer=viewer())

    return collection(Comments, page, each=each)


@resource.get("/posts/<id:post_id>/comments")
@operation(access.PROGRAMS, query=ListQuery, returns=Comments, fails=(404, 410))
def list_of_post(post_id: int, query: ListQuery) -> Answer:
    """All comments of a post and the answers to them, newest first.

    One whose text is withheld keeps its place. `count` is of those that are not deleted.
    """
    post = posts.by_id(post_id, viewer=viewer())
    page = comments.flat(post, viewer=viewer(), page=query.page)
    return collection(
        Comments, page, each=lambda line: schemas.comment(line, viewer=viewer()), count=post.comment_count
    )


@resource.post("/posts/<id:post_id>/comments")
@operation(COMMENTERS, takes=CommentIn, returns=CommentOut, status=201, fails=(404, 410))
def create(post_id: int, body: CommentIn) -> Answer:
    """Comment on a post, or answer one of its comments.

    With an `Idempotency-Key` header a second try comments no second time and answers the same; the same key with
    another content is refused (422).
    """
    post = posts.by_id(post_id, viewer=viewer())
    parent = comments.answered(post, int(body.reply_to)) if body.reply_to else None
    key = found.idempotency_key()
    row = operations.reply(person(), post=post, parent=parent, body=body.body, key=key)
    transaction.commit()
    return _answer(Line(row, None, is_muted=False, is_liked=False), status=201)


@resource.get("/comments/<id:comment_id>")
@operation(access.PROGRAMS, returns=CommentOut, fails=(404, 410))
def show(comment_id: int) -> Answer:
    """A comment. A deleted one is gone, though it keeps its place in lists while it has answers."""
    line = _line(comment_id)
    if line.withheld is Withheld.DELETED:
        raise Gone
    return _answer(line)


@resource.put("/comments/<id:comment_id>")
@operation(AUTHORS, takes=CommentChanges, returns=CommentOut, fails=(404, 410, 412))
def replace(comment_id: int, body: CommentChanges) -> Answer:
    """Change the text of a comment of your own. With `If-Match` only if it is as you read it."""
    return _edited(comment_id, body)


@resource.patch("/comments/<id:comment_id>")
@operation(AUTHORS, takes=CommentChanges, returns=CommentOut, fails=(404, 410, 412))
def change(comment_id: int, body: CommentChanges) -> Answer:
    """Change the text of a comment of your own, the only part of it that can be changed."""
    return _edited(comment_id, body)


@resource.delete("/comments/<id:comment_id>")
@operation(AUTHORS, status=204, fails=(404, 410, 412))
def delete(comment_id: int) -> None:
    """Delete a comment of your own. Answers to it stay, and it can be brought back for 30 days."""
    operations.delete(person(), comment=_own(comment_id, Act.DELETE))
    transaction.commit()


@resource.post("/comments/<id:comment_id>/restore")
@operation(AUTHORS, returns=CommentOut, fails=(404, 410))
def restore(comment_id: int) -> Answer:
    """Bring a deleted comment of your own back; one that is there stays as it is."""
    operations.restore(person(), comment=_line(comment_id).comment)
    transaction.commit()
    return _answer(_line(comment_id))


@resource.get("/comments/<id:comment_id>/revisions")
@operation(access.programs(Scope.READ), query=ListQuery, returns=Revisions, fails=(404, 410))
def list_revisions(comment_id: int, query: ListQuery) -> Answer:
    """What a comment of your own said before, the last text first."""
    row = _line(comment_id).comment
    permissions.require(person(), Act.READ_REVISIONS, row)
    return collection(Revisions, posts.revisions(row, page=query.page), each=schemas.revision)


def _edited(comment_id: int, body: CommentChanges) -> Answer:
    operations.edit(person(), comment=_own(comment_id, Act.EDIT), body=body.body)
    transaction.commit()
    return _answer(_line(comment_id))


def _own(comment_id: int, act: Act) -> Post:
    """Return a comment that stands and that the person may do something to, if it is the one they mean (If-Match)."""
    row = _line(comment_id).comment
    permissions.require(person(), act, row)
    locks.lock_post(row)
    if row.deleted_at is not None:
        raise Gone
    require_match(schemas.version_of(row))
    return row


def _line(comment_id: int) -> Line:
    _comment, post = comments.with_root(comment_id, viewer=viewer())
    return comments.by_id(post, comment_id, viewer=viewer())


def _answer(line: Line, *, status: int = 200) -> Answer:
    body = schemas.comment(line, viewer=viewer())
    headers = {"Location": body.url} if status == 201 else {}
    return Answer(body, status, headers, version=schemas.version_of(line.comment))
