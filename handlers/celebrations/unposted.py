"""Unposted: what a channel didn't take of somebody's card goes to them alone, and admins hear of that channel once."""

from collections.abc import Sequence
from dataclasses import replace

from handlers import people
from handlers.answers import Answer, Post, Whisper
from handlers.cards.blocks import Buttons, Small, say
from handlers.cards.celebrations import days as cards
from handlers.celebrations.handing import CARD
from storage import celebrations, conditions, outbox, prompts
from storage.celebrations import POSTED, PRIVATE
from storage.tables import GreetingRow
from storage.transactions import Work

CHANNEL = "celebrations_channel"
"""The condition that says which channel didn't take a card; admins know."""
MOST_TOLD = 5
"""Admins who are told."""


def refused(work: Work, said: Post) -> list[Answer]:
    """A card, or a wish behind one, won't be posted: nothing that anybody wrote is lost."""
    greeting = _greeting(work, said)
    if greeting is None:
        return []
    if said.key:
        if greeting.state != POSTED:
            # It failed before, and was tried again.
            return []
        greeting.state, greeting.channel = PRIVATE, ""
        celebrations.keep(work, greeting)
    blocks = tuple(block for block in said.card.blocks if not isinstance(block, Buttons))
    card = replace(said.card, blocks=(*blocks, Small(say("Only you see this: I couldn't post it."))))
    return [Whisper(greeting.member, card), *(_told(work, said.channel) if said.key else ())]


def stands(work: Work, said: Post) -> None:
    """A card was posted: whatever was wrong with its channel is over, and everybody may add a wish."""
    greeting = _greeting(work, said)
    if greeting is not None and said.key and greeting.state == PRIVATE:
        greeting.state, greeting.channel = POSTED, said.channel
        celebrations.keep(work, greeting)
    if conditions.get(work, CHANNEL) is not None:
        conditions.clear(work, CHANNEL)


def with_cards(work: Work, numbers: Sequence[int]) -> list[int]:
    """Letters to try again: what follows a card that stands nowhere goes with that card, or not at all.

    Alone, it would stand at the top of the channel: more wishes, for whom nobody there has heard of.
    """
    failed, wanted = outbox.failures(work, every=True), set(numbers)
    cards = {row.key: row for row in failed if row.key.startswith(CARD) and not outbox.remote_of(work, row.key)}
    for row in failed:
        if row.id not in wanted:
            continue
        for card in (cards[key] for key in cards if f'"below":"{key}"' in row.said):
            # Its words are kept for a week.
            wanted = wanted | {card.id} if card.said else wanted - {row.id}
    return sorted(wanted)


def _greeting(work: Work, said: Post) -> GreetingRow | None:
    number = (said.key or said.below).removeprefix(CARD)
    # They may have taken their day out meanwhile.
    return celebrations.greeting(work, int(number)) if number.isdecimal() else None


def _told(work: Work, channel: str) -> list[Answer]:
    known = conditions.get(work, CHANNEL)
    if known is not None and known[0] == channel:
        return []
    conditions.put(work, CHANNEL, channel)
    answers: list[Answer] = []
    for admin in prompts.with_role(work, "admin")[:MOST_TOLD]:
        place = people.place(work, admin, channel)
        where = f"in #{place.name}" if place else "in its channel"
        point = f"I couldn't post a celebration {where}, so whoever it is for got the card alone."
        hint = "Invite me there, or choose another channel: /huzzah celebrations settings."
        answers.append(Whisper(admin, cards.told(point, hint)))
    return answers
