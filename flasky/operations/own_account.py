"""What somebody changes of their own account besides its address and password: their profile and how they are met."""

from dataclasses import dataclass

from flasky.models import Commenters, User, Visibility
from flasky.operations import audience, follows, profiles
from flasky.operations.profiles import Link


@dataclass(frozen=True)
class Changes:
    """What is to be otherwise; None leaves it as it is."""

    username: str | None = None
    name: str | None = None
    location: str | None = None
    about_me: str | None = None
    links: tuple[Link, ...] | None = None
    approves_followers: bool | None = None
    default_visibility: Visibility | None = None
    default_commenters: Commenters | None = None
    comments_open_days: int | None = None


def change(acting: User, *, wanted: Changes) -> None:
    """Change parts of one's own account: all that is wanted, or nothing. Records RENAMED when the name differs.

    Raises what `profiles.sketch` and `profiles.edit` raise, DaysRefused.
    """
    sketch = profiles.sketch(wanted.name, wanted.location, about_me=wanted.about_me, links=wanted.links)
    profiles.edit(acting, username=wanted.username, wanted=sketch)
    actor, days = acting.actor, wanted.comments_open_days
    if wanted.approves_followers is not None:
        follows.approve(acting, wanted=wanted.approves_followers)
    audience.set_defaults(
        acting,
        visibility=wanted.default_visibility or Visibility(actor.default_visibility),
        commenters=wanted.default_commenters or Commenters(actor.default_commenters),
        open_days=actor.comments_open_days if days is None else days,
    )
