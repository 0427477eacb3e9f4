"""What stands beside the chat: the board, my profile, how to earn."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from bot.dispatch import Dispatch
from bot.playground.colleagues import CHANNELS, WORKSPACE
from bot.playground.render import card_html
from bot.playground.room import Refused
from handlers import home
from handlers.boards import TOP
from handlers.cards.blocks import Card, Small, Standings, Text
from storage.transactions import Work

SPANS: Final = {
    "week": "This week",
    "month": "This month",
    "quarter": "This quarter",
    "year": "This year",
    "season": "Season",
    "all": "All time",
}
MEASURES: Final = {"points": "Points", "given": "Thanks given", "received": "Thanks received"}
TABS: Final = ("board", "profile", "earn")


@dataclass(frozen=True, slots=True)
class Look:
    """What somebody wants to see: a tab, and for the board its choices."""

    member: str
    tab: str = "board"
    span: str = "week"
    measure: str = "points"
    channel: str = ""
    workspace: str = WORKSPACE


async def panel(dispatch: Dispatch, look: Look) -> dict[str, object]:
    """The tab as HTML, and the choices there are."""
    workspaces = sorted({WORKSPACE, *dispatch.database.workspaces()}, key=lambda name: (name != WORKSPACE, name))
    card = await dispatch.read(look.workspace, _question(look, workspaces))
    return {
        "html": card_html(card),
        "spans": SPANS,
        "measures": MEASURES,
        "channels": {place.id: "#" + place.name for place in CHANNELS if place.admits(look.member)},
        "workspaces": workspaces,
    }


def _question(look: Look, workspaces: list[str]) -> Callable[[Work], Card]:
    if look.workspace not in workspaces:
        raise Refused("That workspace is not here. Choose one from the list.")
    if look.span not in SPANS or look.measure not in MEASURES or look.tab not in TABS:
        raise Refused("There is no such board. Choose one from the lists above it.")
    elsewhere = look.workspace != WORKSPACE
    member = "" if elsewhere else look.member
    if look.tab == "profile" and not elsewhere:
        return lambda work: home.profile(work, member)
    if look.tab == "earn" and not elsewhere:
        return lambda work: home.earn(work, member)
    channel = "" if elsewhere else look.channel
    return lambda work: _topped(home.board(work, member, look.span, look.measure, channel))


def _topped(card: Card) -> Card:
    """A board that goes on says where it was cut."""
    if not any(isinstance(block, Standings) and len(block.rows) >= TOP for block in card.blocks):
        return card
    return replace(card, blocks=(*card.blocks, Small((Text(f"The first {TOP}."),))))
