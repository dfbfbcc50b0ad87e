"""Posts: read, published, changed, deleted, brought back."""

from flasky import transaction
from flasky.api import found, lists, schemas
from flasky.api.door import Answer, Resource, operation, require_match
from flasky.api.inputs import PostChanges, PostIn, PreviewIn
from flasky.api.paging import ListQuery, collection
from flasky.api.schemas import PostOut, Posts, PreviewOut, Revisions
from flasky.errors import Gone
from flasky.http import access
from flasky.http.session import person, viewer
from flasky.models import Permission, Post, Scope
from flasky.operations import comments, locks, mentions
from flasky.operations import posts as operations
from flasky.queries import marks, permissions, posts
from flasky.queries.marks import NONE
from flasky.queries.permissions import Act

resource = Resource("posts", tag="Posts")
WRITERS = access.programs(Scope.WRITE, Permission.WRITE)
AUTHORS = access.programs(Scope.WRITE)


@resource.get("/posts")
@operation(access.PROGRAMS, query=ListQuery, returns=Posts)
def index(query: ListQuery) -> Answer:
    """Everybody's posts, newest first."""
    page = posts.everybodys(viewer=viewer(), page=query.page)
    return lists.posts(page, count=posts.count_of_everybodys(viewer=viewer()))


@resource.post("/posts")
@operation(WRITERS, takes=PostIn, returns=PostOut, status=201)
def publish(body: PostIn) -> Answer:
    """Publish a post.

    With an `Idempotency-Key` header a second try publishes nothing new and answers the same; the same key with another
    content is refused (422).
    """
    row = operations.publish(
        person(),
        title=body.title,
        body=body.body,
        tags=" ".join(body.tags),
        key=found.idempotency_key(),
        audience=body.audience(),
        language=body.language,
    )
    transaction.commit()
    return _answer(row, status=201)


@resource.get("/posts/<id:post_id>")
@operation(access.PROGRAMS, returns=PostOut, fails=(404, 410))
def show(post_id: int) -> Answer:
    """A post."""
    return _answer(posts.by_id(post_id, viewer=viewer()))


@resource.put("/posts/<id:post_id>")
@operation(AUTHORS, takes=PostIn, returns=PostOut, fails=(404, 410, 412))
def replace(post_id: int, body: PostIn) -> Answer:
    """Change a post: its title and tags are empty from now on if they are not named.

    With `If-Match` only if nobody changed it since. An administrator may change the words of anybody, and nothing else.
    """
    row = _locked(post_id)
    words, tags = {"title": body.title, "body": body.body, "language": body.language}, " ".join(body.tags)
    operations.edit(person(), post=row, tags=tags, audience=body.audience(), **words)
    transaction.commit()
    return _answer(row)


@resource.patch("/posts/<id:post_id>")
@operation(AUTHORS, takes=PostChanges, returns=PostOut, fails=(404, 410, 412))
def change(post_id: int, body: PostChanges) -> Answer:
    """Change parts of a post: what is not named stays.

    With `If-Match` only if nobody changed it since.
    """
    row = _locked(post_id)
    title = row.title if body.title is None else body.title
    text, tags = body.body or row.body, None if body.tags is None else " ".join(body.tags)
    operations.edit(
        person(), post=row, title=title, body=text, tags=tags, audience=body.audience(), language=body.language
    )
    transaction.commit()
    return _answer(row)


@resource.delete("/posts/<id:post_id>")
@operation(AUTHORS, status=204, fails=(404, 410, 412))
def delete(post_id: int) -> None:
    """Delete a post of your own. It can be brought back for 30 days."""
    operations.delete(person(), post=_locked(post_id, Act.DELETE))
    transaction.commit()


@resource.post("/posts/<id:post_id>/restore")
@operation(AUTHORS, returns=PostOut, fails=(404, 410))
def restore(post_id: int) -> Answer:
    """Bring a deleted post of your own back; one that is there stays as it is."""
    row = posts.deleted_by_id(post_id, author=person()) or posts.by_id(post_id, viewer=viewer())
    operations.restore(person(), post=row)
    transaction.commit()
    return _answer(row)


@resource.get("/posts/<id:post_id>/revisions")
@operation(access.programs(Scope.READ), query=ListQuery, returns=Revisions, fails=(404, 410))
def list_revisions(post_id: int, query: ListQuery) -> Answer:
    """What a post of your own said before, the last text first."""
    row = posts.by_id(post_id, viewer=viewer())
    permissions.require(person(), Act.READ_REVISIONS, row)
    return collection(Revisions, posts.revisions(row, page=query.page), each=schemas.revision)


@resource.put("/posts/<id:post_id>/comments-closed")
@operation(AUTHORS, returns=PostOut, fails=(404, 410))
def close_comments(post_id: int) -> Answer:
    """Take no more comments on a post of your own; those that are there stay."""
    row = posts.by_id(post_id, viewer=viewer())
    comments.close_comments(person(), post=row)
    transaction.commit()
    return _answer(row)


@resource.delete("/posts/<id:post_id>/comments-closed")
@operation(AUTHORS, returns=PostOut, fails=(404, 410))
def open_comments(post_id: int) -> Answer:
    """Take comments on a post of your own again, for ever."""
    row = posts.by_id(post_id, viewer=viewer())
    comments.open_comments(person(), post=row)
    transaction.commit()
    return _answer(row)


@resource.post("/preview")
@operation(WRITERS, takes=PreviewIn, returns=PreviewOut)
def preview(body: PreviewIn) -> PreviewOut:
    """See what a text will look like as a post. Nothing is kept."""
    transaction.only_reads()
    sketch = Post()
    operations.write_text(sketch, title="", body=body.body, people=mentions.named_in(body.body, author=person()))
    return schemas.preview(sketch.body_html)


def _locked(post_id: int, act: Act = Act.EDIT) -> Post:
    """Return a post that the person may do this to, kept from others meanwhile, if it is the one they mean (If-Match).

    One that another deleted in between is gone.
    """
    row = posts.by_id(post_id, viewer=viewer())
    permissions.require(person(), act, row)
    locks.lock_post(row)
    if row.deleted_at is not None:
        raise Gone
    require_match(schemas.version_of(row))
    return row


def _answer(row: Post, *, status: int = 200) -> Answer:
    mine = marks.of([row], viewer=viewer()).get(row.id, NONE) if viewer() else None
    body = schemas.post(row, marks=mine)
    headers = {"Location": body.url} if status == 201 else {}
    return Answer(body, status, headers, version=schemas.version_of(row))
