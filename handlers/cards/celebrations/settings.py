"""Celebration settings: where, when and with how much notice a workspace celebrates."""

from dataclasses import dataclass

from handlers.cards.blocks import Dialog, Field, say

DIALOG = "celebration_settings"
FREE = (
    ("after", "On the next working day"),
    ("before", "On the working day before"),
    ("keep", "On the day itself, free or not"),
)
AHEAD = (
    ("0", "Nobody is asked to sign"),
    ("2", "2 days before"),
    ("4", "4 days before"),
    ("7", "A week before"),
)


@dataclass(frozen=True, slots=True)
class Customs:
    """As they are set now."""

    channel: str = ""
    free_days: str = "after"
    ahead: int = 4
    anniversaries: bool = True
    profile: bool = False


def form(customs: Customs) -> Dialog:
    """All of it at once."""
    return Dialog(
        DIALOG,
        "How we celebrate",
        (
            Field("channel", "Where?", "channel", customs.channel, required=False),
            Field("free_days", "If the day is a weekend or public holiday", "choice", customs.free_days, FREE),
            Field("ahead", "When are colleagues asked to sign a card?", "choice", str(customs.ahead), AHEAD),
            Field(
                "anniversaries", "Celebrate work anniversaries", "toggle", "true" if customs.anniversaries else "",
                required=False,
            ),
            Field(
                "profile", "Offer the first day that profiles tell", "toggle", "true" if customs.profile else "",
                hint="Only when people are asked, and only if they agree.", required=False,
            ),
        ),
        intro=say("Cards stand in the channel for announcements unless you choose another one."),
    )  # fmt: skip


def example_form() -> Dialog:
    """As it is in the beginning."""
    return form(Customs("C1"))
