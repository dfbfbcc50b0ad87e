"""The first tables: people, their logins and links, posts, what happened and what is to be done.

Revision ID: 20261122_first
Revises:
"""

import sqlalchemy as sa
from alembic import op

from flasky.migrations import columns

revision = "20261122_first"
down_revision = None
branch_labels = None
depends_on = None

TABLES = (
    "actors",
    "events",
    "roles",
    "schedule_slots",
    "idempotency_keys",
    "jobs",
    "posts",
    "users",
    "letters",
    "logins",
    "mail_links",
    "post_revisions",
)


def upgrade() -> None:
    columns.create_table(
        "actors",
        sa.Column("username", columns.exact(64), nullable=False),
        sa.Column("username_key", columns.exact(64), nullable=False),
        sa.Column("domain", columns.exact(255), nullable=False),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("location", sa.String(64), nullable=False),
        sa.Column("about_me", columns.LONG_TEXT, nullable=False),
        sa.Column("post_count", sa.Integer(), nullable=False),
        sa.Column("last_seen", columns.MOMENT, nullable=True),
        columns.unique("actors", "domain", "username_key"),
    )
    columns.create_table(
        "events",
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("actor_id", columns.ID, nullable=True),
        sa.Column("subject_id", columns.ID, nullable=False),
        sa.Column("waiting", sa.Boolean(), nullable=False),
    )
    columns.create_index("events", "waiting", "id")
    columns.create_table(
        "roles",
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("default", sa.Boolean(), nullable=False),
        sa.Column("permissions", sa.Integer(), nullable=False),
        columns.unique("roles", "name"),
    )
    columns.create_index("roles", "default")
    columns.create_table(
        "schedule_slots",
        sa.Column("task", columns.exact(64), nullable=False),
        sa.Column("slot_at", columns.MOMENT, nullable=False),
        columns.unique("schedule_slots", "task", "slot_at"),
    )
    columns.create_table(
        "idempotency_keys",
        sa.Column("actor_id", columns.ID, nullable=False),
        sa.Column("key", columns.exact(64), nullable=False),
        sa.Column("fingerprint", columns.exact(64), nullable=False),
        sa.Column("result_id", columns.ID, nullable=False),
        columns.refers("idempotency_keys", "actor_id", "actors", ondelete="CASCADE"),
        columns.unique("idempotency_keys", "actor_id", "key"),
    )
    columns.create_table(
        "jobs",
        sa.Column("event_id", columns.ID, nullable=False),
        sa.Column("consequence", columns.exact(64), nullable=False),
        sa.Column("target_id", columns.ID, nullable=False),
        sa.Column("lane", sa.String(16), nullable=False),
        sa.Column("due_at", columns.MOMENT, nullable=True),
        sa.Column("lease", columns.exact(32), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("error", columns.LONG_TEXT, nullable=False),
        sa.Column("done_at", columns.MOMENT, nullable=True),
        sa.Column("dead_at", columns.MOMENT, nullable=True),
        columns.refers("jobs", "event_id", "events", ondelete="CASCADE"),
        columns.unique("jobs", "event_id", "consequence", "target_id"),
    )
    columns.create_index("jobs", "dead_at")
    columns.create_index("jobs", "due_at")
    columns.create_table(
        "posts",
        sa.Column("author_id", columns.ID, nullable=False),
        sa.Column("reply_to_id", columns.ID, nullable=True),
        sa.Column("root_id", columns.ID, nullable=True),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("slug", columns.exact(100), nullable=False),
        sa.Column("body", columns.LONG_TEXT, nullable=False),
        sa.Column("body_html", columns.LONG_TEXT, nullable=False),
        sa.Column("excerpt_html", columns.LONG_TEXT, nullable=False),
        sa.Column("excerpt_is_all", sa.Boolean(), nullable=False),
        sa.Column("renderer", sa.Integer(), nullable=False),
        sa.Column("visibility", sa.String(16), nullable=False),
        sa.Column("edited_at", columns.MOMENT, nullable=True),
        sa.Column("deleted_at", columns.MOMENT, nullable=True),
        sa.Column("hidden_at", columns.MOMENT, nullable=True),
        columns.refers("posts", "author_id", "actors"),
        columns.refers("posts", "reply_to_id", "posts"),
        columns.refers("posts", "root_id", "posts"),
    )
    columns.create_index("posts", "author_id", "id")
    columns.create_index("posts", "reply_to_id", "id")
    columns.create_index("posts", "root_id", "id")
    columns.create_table(
        "users",
        sa.Column("actor_id", columns.ID, nullable=False),
        sa.Column("role_id", columns.ID, nullable=False),
        sa.Column("email", columns.exact(254), nullable=True),
        sa.Column("pending_email", columns.exact(254), nullable=True),
        sa.Column("password_hash", sa.String(255), nullable=False),
        sa.Column("confirmed_at", columns.MOMENT, nullable=True),
        sa.Column("suspended_at", columns.MOMENT, nullable=True),
        columns.refers("users", "actor_id", "actors"),
        columns.refers("users", "role_id", "roles"),
        columns.unique("users", "actor_id"),
        columns.unique("users", "email"),
    )
    columns.create_index("users", "pending_email")
    columns.create_index("users", "role_id")
    columns.create_table(
        "letters",
        sa.Column("job_id", columns.ID, nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("recipient", columns.exact(254), nullable=False),
        sa.Column("message_id", columns.exact(255), nullable=False),
        sa.Column("sent_at", columns.MOMENT, nullable=True),
        columns.refers("letters", "job_id", "jobs", ondelete="CASCADE"),
        columns.unique("letters", "job_id"),
    )
    columns.create_index("letters", "sent_at")
    columns.create_table(
        "logins",
        sa.Column("user_id", columns.ID, nullable=False),
        sa.Column("token_hash", columns.exact(64), nullable=False),
        sa.Column("created_at", columns.MOMENT, nullable=False),
        sa.Column("last_used_at", columns.MOMENT, nullable=False),
        sa.Column("expires_at", columns.MOMENT, nullable=False),
        sa.Column("remembered", sa.Boolean(), nullable=False),
        sa.Column("user_agent", sa.String(255), nullable=False),
        sa.Column("network", sa.String(64), nullable=False),
        columns.refers("logins", "user_id", "users", ondelete="CASCADE"),
        columns.unique("logins", "token_hash"),
    )
    columns.create_index("logins", "expires_at")
    columns.create_index("logins", "user_id")
    columns.create_table(
        "mail_links",
        sa.Column("purpose", sa.String(16), nullable=False),
        sa.Column("user_id", columns.ID, nullable=False),
        sa.Column("address", columns.exact(254), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("expires_at", columns.MOMENT, nullable=False),
        sa.Column("used_at", columns.MOMENT, nullable=True),
        columns.refers("mail_links", "user_id", "users", ondelete="CASCADE"),
    )
    columns.create_index("mail_links", "expires_at")
    columns.create_index("mail_links", "user_id", "purpose", "state")
    columns.create_table(
        "post_revisions",
        sa.Column("post_id", columns.ID, nullable=False),
        sa.Column("editor_id", columns.ID, nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("body", columns.LONG_TEXT, nullable=False),
        columns.refers("post_revisions", "editor_id", "actors"),
        columns.refers("post_revisions", "post_id", "posts", ondelete="CASCADE"),
    )
    columns.create_index("post_revisions", "editor_id")
    columns.create_index("post_revisions", "post_id")


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table, if_exists=True)
