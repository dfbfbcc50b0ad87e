"""Timelines: one's home, everybody's posts, those of a tag; and how far one has read."""

from pydantic import ConfigDict

from flasky import transaction
from flasky.api import found, lists, schemas
from flasky.api.door import Answer, Resource, operation
from flasky.api.inputs import Body, Place
from flasky.api.paging import Collection, ListQuery, collection
from flasky.api.schemas import PersonRef, PostOut, Posts, Wire
from flasky.errors import Forbidden
from flasky.http import access
from flasky.http.session import person, viewer
from flasky.lib import ids
from flasky.models import Scope
from flasky.operations import timelines as operations
from flasky.queries import marks, posts, tags, timelines
from flasky.queries.marks import NONE
from flasky.queries.timelines import Entry

resource = Resource("timelines", tag="Timelines")
MINE = access.programs(Scope.READ)


class EntryOut(PostOut):
    """A post in a home timeline."""

    model_config = ConfigDict(title="Entry")

    place: str
    """Its place in the order, to say how far you have read."""
    boosted_by: PersonRef | None
    """Who boosted it, where that brought it here; null where its author or a tag of it did."""


class Entries(Collection[EntryOut]):
    """A page of a home timeline."""


class ReadMarker(Wire):
    """How far you have read your home timeline."""

    place: str | None
    """The newest place that you have seen; null before the first."""


class ReadTo(Body):
    """How far you have read now."""

    place: Place
    """The `place` of the newest entry that was shown."""


@resource.get("/timelines/home")
@operation(MINE, query=ListQuery, returns=Entries)
def home(query: ListQuery) -> Answer:
    """Your posts and those of the people and tags you follow, newest first, each once."""
    return _home(query)


@resource.get("/users/<user>/timeline")
@operation(MINE, query=ListQuery, returns=Entries, fails=(404,))
def home_of(user: str, query: ListQuery) -> Answer:
    """Your home timeline, under the book's address of it; nobody else's opens."""
    if found.person(user).id != person().actor_id:
        raise Forbidden
    return _home(query)


@resource.get("/timelines/home/read")
@operation(MINE, returns=ReadMarker)
def show_marker() -> ReadMarker:
    """How far you have read your home timeline."""
    return _marker()


@resource.put("/timelines/home/read")
@operation(access.programs(Scope.WRITE), takes=ReadTo, returns=ReadMarker)
def mark_read(body: ReadTo) -> ReadMarker:
    """Note how far you have read your home timeline; never back."""
    operations.mark_read(person(), place=min(int(body.place), ids.LARGEST))
    transaction.commit()
    return _marker()


@resource.get("/timelines/all")
@operation(access.PROGRAMS, query=ListQuery, returns=Posts)
def everybodys(query: ListQuery) -> Answer:
    """Everybody's posts, newest first: the same as `/posts`."""
    page = posts.everybodys(viewer=viewer(), page=query.page)
    return lists.posts(page, count=posts.count_of_everybodys(viewer=viewer()))


@resource.get("/timelines/tags/<tag>")
@operation(access.PROGRAMS, query=ListQuery, returns=Posts, fails=(404,))
def of_tag(tag: str, query: ListQuery) -> Answer:
    """The posts with a tag, newest first."""
    return lists.posts(tags.posts_of(found.tag(tag), viewer=viewer(), page=query.page))


def _home(query: ListQuery) -> Answer:
    page = timelines.home_page(person(), page=query.page, state=timelines.state_of(person()))
    marked = marks.of([entry.post for entry in page.items], viewer=person())

    def each(entry: Entry) -> EntryOut:
        said = dict(schemas.post(entry.post, marks=marked.get(entry.post.id, NONE)))
        by = schemas.person_ref(entry.booster) if entry.booster is not None else None
        return EntryOut(**said, place=str(entry.place), boosted_by=by)

    return collection(Entries, page, each=each)


def _marker() -> ReadMarker:
    place = timelines.state_of(person()).read_until
    return ReadMarker(place=str(place) if place is not None else None)
