"""Tags: what is on people's minds, and what one follows of it."""

from pydantic import ConfigDict

from flasky import addresses, transaction
from flasky.api import found
from flasky.api.door import Answer, Resource, operation
from flasky.api.paging import Collection, ListQuery, collection
from flasky.api.schemas import Wire, url_of
from flasky.http import access
from flasky.http.session import person, viewer
from flasky.lib.paging import Page
from flasky.models import Permission, Scope, Tag
from flasky.operations import tags as operations
from flasky.queries import tags

resource = Resource("tags", tag="Tags")


class TagOut(Wire):
    """A tag."""

    model_config = ConfigDict(title="Tag")

    name: str
    url: str
    web_url: str
    posts_url: str
    people: int
    """How many wrote public posts with it in the last 7 days, as far as it is among the trending ones."""
    trend: int
    """What those count together, in hundredths: each person 100 when their post is new, half of it after 2 days."""
    followed: bool | None
    """Whether its posts stand in your home timeline; null for a visitor."""


class Tags(Collection[TagOut]):
    """A page of tags."""


@resource.get("/tags")
@operation(access.PROGRAMS, returns=Tags)
def trending() -> Answer:
    """What people write about now, the most first: 20 tags at most, on one page."""
    found_now = tags.trending()
    followed = tags.followed_among(found_now, viewer=viewer())
    page = Page(found_now, None, None)
    return collection(Tags, page, each=lambda tag: _tag(tag, is_followed=tag.id in followed), count=len(found_now))


@resource.get("/tags/<tag>")
@operation(access.PROGRAMS, returns=TagOut, fails=(404,))
def show(tag: str) -> TagOut:
    """A tag, whether any post bears it yet or not."""
    row = found.tag(tag)
    return _tag(row, is_followed=tags.is_followed(row, viewer=viewer()))


@resource.put("/tags/<tag>/follow")
@operation(access.programs(Scope.FOLLOW, Permission.FOLLOW), returns=TagOut, fails=(404,))
def follow(tag: str) -> TagOut:
    """Put the posts of a tag into your home timeline."""
    operations.follow(person(), tag=tag)
    transaction.commit()
    return _tag(found.tag(tag), is_followed=True)


@resource.delete("/tags/<tag>/follow")
@operation(access.programs(Scope.FOLLOW), returns=TagOut, fails=(404,))
def unfollow(tag: str) -> TagOut:
    """Take the posts of a tag out of your home timeline."""
    row = found.tag(tag)
    operations.unfollow(person(), tag=row.name)
    transaction.commit()
    return _tag(row, is_followed=False)


@resource.get("/me/tags")
@operation(access.programs(Scope.READ), query=ListQuery, returns=Tags)
def followed(query: ListQuery) -> Answer:
    """The tags you follow, the last followed first."""
    page = tags.followed_by(person(), page=query.page)
    return collection(Tags, page, each=lambda item: _tag(item[1], is_followed=True))


def _tag(row: Tag, *, is_followed: bool) -> TagOut:
    return TagOut(
        name=row.name,
        url=url_of(addresses.api_tag(row.key)),
        web_url=url_of(addresses.tag(row.key)),
        posts_url=url_of(addresses.api_tag_timeline(row.key)),
        people=row.people,
        trend=row.trend,
        followed=is_followed if viewer() is not None else None,
    )
