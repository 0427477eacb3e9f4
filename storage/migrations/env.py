"""What Alembic runs for every migration: on the connection, and in the transaction, that storage.schema gives."""

from alembic import context
from sqlmodel import SQLModel

from storage import tables

assert tables.__all__  # noqa: S101  # imported so that the metadata knows every table

context.configure(connection=context.config.attributes["connection"], target_metadata=SQLModel.metadata)
with context.begin_transaction():
    context.run_migrations()
