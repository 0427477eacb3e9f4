"""Refusals: what of the channels can't be followed, in words for an admin, kept for the doctor."""

from typing import Final

from bot.outcomes import Refused
from bot.teams.graph.caller import Declined
from storage import conditions, subscriptions
from storage.transactions import Work

GRAPH: Final = "teams.graph"
"""The condition that says, in words for an admin, in how many channels Graph doesn't tell us what happens, and why."""
NOT_PERMITTED: Final = "not permitted"
"""How the error of a subscription begins where a permission is missing."""
UNSURE: Final = "Graph's answer got lost"
NO_KEY: Final = "no key here opens its secret: put your copy of secret.key back"
OF_PERMISSION: Final = frozenset({401, 403})


def is_of_permission(refused: Refused) -> bool:
    """Whether it stays refused until somebody grants something."""
    return isinstance(refused, Declined) and refused.status in OF_PERMISSION


def worded(refused: Refused) -> str:
    """For the row of the subscription."""
    return f"{NOT_PERMITTED}: {refused.error}" if is_of_permission(refused) else refused.error


def tell(work: Work) -> None:
    """Write down how it stands, if that is news."""
    known = subscriptions.known(work)
    refused = [each for each in known if each.error.startswith(NOT_PERMITTED)]
    said = conditions.get(work, GRAPH)
    if not refused:
        if said is not None:
            conditions.clear(work, GRAPH)
        return
    why = ", ".join(sorted({each.error.partition(": ")[2] for each in refused}))
    words = (
        f"Graph doesn't let us follow {len(refused)} of {len(known)} channels ({why}), so reactions there go unseen. "
        "Have an owner of the team accept the app's permissions, or an admin grant ChannelMessage.Read.All."
    )
    if said is None or said[0] != words:
        conditions.put(work, GRAPH, words)
