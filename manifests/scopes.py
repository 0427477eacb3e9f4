"""The permissions that the Slack app asks for, each with what it is needed for.

https://docs.slack.dev/reference/scopes; optional ones: https://docs.slack.dev/changelog/2026/03/16/optional-scopes
"""

from collections.abc import Mapping
from types import MappingProxyType

REQUIRED: Mapping[str, str] = MappingProxyType(
    {
        "channels:history": "hears messages in the public channels it is in",
        "channels:read": "knows what those channels are called",
        "chat:write": "speaks",
        "commands": "understands /huzzah, /kudos, /shoutout, /board and the shortcuts",
        "reactions:read": "hears reactions in the channels it is in",
        "users:read": "knows names, time zones, guests and admins",
    }
)
"""Without one of these something essential is missing."""

OPTIONAL: Mapping[str, str] = MappingProxyType(
    {
        "app_mentions:read": "answers when it is mentioned, also in threads",
        "chat:write.public": "posts in public channels it isn't in (the announcements channel)",
        "emoji:read": "knows your own names for emoji",
        "files:write": "sends you your data as a file (/huzzah privacy)",
        "groups:history": "hears messages in private channels it is invited to",
        "groups:read": "knows what those private channels are called and who is in them",
        "im:history": "understands what you write to it directly, and finds what it said there after a failure",
        "metadata.message:read": "finds what it has already said, so that a failure posts nothing twice",
        "reactions:write": "reacts quietly to a message that gave",
        "team:read": "knows what your workspace is called",
        "usergroups:read": "thanks everybody in a mentioned user group",
    }
)
"""Each adds something; an admin may refuse it when installing."""

READING = frozenset({"channels:history", "groups:history"})
"""What lets the bot read messages between people; left out, it works by reactions, commands and shortcuts."""
