"""In which thread a letter goes, written down when it is claimed."""

import json

import sqlalchemy as sa
from alembic import op

from storage.migrations.columns import text

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

ON_THEIR_WAY = "SELECT workspace, id, said FROM outbox WHERE state IN ('waiting', 'unknown') AND claimed <> 0"
CARD = """SELECT remote FROM outbox WHERE workspace = :workspace AND key = :below AND key <> '' AND remote <> ''
    ORDER BY id DESC LIMIT 1"""
KEEP = "UPDATE outbox SET thread = :thread WHERE workspace = :workspace AND id = :id"


def upgrade() -> None:
    """Add the column; what may have been said already is looked for where it was to go."""
    op.add_column("outbox", text("thread"))
    connection = op.get_bind()
    for workspace, number, said in connection.execute(sa.text(ON_THEIR_WAY)).all():
        answer = json.loads(said)
        thread = answer.get("thread", "")
        if not thread and (below := answer.get("below", "")):
            thread = connection.execute(sa.text(CARD), {"workspace": workspace, "below": below}).scalar() or ""
        if thread:
            connection.execute(sa.text(KEEP), {"thread": thread, "workspace": workspace, "id": number})
