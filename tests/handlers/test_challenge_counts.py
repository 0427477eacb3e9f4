"""Counts of challenges: whatever happens and wherever batches are cut, the bar is what one counts by hand."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handlers import intake
from handlers.challenges.measures import MEASURES
from handlers.events import Event, MemberChanged, MessageDeleted, MessagePosted, MessageRestored
from scoring.periods import DAY, MINUTE
from tests.conftest import NewDatabase
from tests.handlers.chat import WORKSPACE, Chat, open_chat

PEOPLE = ("ANA", "BEN", "MEI", "LEA")


def _events(drawn: list[tuple[int, int, int]], begin: int) -> list[Event]:
    # Messages, answers, thanks, photos; some are deleted, and some of those come back.
    events: list[Event] = []
    posted: list[MessagePosted] = []
    for place, (what, who, which) in enumerate(drawn):
        at = begin + place * MINUTE
        earlier = posted[which % len(posted)] if posted else None
        if what < 5 or earlier is None:
            text = ("are you there?", "hello all of you", f"<@{PEOPLE[(who + 1) % 4]}> :tada: thanks")[which % 3]
            thread = earlier.message if earlier and what in (1, 2) and not earlier.thread else ""
            files = ("image/png",) if what == 3 else ()
            said = MessagePosted(
                workspace=WORKSPACE, at=at, member=PEOPLE[who], channel=("C1", "C2")[which % 2] if not thread else
                earlier.channel if earlier else "C1", message=f"m{place}", text=text, thread=thread, files=files,
            )  # fmt: skip
            posted.append(said)
            events.append(said)
        elif what < 8:
            events.append(MessageDeleted(workspace=WORKSPACE, at=at, channel=earlier.channel, message=earlier.message))
        else:
            events.append(
                MessageRestored(
                    workspace=WORKSPACE, at=at, member=earlier.member, channel=earlier.channel,
                    message=earlier.message, written=earlier.at, text=earlier.text, thread=earlier.thread,
                    files=earlier.files,
                )
            )  # fmt: skip
    return events


def _amounts(chat: Chat, events: list[Event], size: int) -> list[int]:
    # Every measure runs at once, for the company and for one channel.
    for measure in MEASURES:
        for scope in ("company", "here"):
            chat.command("ANA", f'/huzzah challenge "X" {measure} 99 until 30d {scope}')
    for begin in range(0, len(events), size):
        with chat.work() as work:
            intake.note(work, events[begin : begin + size])
        chat.now += MINUTE
        chat.tick()
    chat.now += 60 * MINUTE
    chat.tick()
    return [int(str(amount)) for (amount,) in chat.query("SELECT amount FROM challenge ORDER BY challenge")]


def _by_hand(chat: Chat, since: int) -> list[int]:
    # By going through everything there is.
    sql = (
        "SELECT m.member, m.channel, m.thread, m.marks, r.marks, r.author, m.message FROM "
        "(SELECT author AS member, * FROM message) m LEFT JOIN message r ON r.channel = m.channel "
        f"AND r.message = m.thread AND r.state <> 0 WHERE m.state = 1 AND m.at >= {since}"
    )
    rows = chat.query(sql)
    given = chat.query(f"SELECT member, channel, given FROM ledger WHERE given <> 0 AND at >= {since}")
    joined = {who: bool(at) for who, at in chat.query("SELECT member, joined FROM member")}
    found = []
    for measure in MEASURES:
        for channel in ("", "C1"):
            mine = [row for row in rows if channel in ("", row[1])]
            gifts = [row for row in given if channel in ("", row[1])]
            linked = [row for row in mine if int(str(row[3])) & 1 << 14 and row[5] is not None]
            by: dict[object, int] = {}
            for who, _, units in gifts:
                by[who] = by.get(who, 0) + int(str(units))
            found.append(
                {
                    "thanks": sum(by.values()),
                    "people": sum(units > 0 for units in by.values()),
                    "newcomers": len({row[0] for row in linked if joined[row[5]]}),
                    "answers": len({row[1:3] for row in linked if int(str(row[4])) & 1}),
                    "photos": sum(bool(int(str(row[3])) & 6) for row in mine),
                    "prompts": 0,
                }[measure]
            )
    return found


WHAT = st.sampled_from((0, 1, 1, 2, 3, 3, 3, 5, 5, 8))
DRAWN = st.lists(st.tuples(WHAT, st.integers(0, 3), st.integers(0, 11)), min_size=8, max_size=25)
"""Many pictures and answers, many of them deleted, and some that come back."""


@given(drawn=DRAWN, size=st.sampled_from((1, 1, 4, 25)))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_bar_is_what_one_counts_by_hand_wherever_batches_are_cut(
    new_sqlite: NewDatabase, drawn: list[tuple[int, int, int]], size: int
) -> None:
    chat = open_chat(new_sqlite())
    chat.do(MemberChanged(workspace=WORKSPACE, at=chat.now, member="MEI", joined=chat.now - DAY))
    since = chat.now
    amounts = _amounts(chat, _events(drawn, chat.now + 30 * MINUTE), size)
    assert amounts == _by_hand(chat, since)
    chat.database.close()
