"""What accounts and the site's own choices need: fresh logins, known devices, audits, deleted posts, seen errors.

Revision ID: 20261122_accounts
Revises: 20261122_first
"""

import sqlalchemy as sa
from alembic import op

from flasky.migrations import columns

revision = "20261122_accounts"
down_revision = "20261122_first"
branch_labels = None
depends_on = None

TABLES = ("sites", "audit_entries", "error_groups", "known_devices")


def upgrade() -> None:
    columns.add_column("logins", sa.Column("fresh_until", columns.MOMENT, nullable=True))
    columns.add_column("logins", sa.Column("last_network", sa.String(64), nullable=False), fill="")
    columns.add_column("posts", sa.Column("erased_at", columns.MOMENT, nullable=True))
    columns.create_index("jobs", "done_at")
    columns.create_index("posts", "author_id", "deleted_at")
    columns.create_index("posts", "erased_at", "deleted_at")
    columns.create_table(
        "sites",
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("description", sa.String(200), nullable=False),
        sa.Column("registration", sa.String(16), nullable=False),
        sa.Column("accent", sa.String(16), nullable=False),
    )
    columns.create_table(
        "audit_entries",
        sa.Column("act", sa.String(16), nullable=False),
        sa.Column("by_actor_id", columns.ID, nullable=True),
        sa.Column("user_id", columns.ID, nullable=False),
        sa.Column("before", columns.LONG_TEXT, nullable=False),
        sa.Column("after", columns.LONG_TEXT, nullable=False),
    )
    columns.create_index("audit_entries", "user_id", "id")
    _create_error_groups()
    columns.create_table(
        "known_devices",
        sa.Column("user_id", columns.ID, nullable=False),
        sa.Column("key", columns.exact(64), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("network", sa.String(64), nullable=False),
        sa.Column("seen_at", columns.MOMENT, nullable=False),
        columns.refers("known_devices", "user_id", "users", ondelete="CASCADE"),
        columns.unique("known_devices", "user_id", "key"),
    )
    columns.create_index("known_devices", "seen_at")


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table, if_exists=True)
    columns.drop_index("jobs", "done_at")
    columns.drop_index("posts", "erased_at", "deleted_at")
    columns.drop_index("posts", "author_id", "deleted_at")
    columns.drop_column("posts", "erased_at")
    columns.drop_column("logins", "last_network")
    columns.drop_column("logins", "fresh_until")


def _create_error_groups() -> None:
    columns.create_table(
        "error_groups",
        sa.Column("fingerprint", columns.exact(64), nullable=False),
        sa.Column("kind", sa.String(200), nullable=False),
        sa.Column("place", sa.String(200), nullable=False),
        sa.Column("route", sa.String(200), nullable=False),
        sa.Column("traceback", columns.LONG_TEXT, nullable=False),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.Column("unreported", sa.Integer(), nullable=False),
        sa.Column("reported", sa.Integer(), nullable=False),
        sa.Column("report_id", columns.ID, nullable=True),
        sa.Column("last_seen_at", columns.MOMENT, nullable=False),
        columns.unique("error_groups", "fingerprint"),
    )
    columns.create_index("error_groups", "last_seen_at")
    columns.create_index("error_groups", "report_id")
    columns.create_index("error_groups", "unreported")
