"""What Alembic runs: the migrations, on the connection it was handed, in one transaction where DDL can have one."""

from alembic import context

from flasky.migrations import columns

attributes = context.config.attributes
context.configure(
    connection=attributes["connection"],
    target_metadata=attributes["metadata"],
    render_as_batch=True,
    compare_type=True,
    render_item=columns.describe,
)
with context.begin_transaction():
    context.run_migrations()
attributes["connection"].commit()
