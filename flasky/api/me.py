"""Oneself: the profile, the choices, the picture."""

from typing import Annotated, Any

from flask import request
from pydantic import Field, StringConstraints
from werkzeug.exceptions import UnsupportedMediaType

from flasky import transaction
from flasky.api import lists, schemas
from flasky.api.door import Answer, Resource, operation, require_match
from flasky.api.inputs import Body, Days
from flasky.api.paging import ListQuery
from flasky.api.schemas import Me, Posts
from flasky.errors import PictureRefused
from flasky.http import access
from flasky.http.pictures import remove_unless_shown
from flasky.http.session import person
from flasky.http.settings import settings
from flasky.lib.usernames import USERNAME_MAX
from flasky.media import avatars
from flasky.models import Actor, Commenters, ProfileLink, Scope, Visibility
from flasky.operations import locks, own_account, profiles
from flasky.operations.own_account import Changes
from flasky.operations.profiles import Link
from flasky.queries import marks, posts
from flasky.queries import profiles as find

resource = Resource("me", tag="Me")
MINE = access.programs(Scope.READ)
CHANGED_BY_ME = access.programs(Scope.WRITE)
PORT = "[0-9]{1,4}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5]"
PAGE = rf"^https?://[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+(:({PORT}))?([/?#][!#-;=?-\[\]-~]*)?$"
"""The address of a page, in ASCII (RFC 3986)."""

PICTURE: dict[str, Any] = {"type": "string", "format": "binary"}
PICTURES = {
    **{f"image/{kind}": {"schema": PICTURE} for kind in ("jpeg", "png", "webp", "gif")},
    "multipart/form-data": {"schema": {"type": "object", "properties": {"picture": PICTURE}, "required": ["picture"]}},
}
Name = Annotated[str, StringConstraints(strip_whitespace=True, max_length=Actor.NAME_MAX)]
Location = Annotated[str, StringConstraints(strip_whitespace=True, max_length=Actor.LOCATION_MAX)]
AboutMe = Annotated[str, Field(max_length=Actor.ABOUT_ME_MAX)]


class LinkIn(Body):
    """A link to give of oneself."""

    label: Annotated[str, StringConstraints(strip_whitespace=True, max_length=ProfileLink.LABEL_MAX)] = ""
    url: Annotated[str, Field(max_length=ProfileLink.URL_MAX, pattern=PAGE, examples=["https://alice.example"])]


class MeChanges(Body):
    """What is to be changed of oneself; what is not named stays. Address and password are changed on the site alone."""

    username: Annotated[str, Field(max_length=USERNAME_MAX, pattern=r"^[A-Za-z][A-Za-z0-9_.]*$")] | None = None
    """The former one leads to you for a year, and is nobody else's for so long."""
    name: Name | None = None
    location: Location | None = None
    about_me: AboutMe | None = None
    """Markdown without headings and pictures."""
    links: Annotated[list[LinkIn], Field(max_length=ProfileLink.EACH_MAX)] | None = None
    """All of them, in their order."""
    approves_followers: bool | None = None
    """Whether you are asked before somebody follows you."""
    default_visibility: Visibility | None = None
    """Whom the posts are for that you write from now on."""
    default_commenters: Commenters | None = None
    comments_open_days: Days | None = None
    """For how many days your posts take comments; 0: for ever."""

    def wanted(self) -> Changes:
        """Return what is to be otherwise, for the operation."""
        links = None if self.links is None else tuple(Link(link.label, link.url) for link in self.links)
        said = self.model_dump(exclude={"links"})
        return Changes(links=links, **said)


@resource.get("/me")
@operation(MINE, returns=Me)
def show() -> Answer:
    """You."""
    return _answer()


@resource.get("/me/deleted-posts")
@operation(MINE, query=ListQuery, returns=Posts)
def list_deleted(query: ListQuery) -> Answer:
    """What you deleted within 30 days and can bring back with `posts.restore`, the newest post first."""
    return lists.posts(posts.deleted_by(person(), page=query.page))


@resource.get("/me/bookmarks")
@operation(MINE, query=ListQuery, returns=Posts)
def bookmarks(query: ListQuery) -> Answer:
    """The posts you keep and may still read, the one kept last first. Nobody else sees them."""
    return lists.posts(marks.bookmarks(person(), page=query.page))


@resource.patch("/me")
@operation(CHANGED_BY_ME, takes=MeChanges, returns=Me, fails=(409, 412))
def change(body: MeChanges) -> Answer:
    """Change your profile and choices: what is not named stays."""
    _require_same()
    own_account.change(person(), wanted=body.wanted())
    transaction.commit()
    return _answer()


@resource.put("/me/avatar")
@operation(CHANGED_BY_ME, media=PICTURES, returns=Me)
def put_avatar() -> Answer:
    """Show a picture of your choice: a JPEG, PNG, WebP or GIF of at most 2 MB and 40 million pixels."""
    return _show(avatars.add(_picture(), to=settings().flasky_data_dir))


@resource.delete("/me/avatar")
@operation(CHANGED_BY_ME, returns=Me)
def delete_avatar() -> Answer:
    """Show the picture that is made of your name."""
    return _show("")


def _require_same() -> None:
    """Keep others from changing the profile meanwhile, if the request says which one it means (If-Match)."""
    if request.headers.get("If-Match"):
        locks.lock_people(person().actor_id)
        require_match(schemas.version_of_profile(person().actor, links=find.links_of(person().actor)))


def _picture() -> bytes:
    """Return the one picture that was sent: as the body, or as the file `picture` of a form."""
    if request.mimetype == "multipart/form-data":
        files = request.files.getlist("picture")
        if len(files) != 1:
            raise PictureRefused
        return files[0].stream.read()
    if request.mimetype not in PICTURES:
        raise UnsupportedMediaType("Send a JPEG, PNG, WebP or GIF file, or a form with one as `picture`.")
    return request.get_data()


def _show(digest: str) -> Answer:
    former = profiles.set_avatar(person(), digest=digest)
    transaction.commit()
    remove_unless_shown(former)
    return _answer()


def _answer() -> Answer:
    user = person()
    links = find.links_of(user.actor)
    return Answer(schemas.me(user, links=links), version=schemas.version_of_profile(user.actor, links=links))
