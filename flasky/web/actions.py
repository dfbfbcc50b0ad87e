"""What can be done with a post besides reading it, as the bar under it shows it."""

from dataclasses import dataclass

from flask import request

from flasky import addresses
from flasky.models import Post, Visibility
from flasky.queries.marks import Marks
from flasky.queries.visibility import Viewer


@dataclass(frozen=True)
class Toggle:
    """A button: where it leads, whether it is pressed."""

    url: str
    is_on: bool


@dataclass(frozen=True)
class ActionsOnPage:
    """The bar under a post: counts and, for people, buttons. `next` is where somebody without JavaScript comes back."""

    id: int
    label: str
    comments: int
    comments_url: str
    likes: int
    likes_url: str
    boosts: int
    boosts_url: str
    may_mark: bool
    like: Toggle
    boost: Toggle | None
    bookmark: Toggle
    next: str


def actions(post: Post, *, marks: Marks, viewer: Viewer) -> ActionsOnPage:
    """Return the bar under a post; its author must be loaded. What is not public can only lose a boost."""
    may_boost = post.visibility == Visibility.PUBLIC or marks.boosted
    return ActionsOnPage(
        id=post.id,
        label=post.label,
        comments=post.comment_count,
        comments_url=addresses.comments_page(post, 1),
        likes=post.like_count,
        likes_url=addresses.likes(post),
        boosts=post.boost_count,
        boosts_url=addresses.boosts(post),
        may_mark=viewer is not None,
        like=_toggle(post, "like", marks.liked),
        boost=_toggle(post, "boost", marks.boosted) if may_boost else None,
        bookmark=_toggle(post, "bookmark", marks.bookmarked),
        next=came_from(f"post-{post.id}"),
    )


def came_from(anchor: str) -> str:
    """Return the address of this page and a place in it; a form that was sent says itself where it stood."""
    if request.method == "POST":
        return request.form.get("next", "")
    return f"{request.full_path.rstrip('?')}#{anchor}"


def _toggle(post: Post, act: str, is_on: bool) -> Toggle:
    return Toggle(addresses.mark(post, f"un{act}" if is_on else act), is_on)
