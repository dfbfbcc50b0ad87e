"""The rows. A model speaks only of its own columns: no query, no JSON, no HTML."""

from flasky.models.actor import Actor, Commenters, Visibility
from flasky.models.api_token import ApiGrant, ApiToken, GrantKind, OAuthClient, OAuthCode, Scope, TokenKind
from flasky.models.audit import Audited, AuditEntry
from flasky.models.base import Base
from flasky.models.error_group import ErrorGroup
from flasky.models.event import Event, EventKind
from flasky.models.idempotency import IdempotencyKey
from flasky.models.interaction import Bookmark, Boost, Like, Pin
from flasky.models.job import Job, Lane
from flasky.models.known_device import KnownDevice
from flasky.models.letter import Letter
from flasky.models.login import Login
from flasky.models.mail_link import LinkState, MailLink, Purpose
from flasky.models.notification import (
    DEFAULT_CHANNELS,
    Channel,
    Notification,
    NotificationChoice,
    NotificationKind,
    NotificationSource,
)
from flasky.models.post import Post, PostRevision
from flasky.models.profile import FormerName, ProfileLink
from flasky.models.relation import Block, Follow, FollowRequest, Mute
from flasky.models.role import Permission, Role
from flasky.models.schedule import ScheduleSlot
from flasky.models.site import Accent, Site
from flasky.models.sitemap import MapOf, SitemapPage
from flasky.models.statistic import Figure, Statistic
from flasky.models.tag import FollowedTag, Mention, PostTag, Tag
from flasky.models.timeline import Timeline, TimelineEntry
from flasky.models.user import AnonymousUser, User

__all__ = [
    "DEFAULT_CHANNELS",
    "Accent",
    "Actor",
    "AnonymousUser",
    "ApiGrant",
    "ApiToken",
    "AuditEntry",
    "Audited",
    "Base",
    "Block",
    "Bookmark",
    "Boost",
    "Channel",
    "Commenters",
    "ErrorGroup",
    "Event",
    "EventKind",
    "Figure",
    "Follow",
    "FollowRequest",
    "FollowedTag",
    "FormerName",
    "GrantKind",
    "IdempotencyKey",
    "Job",
    "KnownDevice",
    "Lane",
    "Letter",
    "Like",
    "LinkState",
    "Login",
    "MailLink",
    "MapOf",
    "Mention",
    "Mute",
    "Notification",
    "NotificationChoice",
    "NotificationKind",
    "NotificationSource",
    "OAuthClient",
    "OAuthCode",
    "Permission",
    "Pin",
    "Post",
    "PostRevision",
    "PostTag",
    "ProfileLink",
    "Purpose",
    "Role",
    "ScheduleSlot",
    "Scope",
    "Site",
    "SitemapPage",
    "Statistic",
    "Tag",
    "Timeline",
    "TimelineEntry",
    "TokenKind",
    "User",
    "Visibility",
]
