"""Where the pictures of people are found, for every door that shows people."""

from dataclasses import dataclass

from flasky import addresses
from flasky.media import avatars
from flasky.models import Actor


@dataclass(frozen=True)
class Picture:
    """The addresses of somebody's picture, for 256, for 40 and for 18 pixels."""

    large: str
    medium: str
    small: str


def picture_of(actor: Actor) -> Picture:
    """Return the addresses of somebody's picture."""
    if not actor.avatar:
        made = addresses.generated_picture(actor.username)
        return Picture(made, made, made)
    sizes = (avatars.LARGE, avatars.MEDIUM, avatars.SMALL)
    return Picture(*(addresses.stored_picture(actor.avatar, size) for size in sizes))
