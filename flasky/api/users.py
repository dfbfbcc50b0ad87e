"""People: found by number or by name, and what they wrote."""

from flasky.api import found, schemas
from flasky.api.door import Answer, Resource, operation
from flasky.api.paging import ListQuery, collection
from flasky.api.schemas import Person, Posts
from flasky.errors import Forbidden
from flasky.http import access
from flasky.http.session import person as asking
from flasky.http.session import viewer
from flasky.models import Scope
from flasky.queries import marks, posts, relations, timelines
from flasky.queries.marks import NONE

resource = Resource("users", tag="Users")


@resource.get("/users/<user>")
@operation(access.PROGRAMS, returns=Person, fails=(404,))
def show(user: str) -> Person:
    """A person, by number or by `@username`."""
    actor = found.person(user)
    return schemas.person(actor, viewer=viewer(), relation=relations.with_one(viewer(), actor))


@resource.get("/users/<user>/posts")
@operation(access.PROGRAMS, query=ListQuery, returns=Posts, fails=(404,))
def list_posts(user: str, query: ListQuery) -> Answer:
    """What a person wrote, newest first."""
    actor = found.person(user)
    relation = relations.with_one(viewer(), actor)
    page = posts.written_by(actor, viewer=viewer(), page=query.page)
    is_self = viewer() is not None and asking().actor_id == actor.id
    count = actor.posts_listed_for(themselves=is_self, follower=relation.follows)
    marked = marks.of(page.items, viewer=viewer())
    return collection(Posts, page, each=lambda row: schemas.post(row, marks=_mine(marked, row.id)), count=count)


@resource.get("/users/<user>/timeline")
@operation(access.programs(Scope.READ), query=ListQuery, returns=Posts, fails=(404,))
def list_timeline(user: str, query: ListQuery) -> Answer:
    """Your home timeline, under the book's address of it; nobody else's opens."""
    if found.person(user).id != asking().actor_id:
        raise Forbidden
    state = timelines.state_of(asking())
    page = timelines.home_page(asking(), page=query.page, state=state)
    marked = marks.of([entry.post for entry in page.items], viewer=asking())
    return collection(Posts, page, each=lambda entry: schemas.post(entry.post, marks=_mine(marked, entry.post.id)))


def _mine(marked: dict[int, marks.Marks], post_id: int) -> marks.Marks | None:
    """Return the marks of whoever asks; None for a visitor."""
    return marked.get(post_id, NONE) if viewer() is not None else None
