"""A machine that votes, changes its mind, adds, closes, opens again, deletes and crashes - beside a plain model."""

import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.sealing import sealing
from handlers import applying
from handlers.answers import Answer, Note, Open
from handlers.events import ButtonPressed, DialogSubmitted, Request
from handlers.polls import asking
from handlers.polls.asking import Ask
from handlers.polls.counting import read_tally
from handlers.polls.terms import Terms
from storage import polls, votes
from storage.tables import PollRow
from storage.transactions import Database, Work
from tests.handlers.chat import KEY, WORKSPACE, Chat, open_chat
from tests.handlers.polling import a_crowd

PEOPLE = ("ANA", "BEN", "MEI", "LEA", "JON", *(f"COLLEAGUE{number:03}" for number in range(4)))
MEMBERS = st.sampled_from(PEOPLE)
LEAST = 5


class Crash(Exception):
    """The process dies before the commit."""


@dataclass
class Model:
    """What should be so."""

    anonymous: bool
    options: int = 3
    state: str = "open"
    chosen: dict[str, int] = field(default_factory=dict)
    ever: set[str] = field(default_factory=set)
    receipts: dict[str, str] = field(default_factory=dict)
    result: Counter[int] | None = None

    @property
    def counts(self) -> Counter[int]:
        """How many stand for each option."""
        return Counter(self.chosen.values())


