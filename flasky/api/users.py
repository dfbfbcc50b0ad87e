"""People: found by number or by name, what they wrote, who is around them."""

from flasky.api import found, lists, schemas
from flasky.api.door import Answer, Resource, operation
from flasky.api.paging import ListQuery, collection
from flasky.api.schemas import Acquaintances, CommentOut, Comments, People, Posts, Profile
from flasky.http import access
from flasky.http.session import viewer
from flasky.lib.paging import Page
from flasky.models import Post
from flasky.queries import actors, marks, posts, profiles, relations
from flasky.queries.comments import Line
from flasky.queries.marks import NONE

resource = Resource("users", tag="Users")


@resource.get("/users")
@operation(access.PROGRAMS, query=ListQuery, returns=People)
def index(query: ListQuery) -> Answer:
    """The people of this site, the newest first."""
    page = actors.everybody(viewer=viewer(), page=query.page)
    known = relations.between(viewer(), [actor.id for actor in page.items])
    return collection(People, page, each=lambda actor: schemas.person(actor, viewer=viewer(), relation=known[actor.id]))


@resource.get("/users/<user>")
@operation(access.PROGRAMS, returns=Profile, fails=(404,))
def show(user: str) -> Profile:
    """A person, by number or by `@username`."""
    actor = found.person(user)
    relation = relations.with_one(viewer(), actor)
    return schemas.profile(actor, links=profiles.links_of(actor), viewer=viewer(), relation=relation)


@resource.get("/users/<user>/posts")
@operation(access.PROGRAMS, query=ListQuery, returns=Posts, fails=(404,))
def list_posts(user: str, query: ListQuery) -> Answer:
    """What a person wrote, newest first."""
    actor = found.person(user)
    relation = relations.with_one(viewer(), actor)
    page = posts.written_by(actor, viewer=viewer(), page=query.page)
    asking = viewer()
    is_self = asking is not None and asking.actor_id == actor.id
    return lists.posts(page, count=actor.posts_listed_for(themselves=is_self, follower=relation.follows))


@resource.get("/users/<user>/pinned")
@operation(access.PROGRAMS, returns=Posts, fails=(404,))
def list_pinned(user: str) -> Answer:
    """The posts that stand first on a person's profile, the last pinned one first: five at most, on one page."""
    pinned = profiles.pinned(found.person(user), viewer=viewer())
    return lists.posts(Page(pinned, None, None), count=len(pinned))


@resource.get("/users/<user>/comments")
@operation(access.PROGRAMS, query=ListQuery, returns=Comments, fails=(404,))
def list_comments(user: str, query: ListQuery) -> Answer:
    """What a person commented, newest first."""
    page = profiles.comments(found.person(user), viewer=viewer(), page=query.page)
    marked = marks.of(page.items, viewer=viewer())

    def each(row: Post) -> CommentOut:
        liked = marked.get(row.id, NONE).liked
        return schemas.comment(Line(row, None, is_muted=False, is_liked=liked), viewer=viewer())

    return collection(Comments, page, each=each)


@resource.get("/users/<user>/followers")
@operation(access.PROGRAMS, query=ListQuery, returns=Acquaintances, fails=(404,))
def list_followers(user: str, query: ListQuery) -> Answer:
    """Who follows a person, newest first. `count` counts those too whom you may not come upon."""
    actor = found.person(user)
    page = relations.followers_of(actor, page=query.page)
    return lists.people(page.map(lambda row: (row, row.follower)), count=actor.follower_count)


@resource.get("/users/<user>/following")
@operation(access.PROGRAMS, query=ListQuery, returns=Acquaintances, fails=(404,))
def list_following(user: str, query: ListQuery) -> Answer:
    """Whom a person follows, newest first. `count` counts those too whom you may not come upon."""
    actor = found.person(user)
    page = relations.followed_by(actor, page=query.page)
    return lists.people(page.map(lambda row: (row, row.followed)), count=actor.following_count)
