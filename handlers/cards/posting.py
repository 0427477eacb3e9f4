"""A card that couldn't be posted, told to whoever had it posted."""

from handlers.cards.blocks import Card, Header, Place, Say, say


def not_posted(place: Place | None) -> Card:
    """What was given stands; only the card is missing."""
    where = say(" in ", place) if place else ()
    return Card(
        "Your card could not be posted",
        (
            Header("Not posted", "speech_balloon"),
            Say(
                say(
                    "I couldn't post your card",
                    *where,
                    ". What you gave stands, and whoever it was for has been told. Invite me there, or ask an admin: "
                    "huzzah outbox list says why.",
                )
            ),
        ),
    )


def example() -> Card:
    """In a channel where the bot may not write."""
    return not_posted(Place("C1", "general"))
