"""Numbers that are counted by the hour, and where the pages of the sitemap begin.

Revision ID: 20261128_statistics
Revises: 20261128_open_doors
"""

import sqlalchemy as sa

from flasky.migrations import columns

revision = "20261128_statistics"
down_revision = "20261128_open_doors"
branch_labels = None
depends_on = None


def upgrade() -> None:
    columns.create_table(
        "statistics",
        sa.Column("name", sa.String(32), nullable=False),
        sa.Column("value", columns.ID, nullable=False),
        sa.Column("counted_at", columns.MOMENT, nullable=False),
        columns.unique("statistics", "name"),
    )
    columns.create_table(
        "sitemap_pages",
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("first_id", columns.ID, nullable=False),
        sa.Column("changed_at", columns.MOMENT, nullable=True),
        columns.unique("sitemap_pages", "kind", "first_id"),
    )


def downgrade() -> None:
    columns.drop_table("sitemap_pages")
    columns.drop_table("statistics")
