"""Where the pictures of people are found, for every door that shows people."""

from dataclasses import dataclass

from flasky import addresses
from flasky.http.settings import settings
from flasky.media import avatars
from flasky.models import Actor
from flasky.queries import profiles


@dataclass(frozen=True)
class Picture:
    """The addresses of somebody's picture, for 256, for 40 and for 18 pixels."""

    large: str
    medium: str
    small: str


def remove_unless_shown(digest: str) -> None:
    """Take the files of a picture away that somebody shows no more, unless another does. Call it after the commit."""
    if digest and not profiles.shows_picture(digest):
        avatars.remove(digest, of=settings().flasky_data_dir)


def picture_of(actor: Actor) -> Picture:
    """Return the addresses of somebody's picture."""
    if not actor.avatar:
        made = addresses.generated_picture(actor.username)
        return Picture(made, made, made)
    sizes = (avatars.LARGE, avatars.MEDIUM, avatars.SMALL)
    return Picture(*(addresses.stored_picture(actor.avatar, size) for size in sizes))
