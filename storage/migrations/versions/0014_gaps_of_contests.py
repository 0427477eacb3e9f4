"""When a contest was closed before it was opened again."""

from alembic import op

from storage.migrations.columns import text

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; of contests that were opened again before, nobody knows."""
    op.add_column("contest", text("gaps"))
