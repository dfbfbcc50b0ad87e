"""What people say of themselves: name, place, a few words, links, a picture, defaults for what they write."""

from dataclasses import dataclass

from sqlalchemy import delete

from flasky.errors import (
    BodyTooComplex,
    CharacterRefused,
    LinkRefused,
    TooLong,
    TooManyNames,
    UsernameTaken,
)
from flasky.lib import markdown, usernames, web_links
from flasky.models import Actor, FormerName, ProfileLink, User
from flasky.operations import names
from flasky.operations.locks import lock_people
from flasky.operations.users import check_name
from flasky.queries import actors, profiles
from flasky.transaction import session

MAXIMA = {"name": Actor.NAME_MAX, "location": Actor.LOCATION_MAX, "about_me": Actor.ABOUT_ME_MAX}
DAYS_MAX = 3650


@dataclass(frozen=True)
class Link:
    """A link of one's own, and what it is called; without a name it is called by its address."""

    label: str
    url: str


EMPTY = Link("", "")
"""A row of the form that nothing was typed into."""


@dataclass(frozen=True)
class Sketch:
    """What is to stand on a profile, checked and rendered; None leaves it as it is."""

    name: str | None
    location: str | None
    about_me: str | None
    about_html: str
    links: tuple[Link, ...] | None


def sketch(
    name: str | None, location: str | None, *, about_me: str | None, links: tuple[Link, ...] | None = None
) -> Sketch:
    """Check and render what is to stand on a profile; None leaves it as it is. Asks the database nothing.

    Raises TooLong, CharacterRefused, BodyTooComplex for the text about oneself, LinkRefused for the field of a link.
    """
    if about_me is not None:
        about_me = about_me.replace("\r\n", "\n").replace("\r", "\n")
    for field, text in (("name", name), ("location", location), ("about_me", about_me)):
        _check(field, text or "", longest=MAXIMA[field])
    checked = None if links is None else tuple(_checked(link, at) for at, link in enumerate(links) if link != EMPTY)
    return Sketch(name, location, about_me, rendered(about_me or ""), checked)


def edit(acting: User, *, username: str | None, wanted: Sketch) -> bool:
    """Change one's own profile and username (None: as it is), nothing else. Tells whether the name changed.

    Records RENAMED if so. Raises UsernameMalformed, UsernameTaken, TooManyNames.
    """
    if username is not None:
        check_name(username)
    lock_people(acting.actor_id)
    actor = acting.actor
    if username is not None and username.lower() != actor.username.lower():
        _check_new_name(actor, username)
    put(actor, wanted)
    return username is not None and names.rename(acting, actor=actor, username=username)


def put(actor: Actor, wanted: Sketch) -> None:
    """Put what was checked on somebody's profile. Their row must be locked."""
    describe(actor, wanted)
    if wanted.links is not None:
        _put_links(actor, wanted.links)
    session.flush()


def describe(actor: Actor, wanted: Sketch) -> None:
    """Let somebody say of themselves what was checked; without the links, which are rows of their own. No statement."""
    if wanted.name is not None:
        actor.name = wanted.name
    if wanted.location is not None:
        actor.location = wanted.location
    if wanted.about_me is not None:
        actor.about_me, actor.about_html = wanted.about_me, wanted.about_html


def set_avatar(acting: User, *, digest: str) -> str:
    """Show a picture that is stored, or with an empty digest the generated one. Returns the former one's digest."""
    former, acting.actor.avatar = acting.actor.avatar, digest
    session.flush()
    return former


def rendered(about_me: str) -> str:
    """Return the HTML of what somebody says of themselves. Raises BodyTooComplex."""
    try:
        return markdown.render(about_me, dialect=markdown.Dialect.COMMENT).html if about_me.strip() else ""
    except markdown.TooComplex as error:
        raise BodyTooComplex("about_me") from error


def _check(field: str, text: str, *, longest: int) -> None:
    if "\0" in text:
        raise CharacterRefused(field)
    if len(text) > longest:
        raise TooLong(field)


def _checked(link: Link, number: int) -> Link:
    _check(f"link{number}_label", link.label, longest=ProfileLink.LABEL_MAX)
    url = web_links.whole(link.url)
    if url is None or len(url) > ProfileLink.URL_MAX:
        raise LinkRefused(f"link{number}_url")
    return Link(link.label, url)


def _check_new_name(actor: Actor, username: str) -> None:
    if usernames.is_reserved(username) and usernames.key_of(username) != actor.username_key:
        raise UsernameTaken
    if actors.former_names(actor) >= FormerName.EACH_MAX:
        raise TooManyNames


def _put_links(actor: Actor, links: tuple[Link, ...]) -> None:
    if [(one.label, one.url) for one in profiles.links_of(actor)] == [(one.label, one.url) for one in links]:
        return
    session.execute(delete(ProfileLink).where(ProfileLink.actor_id == actor.id))
    for position, link in enumerate(links[: ProfileLink.EACH_MAX]):
        session.add(ProfileLink(actor_id=actor.id, position=position, label=link.label, url=link.url))
