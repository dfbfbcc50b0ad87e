"""Who may do what, asked by every operation before it changes anything."""

from enum import StrEnum

from flasky.errors import Forbidden
from flasky.models import Permission, Post, User
from flasky.queries.acting import Acting, Operator


class Act(StrEnum):
    """The acts that need a right."""

    WRITE = "write"
    EDIT = "edit"
    DELETE = "delete"
    RESTORE = "restore"
    READ_REVISIONS = "read_revisions"
    PIN = "pin"
    CLOSE_COMMENTS = "close_comments"
    CHANGE_AUDIENCE = "change_audience"
    FOLLOW = "follow"
    COMMENT = "comment"
    MARK = "mark"
    MODERATE = "moderate"
    ADMINISTER = "administer"


NEEDED = {
    Act.WRITE: Permission.WRITE,
    Act.FOLLOW: Permission.FOLLOW,
    Act.COMMENT: Permission.COMMENT,
    Act.MODERATE: Permission.MODERATE,
    Act.MARK: Permission(0),
    Act.ADMINISTER: Permission.ADMIN,
}
"""Acts that a role gives, whatever they are done to. Everybody with an account may mark what they may read."""


def may(acting: Acting, act: Act, target: object = None) -> bool:
    """Tell whether somebody may do an act, to a target where the act has one."""
    if isinstance(acting, Operator):
        return True
    return isinstance(acting, User) and acting.is_active and acting.confirmed and _person_may(acting, act, target)


def require(acting: Acting, act: Act, target: object = None) -> None:
    """Raise Forbidden unless somebody may do an act."""
    if not may(acting, act, target):
        raise Forbidden


def _person_may(user: User, act: Act, target: object) -> bool:
    if act in NEEDED:
        return user.can(NEEDED[act])
    if act is Act.EDIT:
        return isinstance(target, Post) and _may_edit(user, target)
    return isinstance(target, Post) and target.author_id == user.actor_id


def _may_edit(user: User, post: Post) -> bool:
    if post.reply_to_id is not None:
        return user.can(Permission.COMMENT) and post.author_id == user.actor_id
    return user.is_administrator() or (user.can(Permission.WRITE) and post.author_id == user.actor_id)
