"""The rows. A model speaks only of its own columns: no query, no JSON, no HTML."""

from flasky.models.actor import Actor
from flasky.models.audit import Audited, AuditEntry
from flasky.models.base import Base
from flasky.models.error_group import ErrorGroup
from flasky.models.event import Event, EventKind
from flasky.models.idempotency import IdempotencyKey
from flasky.models.job import Job, Lane
from flasky.models.known_device import KnownDevice
from flasky.models.letter import Letter
from flasky.models.login import Login
from flasky.models.mail_link import LinkState, MailLink, Purpose
from flasky.models.post import Post, PostRevision, Visibility
from flasky.models.role import Permission, Role
from flasky.models.schedule import ScheduleSlot
from flasky.models.site import Accent, Site
from flasky.models.user import AnonymousUser, User

__all__ = [
    "Accent",
    "Actor",
    "AnonymousUser",
    "AuditEntry",
    "Audited",
    "Base",
    "ErrorGroup",
    "Event",
    "EventKind",
    "IdempotencyKey",
    "Job",
    "KnownDevice",
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
    "Site",
    "User",
    "Visibility",
]
