"""The list of polls: what somebody may see, in its order, cut into pages that leave nothing out."""

import random
from contextlib import closing

import pytest

from storage import polls, schema
from storage.tables import ChannelMemberRow, ChannelRow, PollRow
from storage.transactions import Database, Work

HOME, HERE, VIEWER = "acme", "C1", "ANA"
PRIVATE = {"C3": {"ANA"}, "C4": {"BEN"}}
CHANNELS = ("", HERE, "C2", *PRIVATE)


def fill(work: Work) -> list[PollRow]:
    """Polls of all kinds, anywhere."""
    chance = random.Random(7)  # the same each time
    for channel in CHANNELS[1:]:
        work.session.add(ChannelRow(workspace=HOME, channel=channel, private=int(channel in PRIVATE)))
        for member in PRIVATE.get(channel, ()):
            work.session.add(ChannelMemberRow(workspace=HOME, channel=channel, member=member))
    rows = []
    for _ in range(150):
        row = PollRow(
            workspace=HOME, poll=0, kind="choice", question="?", channel=chance.choice(CHANNELS),
            state=chance.choice(("open", "closed", "closed", "draft", "deleted")),
            member=chance.choice(("ANA", "BEN")), series=chance.choice(("", "", "7", "pulse:1", "round:1")),
        )  # fmt: skip
        polls.add(work, row)
        rows.append(row)
    return rows


def is_listed(row: PollRow) -> bool:
    """Whether the viewer gets to see it."""
    if row.state not in ("open", "closed") or row.series.startswith("pulse:"):
        return False
    if row.series.startswith("round:") and row.state != "open":
        return False
    inside = row.channel in ("C1", "C2") or VIEWER in PRIVATE.get(row.channel, ())
    return inside or row.member == VIEWER


@pytest.mark.parametrize("size", [1, 7, 40, 200])
def test_pages_one_after_the_other_are_the_whole_list_in_its_order(database_url: str, size: int) -> None:
    with closing(Database(database_url)) as database:
        schema.prepare(database)
        with database.write(HOME, 7) as work:
            rows = filter(is_listed, fill(work))
            wanted = sorted(rows, key=lambda row: (row.state != "open", row.channel != HERE, -row.poll))
            numbers = [row.poll for row in wanted]
            pages = [
                [row.poll for row in polls.visible(work, VIEWER, HERE, size, skip=skip)]
                for skip in range(0, len(numbers) + size, size)
            ]
    assert len(numbers) > 40
    assert [number for page in pages for number in page] == numbers
    assert all(len(page) == size for page in pages[: len(numbers) // size])
