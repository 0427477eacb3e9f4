"""Votes of contests against a plain model: whatever comes and goes, and wherever batches are cut."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handlers import intake
from handlers.events import Event, MessageDeleted, MessageEdited, MessagePosted, ReactionAdded, ReactionRemoved
from scoring.periods import MINUTE, SECOND
from storage import contests
from tests.conftest import NewDatabase
from tests.handlers.chat import WORKSPACE, open_chat
from tests.handlers.showing_off import PNG

PEOPLE = ("ANA", "BEN", "MEI", "LEA", "BOT")
EMOJI = ("heart", "tada")
DRAWN = st.lists(st.tuples(st.integers(0, 11), st.integers(0, 4), st.integers(0, 5), st.integers(0, 1)), max_size=40)


class Plain:
    """What stands, by the plainest means."""

    def __init__(self) -> None:
        self.entries: dict[str, str] = {}
        self.pictured: dict[str, bool] = {}
        self.gone: set[str] = set()
        self.on: set[tuple[str, str, str]] = set()

    def standing(self) -> dict[str, tuple[str, int]]:
        """Message -> (author, votes)."""
        found = {}
        for message, author in self.entries.items():
            if message not in self.gone and self.pictured[message]:
                voters = {who for where, who, _ in self.on if where == message} - {author, "BOT"}
                found[message] = (author, len(voters))
        return found


def _happens(drawn: list[tuple[int, int, int, int]], begin: int) -> tuple[list[Event], Plain]:
    plain, events = Plain(), list[Event]()
    for place, (what, who, which, emoji) in enumerate(drawn):
        at, member = begin + place * SECOND, PEOPLE[who]
        known = list(plain.pictured)
        message = known[which % len(known)] if known else ""
        if what < 3 or not message:
            name, pictured = f"m{place}", what != 2
            events.append(
                MessagePosted(
                    workspace=WORKSPACE, at=at, member=member, channel="C1", message=name, text="look",
                    files=PNG if pictured else (),
                )
            )  # fmt: skip
            if member != "BOT":
                plain.entries[name], plain.pictured[name] = member, pictured
        elif what == 3:
            events.append(MessageDeleted(workspace=WORKSPACE, at=at, channel="C1", message=message))
            plain.gone.add(message)
            plain.on = {each for each in plain.on if each[0] != message}
        elif what == 4:
            events.append(
                MessageEdited(
                    workspace=WORKSPACE, at=at, member=plain.entries[message], channel="C1", message=message,
                    text="look", files=PNG if emoji else (),
                )
            )  # fmt: skip
            plain.pictured[message] = bool(emoji)
        else:
            kind = ReactionAdded if what < 10 else ReactionRemoved
            events.append(
                kind(workspace=WORKSPACE, at=at, member=member, channel="C1", message=message, emoji=EMOJI[emoji])
            )
            if what >= 10:
                plain.on.discard((message, member, EMOJI[emoji]))
            elif message not in plain.gone:
                plain.on.add((message, member, EMOJI[emoji]))
    return events, plain


@given(drawn=DRAWN, cuts=st.lists(st.integers(0, 39), max_size=6))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_votes_are_those_of_a_plain_count_wherever_batches_are_cut(
    new_sqlite: NewDatabase, drawn: list[tuple[int, int, int, int]], cuts: list[int]
) -> None:
    chat = open_chat(new_sqlite())
    chat.command("ANA", '/huzzah contest photo "Desk" close 4h')
    events, plain = _happens(drawn, chat.now + MINUTE)
    begin = 0
    for cut in sorted({*cuts, len(events)}):
        with chat.work() as work:
            intake.note(work, events[begin:cut])
            intake.note(work, events[begin:cut][::2])
        begin = cut
    with chat.work() as work:
        row = contests.find(work, 1)
        assert row is not None
        found = {each.message: (each.member, each.votes) for each in contests.entries(work, row)}
    assert found == plain.standing()
    chat.database.close()
