"""Exported: the ledger as a file says that somebody voted on a day, and nothing of when."""

from collections.abc import Sequence

from scoring.facts import Fact, FactKind
from storage import exports
from tests.handlers.chat import Chat
from tests.handlers.polling import Polling, a_crowd

COLUMNS = exports.EXPORTS["ledger"].columns


def ledger(chat: Chat) -> list[dict[str, exports.Cell]]:
    """The rows as they are written into a file."""
    with chat.work() as work:
        return [dict(zip(COLUMNS, row, strict=True)) for row in exports.rows(work, "ledger")]


def voted(chat: Chat, people: Sequence[str], *, anonymous: bool = True) -> Polling:
    """Each of them votes, and somebody talks in between."""
    poll = Polling(chat).ask(anonymous=anonymous)
    for place, member in enumerate(people):
        chat.say("BEN", f"Number {place}: a good morning to all of you")
        poll.press(member, 1 + place % 3)
    chat.say("BEN", "And that was the last one of these")
    return poll


def test_rows_of_votes_are_alike_in_whichever_order_people_voted(chat: Chat) -> None:
    people = a_crowd(chat, 6)
    voted(chat, [people[place] for place in (3, 0, 5, 1, 4, 2)])
    rows = ledger(chat)
    of_votes = [row for row in rows if row["rule"] == "voted"]
    assert [row["member"] for row in of_votes] == people
    assert {row["row"] for row in of_votes} == {exports.VOTE}
    # What the vote brought as well stands beside it: nothing of it stands among what has a number.
    assert {row["member"] for row in rows if row["row"] != exports.VOTE}.isdisjoint(people)
    assert {row["at"] for row in rows if row["row"] == exports.VOTE} == {"2026-11-18T12:00:00+00:00"}
    numbered = [str(row["row"]) for row in rows if row["row"] != exports.VOTE]
    assert numbered == sorted(numbered, key=lambda each: tuple(map(int, each.split("."))))
    assert numbered == [row["row"] for row in rows[: len(numbered)]]


def test_every_row_of_the_ledger_is_in_the_file_once(chat: Chat) -> None:
    people = a_crowd(chat, 6)
    for anonymous in (True, False):
        voted(chat, people, anonymous=anonymous)
    kept = chat.query("SELECT member, rule, points FROM ledger")
    exported = [(row["member"], row["rule"], row["points"]) for row in ledger(chat)]
    assert sorted(map(str, exported)) == sorted(map(str, map(tuple, kept)))
    assert len([row for row in exported if row[1] == "voted"]) == 2 * len(people)


def test_what_an_admin_took_back_of_a_vote_doesnt_say_which_it_was(chat: Chat) -> None:
    [member] = a_crowd(chat, 1)
    voted(chat, [member])
    [(seq, n)] = chat.query("SELECT seq, n FROM ledger WHERE rule = 'voted'")
    with chat.work() as work:
        work.record([Fact(FactKind.SETTLE, work.now, "JON", target=f"{seq}.{n}")])
    taken, given = [row for row in ledger(chat) if row["rule"] == "voted"]
    assert (given["row"], given["corrects"], given["points"]) == (exports.VOTE, "", 1)
    assert (taken["row"] != exports.VOTE, taken["corrects"], taken["points"]) == (True, exports.VOTE, -1)
