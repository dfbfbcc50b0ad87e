"""What a community needs: relations, conversations, marks, tags, home timelines, notifications, richer profiles.

Revision ID: 20261122_community
Revises: 20261122_accounts
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from flasky.migrations import columns

revision = "20261122_community"
down_revision = "20261122_accounts"
branch_labels = None
depends_on = None

PAIRS = {
    "follows": ("follower_id", "followed_id"),
    "follow_requests": ("follower_id", "followed_id"),
    "blocks": ("actor_id", "target_id"),
    "mutes": ("actor_id", "target_id"),
    "likes": ("actor_id", "post_id"),
    "bookmarks": ("actor_id", "post_id"),
    "boosts": ("post_id", "actor_id"),
    "pins": ("actor_id", "post_id"),
    "mentions": ("post_id", "actor_id"),
    "post_tags": ("post_id", "tag_id"),
    "followed_tags": ("actor_id", "tag_id"),
}
"""Tables of who or what stands to whom: two references that are unique together."""

TARGETS = {"post_id": "posts", "tag_id": "tags"}
MORE: dict[str, tuple[sa.Column[Any], ...]] = {
    "mutes": (sa.Column("until", columns.MOMENT, nullable=True),),
    "post_tags": (sa.Column("given", sa.Boolean(), nullable=False),),
}
INDEXES = (
    ("follows", "follower_id", "id"),
    ("follows", "followed_id", "id"),
    ("follow_requests", "followed_id", "id"),
    ("blocks", "actor_id", "id"),
    ("blocks", "target_id", "actor_id"),
    ("mutes", "actor_id", "id"),
    ("mutes", "target_id"),
    ("likes", "actor_id", "id"),
    ("likes", "post_id", "id"),
    ("bookmarks", "actor_id", "id"),
    ("bookmarks", "post_id"),
    ("boosts", "actor_id", "id"),
    ("boosts", "post_id", "id"),
    ("pins", "post_id"),
    ("mentions", "actor_id", "post_id"),
    ("tags", "trend"),
    ("post_tags", "tag_id", "post_id"),
    ("followed_tags", "actor_id", "id"),
    ("followed_tags", "tag_id", "id"),
    ("timeline_entries", "owner_id", "place"),
    ("timeline_entries", "owner_id", "via_id"),
    ("timeline_entries", "post_id"),
    ("timeline_entries", "place"),
    ("notifications", "owner_id", "newest_id"),
    ("notifications", "owner_id", "read_at", "newest_id"),
    ("notifications", "subject_id"),
    ("notifications", "newest_id"),
    ("notification_sources", "notification_id", "id"),
    ("notification_sources", "owner_id", "actor_id", "post_id"),
    ("notification_sources", "actor_id"),
    ("notification_sources", "post_id"),
    ("former_names", "actor_id"),
    ("former_names", "until"),
    ("posts", "root_id", "position"),
    ("posts", "thread_id", "id"),
    ("posts", "author_id", "reply_to_id", "id"),
)
COLUMNS: dict[str, tuple[tuple[sa.Column[Any], Any], ...]] = {
    "actors": (
        (sa.Column("about_html", columns.LONG_TEXT, nullable=False), ""),
        (sa.Column("avatar", columns.exact(64), nullable=False), ""),
        (sa.Column("followers_post_count", sa.Integer(), nullable=False), 0),
        (sa.Column("link_post_count", sa.Integer(), nullable=False), 0),
        (sa.Column("follower_count", sa.Integer(), nullable=False), 0),
        (sa.Column("following_count", sa.Integer(), nullable=False), 0),
        (sa.Column("approves_followers", sa.Boolean(), nullable=False), sa.false()),
        (sa.Column("is_suspended", sa.Boolean(), nullable=False), sa.false()),
        (sa.Column("default_visibility", sa.String(16), nullable=False), "public"),
        (sa.Column("default_commenters", sa.String(16), nullable=False), "everybody"),
        (sa.Column("comments_open_days", sa.Integer(), nullable=False), 0),
    ),
    "users": ((sa.Column("digested_until", columns.ID, nullable=True), None),),
    "jobs": ((sa.Column("reached", columns.ID, nullable=False), 0),),
    "posts": (
        (sa.Column("thread_id", columns.ID, nullable=True), None),
        (sa.Column("position", sa.Integer(), nullable=True), None),
        (sa.Column("tag_names", columns.LONG_TEXT, nullable=False), ""),
        (sa.Column("comment_count", sa.Integer(), nullable=False), 0),
        (sa.Column("thread_count", sa.Integer(), nullable=False), 0),
        (sa.Column("like_count", sa.Integer(), nullable=False), 0),
        (sa.Column("boost_count", sa.Integer(), nullable=False), 0),
        (sa.Column("commenters", sa.String(16), nullable=False), "everybody"),
        (sa.Column("comments_closed_at", columns.MOMENT, nullable=True), None),
    ),
}
TABLES = (
    "tags",
    *PAIRS,
    "timeline_entries",
    "timelines",
    "notifications",
    "notification_sources",
    "notification_choices",
    "profile_links",
    "former_names",
)


def upgrade() -> None:
    for table, wanted in COLUMNS.items():
        columns.add_columns(table, *wanted)
    columns.add_reference("posts", "thread_id", "posts")
    _mark_the_suspended()
    columns.create_table(
        "tags",
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("key", columns.exact(128), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("trend", sa.Integer(), nullable=False),
        columns.unique("tags", "key"),
    )
    for table, (one, other) in PAIRS.items():
        _create_pairs(table, one, other)
    _create_timelines()
    _create_notifications()
    _create_profiles()
    for table, *names in INDEXES:
        columns.create_index(table, *names)


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table, if_exists=True)
    for table, *names in INDEXES:
        if table == "posts":
            columns.drop_index(table, *names)
    for table, wanted in COLUMNS.items():
        columns.drop_columns(table, *(column.name for column, _fill in wanted))


def _mark_the_suspended() -> None:
    users = sa.table("users", sa.column("actor_id"), sa.column("suspended_at"))
    actors = sa.table("actors", sa.column("id"), sa.column("is_suspended"))
    suspended = sa.select(users.c.actor_id).where(users.c.suspended_at.is_not(None))
    op.execute(actors.update().where(actors.c.id.in_(suspended)).values(is_suspended=sa.true()))


def _create_pairs(table: str, one: str, other: str) -> None:
    columns.create_table(
        table,
        sa.Column(one, columns.ID, nullable=False),
        sa.Column(other, columns.ID, nullable=False),
        *MORE.get(table, ()),
        columns.refers(table, one, TARGETS.get(one, "actors"), ondelete="CASCADE"),
        columns.refers(table, other, TARGETS.get(other, "actors"), ondelete="CASCADE"),
        columns.unique(table, one, other),
    )


def _create_timelines() -> None:
    columns.create_table(
        "timeline_entries",
        sa.Column("owner_id", columns.ID, nullable=False),
        sa.Column("post_id", columns.ID, nullable=False),
        sa.Column("place", columns.ID, nullable=False),
        sa.Column("via_id", columns.ID, nullable=False),
        columns.refers("timeline_entries", "owner_id", "actors", ondelete="CASCADE"),
        columns.refers("timeline_entries", "post_id", "posts", ondelete="CASCADE"),
        columns.unique("timeline_entries", "owner_id", "post_id"),
    )
    columns.create_table(
        "timelines",
        sa.Column("complete_since", columns.ID, nullable=True),
        sa.Column("read_until", columns.ID, nullable=True),
    )


def _create_notifications() -> None:
    columns.create_table(
        "notifications",
        sa.Column("owner_id", columns.ID, nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("subject_id", columns.ID, nullable=False),
        sa.Column("newest_id", columns.ID, nullable=False),
        sa.Column("actor_count", sa.Integer(), nullable=False),
        sa.Column("read_at", columns.MOMENT, nullable=True),
        sa.Column("open_key", columns.exact(80), nullable=True),
        columns.refers("notifications", "owner_id", "actors", ondelete="CASCADE"),
        columns.unique("notifications", "open_key"),
    )
    columns.create_table(
        "notification_sources",
        sa.Column("event_id", columns.ID, nullable=False),
        sa.Column("owner_id", columns.ID, nullable=False),
        sa.Column("notification_id", columns.ID, nullable=False),
        sa.Column("actor_id", columns.ID, nullable=False),
        sa.Column("post_id", columns.ID, nullable=False),
        columns.refers("notification_sources", "notification_id", "notifications", ondelete="CASCADE"),
        columns.refers("notification_sources", "actor_id", "actors", ondelete="CASCADE"),
        columns.unique("notification_sources", "event_id", "owner_id"),
    )
    columns.create_table(
        "notification_choices",
        sa.Column("actor_id", columns.ID, nullable=False),
        sa.Column("kind", columns.exact(32), nullable=False),
        sa.Column("channel", sa.String(16), nullable=False),
        columns.refers("notification_choices", "actor_id", "actors", ondelete="CASCADE"),
        columns.unique("notification_choices", "actor_id", "kind"),
    )


def _create_profiles() -> None:
    columns.create_table(
        "profile_links",
        sa.Column("actor_id", columns.ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(64), nullable=False),
        sa.Column("url", sa.String(500), nullable=False),
        columns.refers("profile_links", "actor_id", "actors", ondelete="CASCADE"),
        columns.unique("profile_links", "actor_id", "position"),
    )
    columns.create_table(
        "former_names",
        sa.Column("actor_id", columns.ID, nullable=False),
        sa.Column("username", columns.exact(64), nullable=False),
        sa.Column("username_key", columns.exact(64), nullable=False),
        sa.Column("until", columns.MOMENT, nullable=False),
        columns.refers("former_names", "actor_id", "actors", ondelete="CASCADE"),
        columns.unique("former_names", "username_key"),
    )
