"""Which number was given last, of what may be deleted and is still known by its number."""

import re

import sqlalchemy as sa
from alembic import op

from storage.migrations.columns import big, key

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

GIVEN = (
    ("greeting", "SELECT workspace, 'celebration:' || greeting FROM greeting"),
    ("greeting", "SELECT workspace, key FROM outbox WHERE key <> '' AND key LIKE 'celebration:%'"),
    ("idea", "SELECT workspace, 'prompt:idea-' || idea FROM idea"),
    ("idea", "SELECT workspace, key FROM outbox WHERE key <> '' AND key LIKE 'prompt:idea-%'"),
    ("question", "SELECT workspace, prompt FROM prompt WHERE prompt LIKE 'own-%'"),
    ("question", "SELECT workspace, prompt FROM asked WHERE prompt LIKE 'own-%'"),
    ("question", """SELECT workspace, details FROM calendar WHERE details LIKE '%"prompt":"own-%'"""),
)
"""Where numbers stand; cards, what was asked and what is planned remain when the rest is gone."""
NUMBER = re.compile(r"(?:celebration:|prompt:idea-|own-)(\d{1,15})")
PLANNED = re.compile(r'"prompt":"own-(\d{1,15})"')


def upgrade() -> None:
    """Make the table, and begin after the newest number that is known of."""
    op.create_table("number", key("workspace"), key("kind"), big("newest"), sqlite_with_rowid=False)
    connection = op.get_bind()
    newest: dict[tuple[str, str], int] = {}
    for kind, query in GIVEN:
        for workspace, text in connection.execute(sa.text(query)).all():
            found = NUMBER.fullmatch(text) or PLANNED.search(text)
            if found:
                newest[workspace, kind] = max(newest.get((workspace, kind), 0), int(found[1]))
    rows = [{"workspace": place, "kind": kind, "newest": most} for (place, kind), most in sorted(newest.items())]
    if rows:
        add = "INSERT INTO number (workspace, kind, newest) VALUES (:workspace, :kind, :newest)"
        connection.execute(sa.text(add), rows)
