"""By member: the rows of one member's in the ledger, the newest first - however old and large the workspace is."""

from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from storage.tables import LedgerRow

_KEY = aliased(LedgerRow, name="key_of")


def newest_first(workspace: str, member: str, *columns: Any) -> Select[Any]:
    """Columns of LedgerRow; conditions on others of them may be added, and a limit.

    Where keys are found comes apart from what is read by them. Asked for both at once, SQLite, which knows nothing of
    how many rows a member has, reads the whole ledger backwards, since that is in the right order as well.
    """
    same = (
        (col(LedgerRow.workspace) == col(_KEY.workspace))
        & (col(LedgerRow.seq) == col(_KEY.seq))
        & (col(LedgerRow.n) == col(_KEY.n))
    )
    return (
        select(*columns)
        .select_from(_KEY)
        .join(LedgerRow, same)
        .where(col(_KEY.workspace) == workspace, col(_KEY.member) == member)
        .order_by(col(_KEY.seq).desc(), col(_KEY.n).desc())
    )
