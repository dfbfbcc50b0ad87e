"""The rows. A model speaks only of its own columns: no query, no JSON, no HTML."""

from flasky.models.actor import Actor
from flasky.models.base import Base
from flasky.models.event import Event, EventKind
from flasky.models.idempotency import IdempotencyKey
from flasky.models.job import Job, Lane
from flasky.models.letter import Letter
from flasky.models.login import Login
from flasky.models.mail_link import LinkState, MailLink, Purpose
from flasky.models.post import Post, PostRevision, Visibility
from flasky.models.role import Permission, Role
from flasky.models.schedule import ScheduleSlot
from flasky.models.user import AnonymousUser, User

__all__ = [
    "Actor",
    "AnonymousUser",
    "Base",
    "Event",
    "EventKind",
    "IdempotencyKey",
    "Job",
    "Lane",
    "Letter",
    "LinkState",
    "Login",
    "MailLink",
    "Permission",
    "Post",
    "PostRevision",
    "Purpose",
    "Role",
    "ScheduleSlot",
    "User",
    "Visibility",
]