class Polls(RuleBasedStateMachine):
    """One poll at a time in one chat."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.url = f"sqlite:///{Path(self.folder.name, 'polls.db')}"
        self.chat: Chat = open_chat(self.url)
        a_crowd(self.chat, 4)
        self.model = Model(anonymous=False)
        self.paid: Counter[str] = Counter()

    def teardown(self) -> None:
        """Let go."""
        self.chat.database.close()
        self.folder.cleanup()

    @initialize(anonymous=st.booleans())
    def begin(self, anonymous: bool) -> None:
        """Ana asks."""
        self._ask(anonymous=anonymous)

    def _ask(self, *, anonymous: bool) -> None:
        with self.chat.work() as work:
            closes = work.now + 10**12
            wanted = Ask("Lunch?", ("A", "B", "C"), "choice", Terms(add=True), "C1", "", "ANA", closes, anonymous)
            applying.put(work, asking.ask(work, wanted))
            self.number = polls.newest(work)
        self.model = Model(anonymous)

    def _request(self, member: str, action: str, value: str) -> ButtonPressed:
        self.chat.number += 1
        self.chat.now += 1_000_000
        return ButtonPressed(
            workspace=WORKSPACE, at=self.chat.now, member=member, channel="C1", action=action,
            request=f"ask:{self.chat.number}", value=value,
        )  # fmt: skip

    def _do(self, *events: Request, crash: bool = False) -> list[list[Answer]]:
        try:
            with self.chat.work() as work:
                replies = applying.apply(work, events)
                if crash:
                    raise Crash
        except Crash:
            self._reopen_the_database()
            return []
        return [list(each) for each in replies]

    def _reopen_the_database(self) -> None:
        self.chat.database.close()
        self.chat.database = Database(self.url, sealing=sealing(lambda: KEY))

    def _voted(self, member: str, option: int) -> None:
        if self.model.state == "open" and 1 <= option <= self.model.options:
            if member not in self.model.ever:
                self.paid[member] += 1
            self.model.ever.add(member)
            self.model.chosen[member] = option

    @rule(member=MEMBERS, option=st.integers(0, 5))
    def vote(self, member: str, option: int) -> None:
        """Somebody presses; and perhaps again, or another."""
        self._do(self._request(member, "vote", f"{self.number}|{option}"))
        self._voted(member, option)

    @rule(crowd=st.lists(st.tuples(MEMBERS, st.integers(0, 4)), min_size=2, max_size=9))
    def vote_together(self, crowd: list[tuple[str, int]]) -> None:
        """Many at once; some of them twice."""
        self._do(*(self._request(member, "vote", f"{self.number}|{option}") for member, option in crowd))
        for member, option in crowd:
            self._voted(member, option)

    @rule(member=MEMBERS, option=st.integers(1, 3))
    def press_and_press_again_by_mistake(self, member: str, option: int) -> None:
        """The platform repeats a request, after somebody changed their mind."""
        press = self._request(member, "vote", f"{self.number}|{option}")
        self._do(press)
        self._voted(member, option)
        other = 1 + option % 3
        self._do(self._request(member, "vote", f"{self.number}|{other}"))
        self._voted(member, other)
        self._do(press)

    @rule(member=MEMBERS)
    def withdraw(self, member: str) -> None:
        """Somebody takes their vote back."""
        self._do(self._request(member, "poll_withdraw", str(self.number)))
        if self.model.state == "open":
            self.model.chosen.pop(member, None)

    @rule(member=MEMBERS)
    def add(self, member: str) -> None:
        """Somebody adds an option."""
        [answers] = self._do(self._request(member, "poll_add", str(self.number)))
        dialogs = [answer.dialog for answer in answers if isinstance(answer, Open)]
        assert bool(dialogs) == (self.model.state == "open" and self.model.options < 20)
        for dialog in dialogs:
            self.chat.number += 1
            words = f"Option {self.model.options + 1}"
            sent = DialogSubmitted(
                workspace=WORKSPACE, at=self.chat.now, member=member, channel="C1", dialog=dialog.id,
                request=f"view:{self.chat.number}", fields={"option": words}, context=dialog.context,
            )  # fmt: skip
            self._do(sent)
            self.model.options += 1

    @rule(event=st.sampled_from(["vote", "poll_withdraw", "poll_close", "poll_delete"]), member=MEMBERS)
    def crash(self, event: str, member: str) -> None:
        """The process dies in the middle of it: nothing of it happened."""
        value = f"{self.number}|1" if event == "vote" else str(self.number)
        self._do(self._request("ANA" if event.startswith("poll_c") else member, event, value), crash=True)

    @rule()
    def start_again(self) -> None:
        """The process ends and begins."""
        self._reopen_the_database()

    @rule(by=st.sampled_from(["ANA", "BEN"]))
    def close(self, by: str) -> None:
        """Whoever asked closes it; nobody else can."""
        if self.model.anonymous and self.model.state == "open":
            with self.chat.work() as work:
                row = self._row(work)
                self.model.receipts = {votes.receipt_of(work, row, each): each for each in self.model.chosen}
        self._do(self._request(by, "poll_close", str(self.number)))
        if by == "ANA" and self.model.state == "open":
            self._closed()

    @rule()
    def time_is_over(self) -> None:
        """It closes by itself."""
        if self.model.anonymous and self.model.state == "open":
            with self.chat.work() as work:
                row = self._row(work)
                self.model.receipts = {votes.receipt_of(work, row, each): each for each in self.model.chosen}
        self.chat.now += 2 * 10**12
        self.chat.tick()
        self.chat.tick()
        if self.model.state == "open":
            self._closed()

    def _closed(self) -> None:
        self.model.state = "closed"
        hidden = self.model.anonymous and len(self.model.chosen) < LEAST
        self.model.result = None if hidden else self.model.counts

    @rule()
    def reopen(self) -> None:
        """It wasn't the end; of an anonymous one it was."""
        self._do(self._request("ANA", "poll_reopen", str(self.number)))
        if self.model.state == "closed" and not self.model.anonymous:
            self.model.state, self.model.result = "open", None

    @precondition(lambda self: self.model.state == "open")
    @rule()
    def close_and_reopen(self) -> None:
        """The asker thinks again, at once."""
        self.close("ANA")
        self.all_is_as_it_should_be()
        self.reopen()

    @rule()
    def delete(self) -> None:
        """Away with it; and nothing of it comes back."""
        if self.model.state == "deleted":
            return
        self._do(self._request("ANA", "poll_delete", str(self.number)))
        self.model.state, self.model.result = "deleted", None
        self.model.chosen = {}

    @precondition(lambda self: self.model.state != "open")
    @rule(anonymous=st.booleans())
    def ask_another(self, anonymous: bool) -> None:
        """The next one."""
        self._ask(anonymous=anonymous)

    def _row(self, work: Work) -> PollRow:
        row = polls.find(work, self.number)
        assert row is not None
        return row

    @invariant()
    def all_is_as_it_should_be(self) -> None:
        """What is kept, against the model."""
        with self.chat.work() as work:
            row = self._row(work) if hasattr(self, "number") else None
            if row is None:
                return
            assert row.state == self.model.state
            if self.model.state == "open" or (self.model.state == "closed" and not self.model.anonymous):
                self._hold_votes(work, row)
            if self.model.state == "closed":
                self._hold_result(work, row)
            if self.model.state == "deleted" or (self.model.anonymous and self.model.state == "closed"):
                mine = (WORKSPACE, self.number)
                for table in ("vote", "poll_key"):
                    sql = f"SELECT count(*) FROM {table} WHERE workspace = ? AND poll = ?"
                    assert work.connection.exec_driver_sql(sql, mine).scalar_one() == 0
            deeds = work.connection.exec_driver_sql("SELECT actor FROM fact WHERE target = 'voted'").scalars().all()
            assert Counter(deeds) == self.paid

    def _hold_votes(self, work: Work, row: PollRow) -> None:
        standing = votes.everything(work, row)
        assert Counter(choice.options[0] for _, choice, _ in standing) == self.model.counts
        assert votes.voters(work, row) == len(self.model.chosen)
        for member in PEOPLE[:2]:
            mine = votes.mine(work, row, member)
            assert (mine.options[0] if mine else None) == self.model.chosen.get(member)
        assert votes.voted(work, row, PEOPLE) == set(self.model.chosen)
        if not self.model.anonymous:
            assert {voter: choice.options[0] for voter, choice, _ in standing} == self.model.chosen

    def _hold_result(self, work: Work, row: PollRow) -> None:
        tally = read_tally(row.result)
        assert tally.turnout == len(self.model.chosen)
        if self.model.result is None:
            assert (tally.hidden, tally.counts, votes.ballots(work, row)) == ("few", (), [])
            return
        assert dict(tally.counts) == {option: self.model.counts[option] for option in range(1, self.model.options + 1)}
        top = max(self.model.counts.values(), default=0)
        assert set(tally.winners) == {each for each, amount in self.model.counts.items() if amount == top}
        if self.model.anonymous:
            listed = {receipt: choice.options[0] for receipt, choice in votes.ballots(work, row)}
            assert listed == {receipt: self.model.chosen[who] for receipt, who in self.model.receipts.items()}


TestPolls = Polls.TestCase
TestPolls.settings = settings(max_examples=12, stateful_step_count=25, deadline=None)


def test_a_note_answers_whoever_comes_too_late() -> None:
    machine = Polls()
    machine.begin(anonymous=True)
    machine.close("ANA")
    [[answer]] = machine._do(machine._request("BEN", "vote", f"{machine.number}|1"))
    assert isinstance(answer, Note)
    assert "closed" in str(answer.card)
    machine.teardown()
