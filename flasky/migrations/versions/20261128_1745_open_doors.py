"""What programs and readers need: grants and tokens, OAuth, languages, and what people wish of crawlers and lists.

Revision ID: 20261128_open_doors
Revises: 20261122_community
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from flasky.migrations import columns

revision = "20261128_open_doors"
down_revision = "20261122_community"
branch_labels = None
depends_on = None

COLUMNS: dict[str, tuple[tuple[sa.Column[Any], Any], ...]] = {
    "actors": (
        (sa.Column("is_indexed", sa.Boolean(), nullable=False), sa.true()),
        (sa.Column("allows_ai", sa.Boolean(), nullable=False), sa.false()),
        (sa.Column("is_in_directory", sa.Boolean(), nullable=False), sa.false()),
    ),
    "users": ((sa.Column("home_feed_number", sa.Integer(), nullable=False), 0),),
    "posts": ((sa.Column("language", columns.exact(35), nullable=False), ""),),
    "sites": ((sa.Column("allows_ai", sa.Boolean(), nullable=False), sa.false()),),
}
TABLES = ("oauth_clients", "api_grants", "api_tokens", "oauth_codes")
INDEXES = (
    ("actors", "is_in_directory", "id"),
    ("oauth_clients", "owner_id"),
    ("api_grants", "user_id", "kind", "id"),
    ("api_grants", "client_id"),
    ("api_grants", "expires_at"),
    ("api_tokens", "grant_id", "kind"),
    ("api_tokens", "expires_at"),
    ("oauth_codes", "client_id"),
    ("oauth_codes", "user_id"),
    ("oauth_codes", "expires_at"),
    ("oauth_codes", "grant_id"),
)


def upgrade() -> None:
    for table, wanted in COLUMNS.items():
        columns.add_columns(table, *wanted)
    _create_clients()
    _create_grants()
    _create_codes()
    for table, *names in INDEXES:
        columns.create_index(table, *names)


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table, if_exists=True)
    for table, wanted in COLUMNS.items():
        columns.drop_columns(table, *(column.name for column, _fill in wanted))


def _create_clients() -> None:
    columns.create_table(
        "oauth_clients",
        sa.Column("client_id", columns.exact(64), nullable=False),
        sa.Column("secret_hash", columns.exact(64), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("website", sa.String(2000), nullable=False),
        sa.Column("redirect_uris", columns.LONG_TEXT, nullable=False),
        sa.Column("scopes", sa.String(255), nullable=False),
        sa.Column("owner_id", columns.ID, nullable=True),
        columns.refers("oauth_clients", "owner_id", "users", ondelete="CASCADE"),
        columns.unique("oauth_clients", "client_id"),
    )


def _create_grants() -> None:
    columns.create_table(
        "api_grants",
        sa.Column("user_id", columns.ID, nullable=False),
        sa.Column("client_id", columns.ID, nullable=True),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("scopes", sa.String(255), nullable=False),
        sa.Column("last_used_at", columns.MOMENT, nullable=True),
        sa.Column("expires_at", columns.MOMENT, nullable=True),
        columns.refers("api_grants", "user_id", "users", ondelete="CASCADE"),
        columns.refers("api_grants", "client_id", "oauth_clients", ondelete="CASCADE"),
    )
    columns.create_table(
        "api_tokens",
        sa.Column("grant_id", columns.ID, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("token_hash", columns.exact(64), nullable=False),
        sa.Column("expires_at", columns.MOMENT, nullable=True),
        sa.Column("replaced_at", columns.MOMENT, nullable=True),
        columns.refers("api_tokens", "grant_id", "api_grants", ondelete="CASCADE"),
        columns.unique("api_tokens", "token_hash"),
    )


def _create_codes() -> None:
    columns.create_table(
        "oauth_codes",
        sa.Column("code_hash", columns.exact(64), nullable=False),
        sa.Column("client_id", columns.ID, nullable=False),
        sa.Column("user_id", columns.ID, nullable=False),
        sa.Column("redirect_uri", sa.String(2000), nullable=False),
        sa.Column("scopes", sa.String(255), nullable=False),
        sa.Column("challenge", columns.exact(128), nullable=False),
        sa.Column("expires_at", columns.MOMENT, nullable=False),
        sa.Column("used_at", columns.MOMENT, nullable=True),
        sa.Column("grant_id", columns.ID, nullable=True),
        columns.refers("oauth_codes", "client_id", "oauth_clients", ondelete="CASCADE"),
        columns.refers("oauth_codes", "user_id", "users", ondelete="CASCADE"),
        columns.refers("oauth_codes", "grant_id", "api_grants", ondelete="SET NULL"),
        columns.unique("oauth_codes", "code_hash"),
    )
