"""Fit: as much of a card as a message holds; what is left out is said at the end.

https://learn.microsoft.com/microsoftteams/platform/bots/how-to/format-your-bot-messages
"""

import json
from collections.abc import Sequence
from typing import Final

from bot.teams.rendering.look import Json, rich, run

LARGEST: Final = 80_000
"""Bytes of a whole message; Teams takes about 100 kB, of which it needs some itself."""
FRAME: Final = 4_000
"""Bytes for what is around the elements: the summary, the attachment, where it goes."""
_NOTE: Final = 300


def size(part: object) -> int:
    """The bytes of its JSON."""
    return len(json.dumps(part, ensure_ascii=False).encode("utf-8", "replace")) + 2


def fitted(body: Sequence[Json], room: int = LARGEST - FRAME) -> list[Json]:
    """The elements of a card, as many as fit."""
    sizes = [size(element) for element in body]
    if sum(sizes) <= room:
        return list(body)
    # The buttons at the end lead on, to the next page for one: they are worth more than what is before them.
    keeps_last = body[-1]["type"] == "ActionSet" and sizes[-1] < room // 4
    last, rest = (list(body[-1:]), body[:-1]) if keeps_last else ([], body)
    left = room - _NOTE - sum(sizes[len(rest) :])
    kept: list[Json] = []
    for element, need in zip(rest, sizes, strict=False):
        if need > left:
            break
        kept.append(element)
        left -= need
    missing = len(rest) - len(kept)
    what = f"… and {missing} more {'part' if missing == 1 else 'parts'}, not shown here."
    return [*kept, rich([run(what, isSubtle=True, size="Small")]), *last]
