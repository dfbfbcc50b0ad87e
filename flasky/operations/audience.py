"""Whom a post is for: who may read it, who may comment on it, for how long."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import update

from flasky.errors import DaysRefused
from flasky.models import Actor, Commenters, EventKind, Post, User, Visibility
from flasky.operations import events
from flasky.queries import permissions
from flasky.queries.permissions import Act
from flasky.transaction import session

FOR_FEW = {Visibility.FOLLOWERS: "followers_post_count", Visibility.LINK: "link_post_count"}
"""Where posts are counted besides that not everybody finds in a list."""


@dataclass(frozen=True)
class Audience:
    """Who may read a post, who may comment on it, and for how many days (0: for ever); None says nothing of it."""

    visibility: Visibility | None = None
    commenters: Commenters | None = None
    close_after_days: int | None = None


AS_USUAL = Audience()
"""As the author chose for all posts; of a published post: as it is."""


def choose(post: Post, *, audience: Audience) -> None:
    """Set the audience of a post that is about to be published. Raises DaysRefused."""
    author, days = post.author, audience.close_after_days
    post.visibility = audience.visibility or Visibility(author.default_visibility)
    post.commenters = audience.commenters or Commenters(author.default_commenters)
    _close_after(post, author.comments_open_days if days is None else days)


def change(acting: User, *, post: Post, audience: Audience) -> None:
    """Set the audience of a published post. Records VISIBILITY_CHANGED.

    Raises Forbidden for whoever changes anything of another's post; DaysRefused.
    """
    before = Visibility(post.visibility)
    visibility, commenters = audience.visibility or before, audience.commenters or Commenters(post.commenters)
    days = post.days_open if audience.close_after_days is None else audience.close_after_days
    if (visibility, commenters, days) == (before, post.commenters, post.days_open):
        return
    permissions.require(acting, Act.CHANGE_AUDIENCE, post)
    post.visibility, post.commenters = visibility, commenters
    if days != post.days_open:
        _close_after(post, days)
    session.flush()
    if visibility != before:
        count(post.author_id, posts=-1, shown_to=before)
        count(post.author_id, posts=1, shown_to=visibility)
        events.record(EventKind.VISIBILITY_CHANGED, by=acting, subject_id=post.id)


def count(actor_id: int, *, posts: int, shown_to: Visibility) -> None:
    """Count so many posts more, or fewer, of a person, shown to these."""
    values = {"post_count": Actor.post_count + posts}
    if shown_to in FOR_FEW:
        values[FOR_FEW[shown_to]] = getattr(Actor, FOR_FEW[shown_to]) + posts
    counted = update(Actor).where(Actor.id == actor_id).values(**values)
    session.execute(counted, execution_options={"synchronize_session": False})


def set_defaults(acting: User, *, visibility: Visibility, commenters: Commenters, open_days: int) -> Actor:
    """Choose what the posts that somebody writes from now on begin with. Raises DaysRefused."""
    _check(open_days, field="comments_open_days")
    actor = acting.actor
    actor.default_visibility, actor.default_commenters = visibility, commenters
    actor.comments_open_days = open_days
    session.flush()
    return actor


def _close_after(post: Post, days: int) -> None:
    _check(days, field="close_after_days")
    post.comments_closed_at = post.published_at + timedelta(days=days) if days else None


def _check(days: int, *, field: str) -> None:
    if not 0 <= days <= Post.OPEN_DAYS_MAX:
        raise DaysRefused(field)
