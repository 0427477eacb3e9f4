"""Downloads: a file for one member alone, put into their conversation with us; where that can't be, told how to get it.

https://docs.slack.dev/messaging/working-with-files: ask for an address, bring the bytes there, then say where the file
belongs.
"""

from collections.abc import Mapping
from typing import Final, Protocol

from bot.outcomes import Ambiguous, Away, Limited, Refused
from bot.slack.calling.calls import POST

NO_PERMISSION: Final = (
    "I may not send files in this workspace. Ask whoever runs Huzzah to allow it (the permission `files:write`), "
    "or to run `huzzah export --member {member}` or `huzzah polls export` for you."
)
FAILED: Final = "Slack didn't take the file just now. Please try again in a few minutes."
LONGEST_ALT: Final = 1_000
HERE: Final = "Here is your file. Only you can see this conversation."


class Uploads(Protocol):
    """What it takes (bot.slack.calling.caller)."""

    async def call(
        self, workspace: str, method: str, arguments: Mapping[str, object], *, channel: str = ""
    ) -> Mapping[str, object]:
        """A call of the Web API."""
        ...

    async def upload(self, url: str, content: bytes) -> None:
        """Bytes to an address that Slack gave."""
        ...


async def deliver(caller: Uploads, workspace: str, arguments: Mapping[str, object]) -> Mapping[str, object]:
    """Send `content` as the file `name` to `member`; the answer to the last call. Raises what the caller raises."""
    member, name = str(arguments["member"]), str(arguments["name"])
    given, alt = arguments["content"], str(arguments.get("alt", ""))[:LONGEST_ALT]
    content = given if isinstance(given, bytes) else str(given).encode("utf-8", "replace")
    heard = {"alt_txt": alt} if alt else {}
    try:
        place = await caller.call(
            workspace, "files.getUploadURLExternal", {"filename": name, "length": len(content), **heard}
        )
        await caller.upload(str(place.get("upload_url", "")), content)
        said = await _say(caller, workspace, member, HERE)
        file = {"id": str(place.get("file_id", "")), "title": name}
        where = {"files": [file], "channel_id": str(said.get("channel", ""))}
        return await caller.call(workspace, "files.completeUploadExternal", where)
    except Refused as error:
        lacking = error.error in ("missing_scope", "not_allowed_token_type")
        return await _say(caller, workspace, member, NO_PERMISSION.format(member=member) if lacking else FAILED)
    except (Ambiguous, Away, Limited):
        return await _say(caller, workspace, member, FAILED)


async def _say(caller: Uploads, workspace: str, member: str, words: str) -> Mapping[str, object]:
    return await caller.call(workspace, POST, {"channel": member, "text": words, "unfurl_links": False})
