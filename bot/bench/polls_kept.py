"""What a poll of the benchmark begins with, what its votes write, and whether all of them were counted, once."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import ClassVar

from sqlalchemy.engine import URL

from bot.bench.plain_slack import TEAM
from bot.bench.whole_path import Recording, Written, replay
from bot.clock import now
from bot.sealing import sealing
from handlers import applying, intake
from handlers.events import ButtonPressed, ChannelChanged, MemberChanged
from handlers.polls import asking
from handlers.polls.asking import Ask
from storage import polls, votes
from storage.schema import prepare
from storage.transactions import Database

OPTIONS = ("Pizza", "Sushi", "Surprise me")
SIZE = 100
"""Votes that share a commit where they are recorded."""
A_DAY = 86_400_000_000

Vote = tuple[str, int]


class Company:
    """So many colleagues, and one question."""

    KEY: ClassVar[bytes] = b"YSBrZXkgb2YgdGhlIGJlbmNoLCAzMiBieXRlcyEhISE="

    def __init__(self, many: int, *, anonymous: bool) -> None:
        self.many = many
        self.anonymous = anonymous

    def votes(self) -> list[Vote]:
        """Each once, in an order that isn't that of ids."""
        step = next(step for step in (7_919, 7_907, 7_901) if self.many % step)
        return [(f"U{place * step % self.many:05d}", 1 + place % len(OPTIONS)) for place in range(self.many)]

    def open(self, url: URL) -> Database:
        """With a key."""
        return Database(url.render_as_string(hide_password=False), sealing=sealing(lambda: self.KEY))

    def found(self, url: URL) -> None:
        """The colleagues are known, and the poll is posted."""
        with closing(self.open(url)) as database:
            prepare(database)
            at = now()
            with database.write(TEAM, at) as work:
                intake.note(
                    work,
                    [
                        ChannelChanged(workspace=TEAM, at=at, channel="C000", name="room0"),
                        *(
                            MemberChanged(workspace=TEAM, at=at, member=f"U{place:05d}", name=f"u{place}")
                            for place in range(self.many)
                        ),
                    ],
                )
                wanted = Ask(
                    "Lunch?", OPTIONS, channel="C000", member="U00000", closes=at + A_DAY, anonymous=self.anonymous
                )
                applying.put(work, asking.ask(work, wanted))

    def recorded(self, url: URL, parts: Sequence[Sequence[Vote]]) -> list[list[list[Written]]]:
        """The writes of each part, commit by commit."""
        self.found(url)
        found: list[list[list[Written]]] = []
        with closing(self.open(url)) as database:
            recording = Recording()
            recording.listen(database)
            for part in parts:
                recording.commits = []
                for begin in range(0, len(part), SIZE):
                    recording.commits.append([])
                    at = now()
                    with database.write(TEAM, at) as work:
                        applying.apply(work, [_event(at, vote) for vote in part[begin : begin + SIZE]])
                found.append(recording.commits)
        return found

    def bare(self, url: URL, parts: Sequence[list[list[Written]]]) -> Iterator[float]:
        """Make the same writes through the driver alone; the seconds of each part."""
        self.found(url)
        return (replay(url, commits) for commits in parts)


def _event(at: int, vote: Vote) -> ButtonPressed:
    member, option = vote
    return ButtonPressed(
        workspace=TEAM, at=at, member=member, channel="C000", action="vote", request=f"ask:{member}.{option}",
        value=f"1|{option}",
    )  # fmt: skip


def refuse_a_loss(company: Company, url: URL, cast: Sequence[Vote]) -> None:
    """Raise RuntimeError unless each vote is counted, once, and each voter has one deed."""
    with closing(company.open(url)) as database, database.read(TEAM, now()) as work:
        poll = polls.find(work, 1)
        if poll is None:
            raise RuntimeError("the poll is gone")
        kept = votes.everything(work, poll)
        found = Counter((voter, choice.options) for voter, choice, _ in kept)
        wanted: Counter[tuple[str, tuple[int, ...]]] = Counter(
            ("" if company.anonymous else member, (option,)) for member, option in cast
        )
        missing = len(cast) - len(votes.voted(work, poll, [member for member, _ in cast]))
        deeds = work.connection.exec_driver_sql("SELECT actor FROM fact WHERE target = 'voted'").scalars().all()
    paid = Counter(deeds) == Counter(member for member, _ in cast)
    if found != wanted or missing or not paid:
        lost, more = (wanted - found).total(), (found - wanted).total()
        raise RuntimeError(f"of {len(cast)} votes {lost + missing} are lost and {more} too many, deeds right: {paid}")
