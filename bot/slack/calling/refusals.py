"""Refusals: Slack's short words for why something can't be said, in words for an admin, with what to do.

The words are listed on the methods' pages, https://docs.slack.dev/reference/methods/chat.postMessage.
"""

from collections.abc import Mapping
from typing import Final

from bot.sending import GiveUp, NotWanted, TryLater
from handlers.answers import Post, Said

NOT_THERE: Final = frozenset({"channel_not_found", "not_in_channel"})
"""The bot isn't where it should speak."""
PEOPLE_GONE: Final = frozenset({"cannot_dm_bot", "user_disabled", "user_not_found", "user_not_visible"})
"""Somebody left, or can't be written to: nobody misses it."""
GONE: Final = frozenset({"edit_window_closed", "message_not_found", "thread_not_found"})
"""What it belongs to was taken away."""
OF_THE_TOKEN: Final = frozenset({"invalid_auth", "not_authed", "token_expired"})
"""Another token is on its way, or an admin must see to it: the letters wait."""
WAIT_FOR_A_TOKEN: Final = 60.0
"""Seconds."""
CHOSEN: Final = "shoutout:"
"""Keys of cards for the channel that an admin chose for announcements."""
REMOVED: Final = "Huzzah was removed from this workspace: install it again, then `huzzah outbox retry`"
OURS: Final = "Slack doesn't take this card ({error}): that is a mistake in Huzzah, please report it"

WORDS: Final[Mapping[str, str]] = {
    "channel_not_found": "I can't see the channel {channel}: if it is private, invite me there (/invite @Huzzah)",
    "not_in_channel": "I'm not in the channel {channel}: invite me there (/invite @Huzzah)",
    "is_archived": "the channel {channel} is archived: bring it back, or choose another one",
    "missing_scope": "the app may not write in {channel}: install it again, so that it gets its new permissions",
    "messages_tab_disabled": "nobody can be written to: turn on the Messages tab under App Home in the app's settings",
    "account_inactive": REMOVED,
    "token_revoked": REMOVED,
    "team_access_not_granted": "the app isn't in the workspace of {channel}: an admin of the organisation can add it",
    **dict.fromkeys(
        ("restricted_action", "restricted_action_read_only_channel", "restricted_action_thread_locked",
         "restricted_action_thread_only_channel", "restricted_action_non_threadable_channel"),
        "Slack's settings say who may write in {channel}, and the app may not: an admin of Slack can allow it",
    ),
    **dict.fromkeys(
        ("invalid_blocks", "invalid_blocks_format", "invalid_arguments", "metadata_too_large", "msg_blocks_too_long",
         "msg_too_long", "no_text"),
        OURS,
    ),
}  # fmt: skip


def meaning(error: str, said: Said) -> GiveUp | TryLater:
    """What follows from a refusal."""
    channel = getattr(said, "channel", "") or "direct messages"
    if error in OF_THE_TOKEN:
        return TryLater(WAIT_FOR_A_TOKEN, everything=True)
    words = WORDS.get(error, "Slack refused it ({error}) in {channel}").format(error=error, channel=channel)
    if error in PEOPLE_GONE or error in GONE:
        return NotWanted(f"nobody is left to read it ({error})")
    if error in NOT_THERE and not (isinstance(said, Post) and said.key.startswith(CHOSEN)):
        # Where people talk among themselves, and used a command of ours.
        return NotWanted(words)
    return GiveUp(words)
