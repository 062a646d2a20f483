"""Alembic's entry: the connection is handed over by `simulator.storage.migrating`."""

from alembic import context

from simulator.schema import Base

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True, compare_type=True)
with context.begin_transaction():
    context.run_migrations()
