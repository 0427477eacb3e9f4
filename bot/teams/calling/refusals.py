"""Refusals: Teams' short words for why something can't be said, in words for an admin, with what to do.

They are listed at https://learn.microsoft.com/microsoftteams/platform/bots/build-conversational-capability (its status
codes from bot conversational APIs) and, for people who blocked the bot,
https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/send-proactive-messages.
"""

from collections.abc import Mapping
from typing import Final

from bot.outcomes import Refused
from bot.sending import GiveUp, NotWanted, TryLater
from bot.teams.calling.credentials import NoToken
from bot.teams.calling.responses import Refusal
from bot.teams.calling.tokens_refused import words as of_the_token
from handlers.answers import Post, Said

NOT_THERE: Final = frozenset({"BotNotInConversationRoster", "ConversationNotFound", "ForbiddenOperationException"})
"""The bot isn't where it should speak."""
BLOCKED: Final = frozenset({"ConversationBlockedByUser", "MessageWritesBlocked", "BotDisabledByUser"})
"""In a personal chat: they don't want to hear from us. In a channel: nobody may write there."""
FORBIDDEN: Final = frozenset({"BotDisabledByAdmin", "TenantNoPermission"})
"""An admin doesn't allow the app: to one person by a policy, to everybody in a channel."""
GONE: Final = frozenset(
    {"ActivityNotFoundInConversation", "ActivityNotFound", "MessageNotFound", "RootMessageNotFound"}
)
"""What it belongs to was taken away."""
TOO_BIG: Final = frozenset({"MessageSizeTooBig", "RequestEntityTooLarge", "HTTP 413"})
OF_THE_PLACE: Final = NOT_THERE | BLOCKED | GONE | {"NotEnoughPermissions"}
"""Why a targeted message can't be shown there that say nothing about whether the tenant takes such."""
WAIT_FOR_A_TOKEN: Final = 60.0
"""Seconds; an admin must see to it, and meanwhile the letters wait."""
CHOSEN: Final = "shoutout:"
"""Keys of cards for the channel that an admin chose for announcements."""

INVITE: Final = "add the app to that team or chat (Apps, Huzzah, Add to a team)"
OURS: Final = "Teams doesn't take this card ({error}): that is a mistake in Huzzah, please report it"
CLOSED: Final = (
    "nobody may write in the channel {channel}, or the app may not: an owner of the team can allow it under Manage "
    "channel, or bring an archived one back"
)
WORDS: Final[Mapping[str, str]] = {
    "BotNotInConversationRoster": "I'm not in {channel}: " + INVITE,
    "ConversationNotFound": "I can't find {channel}, or I'm not in it: " + INVITE + ", or choose another one",
    "ForbiddenOperationException": "I may not write in {channel}: " + INVITE,
    "BotDisabledByAdmin": "the app is blocked in this tenant: an admin can allow it in the Teams admin centre (Manage "
    "apps, and the app setup and permission policies), then `huzzah outbox retry`",
    "TenantNoPermission": "the tenant doesn't allow this app: an admin can allow it in the Teams admin centre (Manage "
    "apps), then `huzzah outbox retry`",
    "InvalidBotApiHost": "this tenant is in a government cloud, which Teams wants to be spoken to at another address: "
    "write to the bot once, so that it learns the address, then `huzzah outbox retry`",
    "NotEnoughPermissions": CLOSED,
    "unsafe_address": "the address that Teams gave for this tenant isn't safe (no https): nothing is sent there",
    **dict.fromkeys(TOO_BIG, "the card is larger than Teams takes: that is a mistake in Huzzah, please report it"),
    **dict.fromkeys(BLOCKED, CLOSED),
    **dict.fromkeys(("BadArgument", "BadSyntax", "BadRequest", "HTTP 400"), OURS),
}  # fmt: skip


def is_of_the_card(error: Refusal) -> bool:
    """It is larger than Teams takes (100 KB): a shorter one may do.

    https://learn.microsoft.com/microsoftteams/platform/bots/how-to/format-your-bot-messages
    """
    return error.status == 413 or error.error in TOO_BIG


def meaning(error: Refused, said: Said) -> GiveUp | TryLater:
    """What follows from a refusal."""
    if isinstance(error, NoToken):
        return TryLater(WAIT_FOR_A_TOKEN, everything=True)
    word = error.error
    channel = getattr(said, "channel", "")
    words = WORDS.get(word, "Teams refused it ({error}) in {channel}")
    words = words.format(error=word, channel=channel or "personal chats")
    if word in GONE or (not isinstance(said, Post) and word in NOT_THERE | BLOCKED | FORBIDDEN):
        return NotWanted(f"nobody is left to read it ({word})")
    if word in NOT_THERE and isinstance(said, Post) and not said.key.startswith(CHOSEN):
        # Where people talk among themselves, and used a command of ours.
        return NotWanted(words)
    return GiveUp(words)


def in_words(error: Refused) -> str:
    """The same without a letter, for a log."""
    return of_the_token(error.error) if isinstance(error, NoToken) else error.error
