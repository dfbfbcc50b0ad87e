"""Pages of posts and of people, as several resources show them."""

from flasky.api import schemas
from flasky.api.door import Answer
from flasky.api.paging import collection
from flasky.api.schemas import Acquaintance, Acquaintances, PostOut, Posts
from flasky.http.session import viewer
from flasky.lib.paging import Page
from flasky.models import Actor, Follow, FollowRequest, Post
from flasky.queries import marks, relations
from flasky.queries.marks import NONE

Since = Follow | FollowRequest


def posts(page: Page[Post], *, count: int | None = None) -> Answer:
    """Return a page of posts with the marks of whoever asks. One statement; none for a visitor."""
    marked = marks.of(page.items, viewer=viewer())

    def each(row: Post) -> PostOut:
        return schemas.post(row, marks=marked.get(row.id, NONE) if viewer() is not None else None)

    return collection(Posts, page, each=each, count=count)


def people(page: Page[tuple[Since, Actor]], *, count: int | None = None) -> Answer:
    """Return a page of people and since when each stands in the list. One statement; none for a visitor.

    Whom the viewer may not come upon is left out, so that a page may be shorter than was asked for.
    """
    known = relations.between(viewer(), [actor.id for _row, actor in page.items])
    met = [(row, actor) for row, actor in page.items if not (known[actor.id].is_apart or actor.is_suspended)]

    def each(item: tuple[Since, Actor]) -> Acquaintance:
        row, actor = item
        return schemas.acquaintance(actor, row_id=row.id, viewer=viewer(), relation=known[actor.id])

    return collection(Acquaintances, Page(met, page.newer_than, page.older_than), each=each, count=count)
