"""The permissions that the Teams app asks for, each with what it is needed for.

In teams and chats their owners consent when the app is added (resource-specific consent):
https://learn.microsoft.com/en-us/microsoftteams/platform/graph-api/rsc/resource-specific-consent
In the directory an admin consents for the whole tenant: https://learn.microsoft.com/en-us/graph/permissions-reference
"""

from collections.abc import Mapping
from types import MappingProxyType

RESOURCE: Mapping[str, str] = MappingProxyType(
    {
        "ChannelMessage.Read.Group": "hears messages and reactions in the channels of teams it is in",
        "ChatMessage.Read.Chat": "hears messages in group chats it is in",
        "TeamsAppInstallation.Read.Group": "finds itself in a team, so as to be added for people who never wrote to it",
    }
)
"""Stand in the manifest; without them the bot hears only who calls it by name."""

DIRECTORY: Mapping[str, str] = MappingProxyType(
    {
        "ChannelMessage.Read.All": "hears reactions in private channels too, where an owner's consent isn't enough",
        "TeamworkTag.Read.All": "knows who is behind a tag, so that thanking one thanks them",
        "TeamsAppInstallation.ReadWriteSelfForUser.All": "adds itself for people it has something to tell",
        "User.Read.All": "knows people by name whom it has met in no team or chat",
    }
)
"""Application permissions of Microsoft Graph, all optional: an admin grants them in Entra, or leaves them."""

READING = frozenset({"ChannelMessage.Read.Group", "ChatMessage.Read.Chat"})
"""What lets the bot read messages between people; left out, it works by commands, cards, forms and the tab."""
