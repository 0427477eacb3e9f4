"""Whatever is odd about a signed activity, it is taken or refused: never an error of ours."""

from collections.abc import Iterator
from copy import deepcopy
from itertools import cycle
from pathlib import Path

from tests.bot.teams.keys_server import Json
from tests.bot.teams.receiving import Scene, playing_in
from tests.bot.teams.saying import a_call, a_fetch, a_form, a_gift, a_press, an_activity

ODD: tuple[object, ...] = (None, 5, "", "x" * 5_000, [], {}, [None], {"id": 5}, True, 1e300, "\x00\ud800", "29:", -1)
ACTIVITIES = (
    a_call("kudos <at>Ben</at> 2"), a_gift(), a_press("view", "board"), a_fetch("kudos"),
    a_form("kudos", "n1", {"who": "x"}, "context", "form"),
    an_activity("messageReaction", reactionsAdded=[{"type": "like"}], replyToId="1774508399000"),
    an_activity("conversationUpdate", membersAdded=[{"id": "29:1ben", "aadObjectId": "x"}]),
    an_activity("messageDelete", channelData={"eventType": "softDeleteMessage"}),
)  # fmt: skip
COMMON = frozenset(an_activity("message")) - {"channelData"}
"""What is the same in all."""


def _places(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    if path:
        yield path
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in inside:
        yield from _places(each, (*path, key))


def _with(activity: Json, path: tuple[str | int, ...], odd: object) -> Json:
    changed = deepcopy(activity)
    place = changed
    for key in path[:-1]:
        place = place[key]  # type: ignore[index]  # the path goes through tables and lists alike
    place[path[-1]] = odd  # type: ignore[index]
    return changed


def test_whatever_is_odd_about_an_activity_it_is_no_error_of_ours(tmp_path: Path) -> None:
    async def play(stage: Scene) -> None:
        odd = cycle(ODD)
        for activity in ACTIVITIES:
            for path in _places(activity):
                if activity is not ACTIVITIES[0] and path[0] in COMMON:
                    continue
                value = next(odd)
                answer = await stage.send(_with(activity, path, value))
                assert answer.status_code in (200, 403), (activity["type"], path, value)
        await stage.settled()

    playing_in(tmp_path)(play)
