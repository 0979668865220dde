"""Alembic runs this with the connection it was given; the migration happens in that connection's transaction."""

from alembic import context

from voipms_server.store.tables import Base

context.configure(connection=context.config.attributes["connection"], target_metadata=Base.metadata)
context.run_migrations()
