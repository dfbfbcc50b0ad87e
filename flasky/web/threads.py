"""Comments as a page shows them: a tree to a readable depth, placeholders where a text is not for the viewer."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from flask_babel import lazy_gettext as _
from markupsafe import Markup

from flasky import addresses
from flasky.http.pictures import Picture, picture_of
from flasky.lib import clock
from flasky.models import Post
from flasky.queries import permissions
from flasky.queries.acting import NOBODY
from flasky.queries.comments import Line
from flasky.queries.permissions import Act
from flasky.queries.visibility import Viewer, Withheld
from flasky.web.actions import Toggle, came_from

DEPTH_SHOWN = 4
"""Answers to what stands this deep stand beside it and say whom they answer."""

NOTES = {
    Withheld.DELETED: _("This comment was deleted by its author."),
    Withheld.DISABLED: _("This comment has been disabled by a moderator."),
    Withheld.SUSPENDED: _("This comment is not shown to you."),
    Withheld.BLOCKED: _("This comment is not shown to you."),
}


@dataclass(frozen=True)
class CommentOnPage:
    """Everything a template shows of a comment. One whose text is withheld has no name, no text and no buttons."""

    id: int
    url: str
    published_at: datetime
    note: object = None
    html: Markup | None = None
    is_muted: bool = False
    author_name: str = ""
    author_url: str = ""
    author_picture: Picture | None = None
    author_card_url: str = ""
    edited_at: datetime | None = None
    likes: int = 0
    like: Toggle | None = None
    reply_url: str | None = None
    create_url: str = ""
    edit_url: str | None = None
    delete_url: str | None = None
    restore_url: str | None = None
    revisions_url: str | None = None
    moderate_url: str | None = None
    is_disabled: bool = False
    next: str = ""
    answers_to: str = ""
    answers_to_url: str = ""
    more: int = 0
    more_url: str = ""
    answers: list["CommentOnPage"] = field(default_factory=list)


def tree(post: Post, top: Line, answers: Iterable[Line], *, viewer: Viewer, more: int = 0) -> CommentOnPage:
    """Return a thread for a template: each answer under what it answers, to the depth that is shown."""
    first = comment_on_page(post, top, viewer=viewer, more=more)
    places: dict[int, tuple[CommentOnPage, int]] = {first.id: (first, 0)}
    holders = {first.id: first}
    for line in answers:
        to = line.comment.reply_to_id or first.id
        answered, depth = places.get(to, (None, 0))
        holder = first if answered is None else holders[to] if depth >= DEPTH_SHOWN else answered
        hint = _answered(answered, to) if answered is None or holder is not answered else ("", "")
        shown = comment_on_page(post, line, viewer=viewer, answers_to=hint)
        holder.answers.append(shown)
        places[shown.id] = (shown, min(depth + 1, DEPTH_SHOWN))
        holders[shown.id] = holder
    return first


def comment_on_page(
    post: Post, line: Line, *, viewer: Viewer, answers_to: tuple[str, str] = ("", ""), more: int = 0
) -> CommentOnPage:
    """Return one comment for a template, as its viewer gets it."""
    comment = line.comment
    is_own = viewer is not None and viewer.actor_id == comment.author_id
    is_disabled = line.withheld is Withheld.DISABLED
    may_moderate = permissions.may(viewer or NOBODY, Act.MODERATE) and line.withheld in (None, Withheld.DISABLED)
    is_readable = line.withheld is None or (is_disabled and (is_own or may_moderate))
    is_named = line.withheld is None or is_disabled
    is_marked = line.withheld is None and viewer is not None
    acts = partial(addresses.comment_act, post, comment.id)
    stands = is_own and comment.deleted_at is None
    return CommentOnPage(
        id=comment.id,
        url=addresses.by_number(comment.id),
        published_at=comment.published_at,
        note=_("You deleted this comment.") if is_own and comment.deleted_at else NOTES.get(line.withheld),  # type: ignore[arg-type]  # None too
        html=Markup(comment.body_html) if is_readable else None,  # noqa: S704 - the sanitiser's output
        is_muted=line.is_muted and is_readable,
        author_name=comment.author.display_name if is_named else "",
        author_url=addresses.author(comment.author) if is_named else "",
        author_picture=picture_of(comment.author) if is_named else None,
        author_card_url=addresses.hover_card(comment.author) if is_named else "",
        edited_at=comment.edited_at if is_readable else None,
        likes=comment.like_count if line.withheld is None else 0,
        like=Toggle(acts("unlike" if line.is_liked else "like"), line.is_liked) if is_marked else None,
        reply_url=acts("reply") if is_marked and permissions.may(viewer or NOBODY, Act.COMMENT) else None,
        edit_url=acts("edit")
        if stands and permissions.may(viewer or NOBODY, Act.EDIT, comment) and not is_disabled
        else None,
        delete_url=acts("delete") if stands else None,
        restore_url=acts("restore") if is_own and comment.is_restorable(clock.now()) else None,
        revisions_url=acts("revisions") if stands and comment.edited_at else None,
        moderate_url=addresses.moderate_comment(comment.id, "enable" if is_disabled else "disable")
        if may_moderate
        else None,
        is_disabled=is_disabled,
        next=came_from(f"comment-{comment.id}"),
        answers_to=answers_to[0],
        answers_to_url=answers_to[1],
        more=more,
        more_url=addresses.comment(post, comment.id) if more else "",
    )


def _answered(answered: CommentOnPage | None, comment_id: int) -> tuple[str, str]:
    """Return the name of who is answered, where it may be told, and where that comment is read."""
    return (answered.author_name if answered else ""), addresses.by_number(comment_id)
