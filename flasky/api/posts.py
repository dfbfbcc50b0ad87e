"""Posts: read, published, changed, deleted, brought back."""

from flask import request

from flasky import transaction
from flasky.api import found, schemas
from flasky.api.door import Answer, Resource, operation, require_match
from flasky.api.inputs import PostChanges, PostIn
from flasky.api.paging import ListQuery, collection
from flasky.api.schemas import PostOut, Posts
from flasky.http import access
from flasky.http.session import person, viewer
from flasky.models import IdempotencyKey, Permission, Post, Scope
from flasky.operations import locks
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
    marked = marks.of(page.items, viewer=viewer())

    def each(row: Post) -> PostOut:
        return schemas.post(row, marks=marked.get(row.id, NONE) if viewer() else None)

    return collection(Posts, page, each=each)


@resource.post("/posts")
@operation(WRITERS, takes=PostIn, returns=PostOut, status=201, fails=(409,))
def publish(body: PostIn) -> Answer:
    """Publish a post. With an `Idempotency-Key` header a second try publishes nothing new and answers the same."""
    written = {"title": body.title, "body": body.body, "tags": " ".join(body.tags), "audience": body.audience()}
    row = operations.publish(person(), key=_key(), **written)  # type: ignore[arg-type]  # as the names say
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
    """Change a post: what is not named is empty or as usual from now on."""
    row = _locked(post_id)
    operations.edit(
        person(), post=row, title=body.title, body=body.body, tags=" ".join(body.tags), audience=body.audience()
    )
    transaction.commit()
    return _answer(row)


@resource.patch("/posts/<id:post_id>")
@operation(AUTHORS, takes=PostChanges, returns=PostOut, fails=(404, 410, 412))
def change(post_id: int, body: PostChanges) -> Answer:
    """Change parts of a post: what is not named stays."""
    row = _locked(post_id)
    title = row.title if body.title is None else body.title
    text, tags = body.body or row.body, None if body.tags is None else " ".join(body.tags)
    operations.edit(person(), post=row, title=title, body=text, tags=tags, audience=body.audience())
    transaction.commit()
    return _answer(row)


@resource.delete("/posts/<id:post_id>")
@operation(AUTHORS, status=204, fails=(404, 410, 412))
def delete(post_id: int) -> None:
    """Delete a post of your own. It can be brought back for 30 days."""
    row = posts.by_id(post_id, viewer=viewer())
    permissions.require(person(), Act.DELETE, row)
    require_match(schemas.version_of(row))
    operations.delete(person(), post=row)
    transaction.commit()


def _locked(post_id: int) -> Post:
    """Return a post that the person may edit, kept from others meanwhile, if it is the one they mean (If-Match)."""
    row = posts.by_id(post_id, viewer=viewer())
    permissions.require(person(), Act.EDIT, row)
    locks.lock_post(row)
    require_match(schemas.version_of(row))
    return row


def _key() -> str:
    return found.idempotency_key(request.headers.get("Idempotency-Key", ""), IdempotencyKey.KEY_MAX)


def _answer(row: Post, *, status: int = 200) -> Answer:
    mine = marks.of([row], viewer=viewer()).get(row.id, NONE) if viewer() else None
    body = schemas.post(row, marks=mine)
    headers = {"Location": body.url} if status == 201 else {}
    return Answer(body, status, headers, version=schemas.version_of(row))
