"""Anonymity by group: from copies of the database at every stage, we try to tell what a few people of a group chose."""

import json
from collections.abc import Callable
from functools import cache

import pytest

from handlers import intake
from handlers.cards.blocks import Button
from handlers.events import GroupChanged
from handlers.polls import slicing
from storage import polls
from tests.handlers.chat import WORKSPACE, Chat, open_chat
from tests.handlers.polling import Polling, a_crowd, on_disk

Copy = dict[str, list[tuple[object, ...]]]
Evening = Callable[[tuple[int, ...]], list[Copy]]
GROUPS = {"engineering": range(12), "sales": range(12, 19), "law": range(19, 24)}
"""Who of 28 colleagues is in which when it is asked; when they vote, law has lost two, and the last six are in none."""
CHOSEN = (1, 2, 1, 1, 2, 1, 2, 1, 3, 1, 2, 1, 1, 1, 2, 2, 3, 2, 1, 1, 2, 2, 1, 2, 3, 2, 1, 1)
LOOKED = (0, 4, 12, 19, 20, 25, 27)
"""After whose votes a copy is made."""
ENVELOPES = {"vote": {"voter", "choice"}, "poll_key": {"sealed"}, "ballot": {"receipt", "choice"}}
"""What is random about the same evening held twice; ballots lie in the order of their receipts."""


def a_copy(chat: Chat) -> Copy:
    """Every row of every table, each with the name of its column."""
    names = [str(row[0]) for row in chat.query("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    return {name: chat.query(f'SELECT * FROM "{name}"') for name in names}


def columns(chat: Chat, table: str) -> list[str]:
    """What they are called."""
    return [str(row[1]) for row in chat.query(f'PRAGMA table_info("{table}")')]


@pytest.fixture(scope="module")
def evening(tmp_path_factory: pytest.TempPathFactory) -> Evening:
    """Hold an evening on which all vote in a poll by group: copies from its beginning to after its close."""

    @cache
    def hold(chosen: tuple[int, ...]) -> list[Copy]:
        chat = open_chat(f"sqlite:///{tmp_path_factory.mktemp('evening') / 'huzzah.sqlite'}")
        people = asked(chat)
        poll = Polling(chat, 1)
        copies = [_read(chat)]
        for place, (member, option) in enumerate(zip(people, chosen, strict=True)):
            poll.press(member, option)
            copies += [_read(chat)] if place in LOOKED else []
        poll.close()
        copies.append(_read(chat))
        chat.database.close()
        return copies

    return hold


def in_group(name: str, members: list[str]) -> GroupChanged:
    """A platform tells who is in a group."""
    return GroupChanged(workspace=WORKSPACE, at=0, group=f"G_{name}", name=name, members=tuple(members))


def asked(chat: Chat) -> list[str]:
    """The colleagues, of whom Ana asks an anonymous question by their groups."""
    people = a_crowd(chat, 28)
    with chat.work() as work:
        intake.note(work, [in_group(name, [people[place] for place in own]) for name, own in GROUPS.items()])
    chat.command("ANA", '/poll "Tired?" "Yes" "No" "Maybe" anonymous by @engineering @sales @law')
    with chat.work() as work:
        intake.note(work, [in_group("law", people[19:22])])
        assert polls.newest(work) == 1, chat.notes()
    return people


def _read(chat: Chat) -> Copy:
    # What is random left out: the size of an envelope stays, and of ballots what was chosen how often.
    copy = a_copy(chat)
    for table, secret in ENVELOPES.items():
        names = columns(chat, table)
        rows = (zip(names, row, strict=True) for row in copy[table])
        kept = [tuple(len(str(cell)) if name in secret else cell for name, cell in row) for row in rows]
        copy[table] = sorted(kept, key=str)
    copy["ballots by choice"] = sorted(chat.query("SELECT choice FROM ballot"), key=str)
    return copy


def differences(one: Copy, other: Copy) -> dict[str, object]:
    """The tables in which two copies say different things."""
    return {
        name: [(a, b) for a, b in zip(one[name], other[name], strict=False) if a != b] or "rows"
        for name in one
        if one[name] != other[name]
    }


def swapped(one: int, other: int) -> tuple[int, ...]:
    """The same evening, but for two of them, who chose what the other one did."""
    chosen = list(CHOSEN)
    chosen[one], chosen[other] = chosen[other], chosen[one]
    assert chosen != list(CHOSEN)  # else nothing would be tried
    return tuple(chosen)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(19, 25, id="one of three in a small group, and one who is in none"),
        pytest.param(20, 19, id="two of the small group"),
        pytest.param(0, 1, id="two of a group that is shown"),
    ],
)
def test_who_of_two_that_count_together_chose_what_no_copy_tells(evening: Evening, one: int, other: int) -> None:
    for stage, (a, b) in enumerate(zip(evening(CHOSEN), evening(swapped(one, other)), strict=True)):
        assert differences(a, b) == {}, stage


def test_this_would_notice_if_a_group_were_told(evening: Evening) -> None:
    # One of a group that is shown and one outside: that what the group chose is told, is what was asked for.
    before, after = evening(CHOSEN), evening(swapped(0, 25))
    assert all(differences(a, b) == {} for a, b in zip(before[:-1], after[:-1], strict=True))
    assert "poll" in differences(before[-1], after[-1])


def test_while_it_is_open_no_row_holds_a_group_or_a_bar(chat: Chat) -> None:
    people = asked(chat)
    poll = Polling(chat, 1)
    for member, option in zip(people, CHOSEN, strict=True):
        poll.press(member, option)
        assert chat.query("SELECT tally, result FROM poll") == [("", "")]
    rows = chat.query("SELECT voter, choice, at FROM vote")
    assert len({len(str(choice)) for _, choice, _ in rows}) == 1
    assert columns(chat, "vote") == ["workspace", "poll", "voter", "choice", "at"]


def test_after_the_close_ballots_bear_no_group_and_only_five_or_more_are_counted_together(chat: Chat) -> None:
    people = asked(chat)
    poll = Polling(chat, 1)
    for member, option in zip(people, CHOSEN, strict=True):
        poll.press(member, option)
    envelopes = [str(row[0]) for row in chat.query("SELECT choice FROM vote")]
    poll.close()
    assert {len(json.loads(str(row[0]))) for row in chat.query("SELECT choice FROM ballot")} == {1}
    [(result,)] = chat.query("SELECT result FROM poll")
    found = slicing.read(str(result))
    assert found is not None
    assert [(part.name, part.voters) for part in found.shown] == [("engineering", 12), ("sales", 7)]
    assert found.others is not None
    assert (found.others.voters, found.unshown) == (9, ("law",))
    left = on_disk(chat)
    assert not [envelope for envelope in envelopes if envelope[:32].encode() in left]


def test_moving_from_group_to_group_gives_nobody_away(chat: Chat) -> None:
    # Who asks moves one person after the other into a group of their own making, and asks them to vote again.
    people = asked(chat)
    poll = Polling(chat, 1)
    for member, option in zip(people, CHOSEN, strict=True):
        poll.press(member, option)
    for place, member in enumerate(people[:4]):
        with chat.work() as work:
            intake.note(work, [in_group("law", [member])])
        poll.press(member, 1 + CHOSEN[place] % 3)
        chat.press("ANA", Button("poll_results", "", "1"))
        assert "By group" not in chat.notes()
    poll.close()
    [(result,)] = chat.query("SELECT result FROM poll")
    found = slicing.read(str(result))
    assert found is not None
    assert all(part.voters >= 5 for part in (*found.shown, *((found.others,) if found.others else ())))
    assert "law" in found.unshown
