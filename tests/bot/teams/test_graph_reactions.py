"""Reactions by pictures: however they come, again or not at all, the newest set stands, and each change counts once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count, pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlmodel import col

from bot.teams.graph.gaps import moment
from bot.teams.graph.hearing import Standing, composed, stand
from bot.teams.reading.graph_messages import Place, parse_message
from bot.teams.workplace import Tenant
from handlers import applying
from handlers.events import Event, MemberChanged, MessageDeleted, ReactionAdded, ReactionRemoved, ReactionsSeen
from storage import conversations, privacy, replaying, schema
from storage.conversations import Conversation
from storage.tables import FactRow, ReactionRow
from storage.transactions import Database, Work

HOME = Tenant("aaaaaaaa-0000-4000-8000-000000000000", "bbbbbbbb-0000-4000-8000-000000000000")
CHANNEL, MESSAGE = "19:room@thread.tacv2", "1774508400000"
BEGIN = 1_774_508_400_000_000
MS = 1_000
WHO = tuple(f"{letter * 8}-1111-4000-8000-000000000001" for letter in "abc")
EMOJI = ("heart", "tada")
NUMBERS = count()
Pair = tuple[str, str]


@dataclass(frozen=True)
class Picture:
    """All reactions on the message, as they stood when it last changed."""

    at: int
    reactions: tuple[tuple[str, str, int], ...]

    @property
    def pairs(self) -> set[Pair]:
        return {(who, emoji) for who, emoji, _ in self.reactions}

    @property
    def event(self) -> ReactionsSeen:
        return ReactionsSeen(
            workspace=HOME.workspace, at=self.at, channel=CHANNEL, message=MESSAGE, reactions=self.reactions,
            author=WHO[0],
        )  # fmt: skip


@st.composite
def histories(draw: st.DrawFn) -> list[Picture]:
    """What happened to a message, one change after the other: a picture of each moment."""
    stands: dict[Pair, int] = {}
    pictures = [Picture(BEGIN, ())]
    for n in range(1, draw(st.integers(1, 9))):
        at, who = BEGIN + n * MS, (draw(st.sampled_from(WHO)), draw(st.sampled_from(EMOJI)))
        if stands.pop(who, None) is None:
            stands[who] = at
        pictures.append(Picture(at, tuple((*pair, since) for pair, since in sorted(stands.items()))))
    return pictures


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """One for all examples; each has a workspace of its own."""
    folder: Path = tmp_path_factory.mktemp("reactions")
    made = Database(f"sqlite:///{folder / 'huzzah.db'}")
    schema.prepare(made)
    yield made
    made.close()


def workspace() -> str:
    """A new one."""
    return f"{HOME.workspace}-{next(NUMBERS)}"


def tell(database: Database, name: str, events: Sequence[Event]) -> None:
    with database.write(name, BEGIN) as work:
        applying.apply(work, events)


def on(database: Database, name: str) -> set[Pair]:
    row = ReactionRow
    with database.look() as connection:
        query = select(col(row.member), col(row.emoji)).where(col(row.workspace) == name, col(row.is_on) > 0)
        return {(member, emoji) for member, emoji in connection.execute(query)}


def changes(database: Database, name: str) -> list[tuple[str, str, str, int]]:
    row = FactRow
    with database.look() as connection:
        query = select(col(row.kind), col(row.actor), col(row.emoji), col(row.at)).where(col(row.workspace) == name)
        found = [(kind, who, emoji, at) for kind, who, emoji, at in connection.execute(query.order_by(col(row.seq)))]
    return [each for each in found if each[0] in ("reaction", "unreaction")]


def standing_well(database: Database, name: str) -> None:
    """Each one comes, goes, and comes again in turn; and a replay agrees."""
    there: set[Pair] = set()
    for kind, who, emoji, _ in changes(database, name):
        if kind == "unreaction":
            assert (who, emoji) in there
            there.discard((who, emoji))
        there |= {(who, emoji)} if kind == "reaction" else set()
    assert there == on(database, name)
    with database.read(name, BEGIN) as work:
        assert replaying.check(work) == []


@settings(max_examples=50)
@given(history=histories(), data=st.data())
def test_in_any_order_and_any_number_of_times_the_newest_stands(
    database: Database, history: list[Picture], data: st.DataObject
) -> None:
    told = [*data.draw(st.lists(st.sampled_from(history), max_size=12)), history[-1]]
    order = data.draw(st.permutations(told))
    name = workspace()
    tell(database, name, [renamed(picture.event, name) for picture in order])
    assert on(database, name) == history[-1].pairs
    standing_well(database, name)


@settings(max_examples=50)
@given(history=histories(), data=st.data())
def test_whatever_was_lost_is_found_by_looking_once_more(
    database: Database, history: list[Picture], data: st.DataObject
) -> None:
    heard = data.draw(st.lists(st.sampled_from(history), max_size=6))
    late = data.draw(st.lists(st.sampled_from(history), max_size=3))
    name = workspace()
    tell(database, name, [renamed(picture.event, name) for picture in (*heard, history[-1], *late)])
    assert on(database, name) == history[-1].pairs
    standing_well(database, name)


@settings(max_examples=40)
@given(history=histories())
def test_in_their_order_each_change_is_one_event_of_its_own_time(database: Database, history: list[Picture]) -> None:
    name = workspace()
    tell(database, name, [renamed(picture.event, name) for picture in history for _ in range(2)])
    wanted = []
    for before, after in pairwise(history):
        wanted += [("unreaction", *pair, after.at) for pair in sorted(before.pairs - after.pairs)]
        wanted += [("reaction", who, emoji, at) for who, emoji, at in after.reactions if at == after.at]
    assert changes(database, name) == wanted


@settings(max_examples=25)
@given(history=histories(), cut=st.integers(0, 9))
def test_where_batches_are_cut_does_not_matter(database: Database, history: list[Picture], cut: int) -> None:
    found = []
    for parts in ([history], [history[:cut], history[cut:]]):
        name = workspace()
        for part in parts:
            tell(database, name, [renamed(picture.event, name) for picture in part])
        found.append(changes(database, name))
    assert found[0] == found[1]


@settings(max_examples=50)
@given(history=histories(), data=st.data())
def test_one_that_was_heard_of_otherwise_counts_once(
    database: Database, history: list[Picture], data: st.DataObject
) -> None:
    # Of the bot's own messages Teams tells each reaction as well, a little later by its own clock.
    events: list[Event] = [picture.event for picture in history]
    for before, after in pairwise(history):
        kind = ReactionAdded if after.pairs - before.pairs else ReactionRemoved
        [(who, emoji)] = before.pairs ^ after.pairs
        one = kind(
            workspace=HOME.workspace, at=after.at + data.draw(st.integers(0, 400)), member=who, channel=CHANNEL,
            message=MESSAGE, emoji=emoji, author=WHO[0],
        )  # fmt: skip
        events.append(one)
    name = workspace()
    tell(database, name, [renamed(event, name) for event in data.draw(st.permutations(events))])
    assert on(database, name) == history[-1].pairs


def renamed(event: Event, name: str) -> Event:
    made = {field: getattr(event, field) for field in event.__slots__ if field not in ("workspace", "at")}
    return type(event)(workspace=name, at=event.at, **made)


def test_what_somebody_did_who_was_erased_stays(database: Database) -> None:
    name = workspace()
    first = Picture(BEGIN + MS, ((WHO[1], "heart", BEGIN + MS), (WHO[2], "tada", BEGIN + MS)))
    named = MemberChanged(workspace=name, at=BEGIN, member=WHO[1], name="Ben")
    tell(database, name, [named, renamed(first.event, name)])
    with database.write(name, BEGIN) as work:
        erased = privacy.erase(work, WHO[1], "pepper")
    tell(database, name, [renamed(Picture(BEGIN + 9 * MS, first.reactions[:1]).event, name)])
    assert on(database, name) == {(erased, "heart")}


def test_a_message_that_comes_back_has_its_reactions_again(database: Database) -> None:
    name = workspace()
    first = Picture(BEGIN + MS, ((WHO[1], "heart", BEGIN + MS),))
    gone = MessageDeleted(workspace=name, at=BEGIN + 2 * MS, channel=CHANNEL, message=MESSAGE)
    tell(database, name, told_as(database, name, resource(first, name)))
    tell(database, name, [gone])
    assert on(database, name) == set()
    back = Picture(BEGIN + 3 * MS, first.reactions)
    tell(database, name, told_as(database, name, resource(back, name)))
    assert on(database, name) == back.pairs
    # The deletion is told once more, and so is the picture of before.
    tell(database, name, [gone, *told_as(database, name, resource(first, name))])
    assert on(database, name) == back.pairs


def test_what_was_said_before_the_bot_came_does_not_count_but_reactions_to_it_do(database: Database) -> None:
    heard = parse_message(resource(Picture(BEGIN + 5 * MS, ((WHO[1], "heart", BEGIN + 5 * MS),))), *_where())
    found = composed(heard, Standing(BEGIN + MS, {}, {}))
    assert [type(event) for event in found] == [ReactionsSeen]


def test_of_an_old_message_only_what_happens_since_the_bot_came_counts(database: Database) -> None:
    name, came = workspace(), BEGIN + 10 * MS
    with database.write(name, came) as work:
        conversations.keep(work, Conversation(CHANNEL, team=CHANNEL, group_id=WHO[2]))
    stood, new = (WHO[1], "heart", BEGIN + 2 * MS), (WHO[2], "tada", BEGIN + 20 * MS)
    mention = {"id": 0, "mentionText": "Ben", "mentioned": {"user": {"id": WHO[1]}}}
    edited = {"content": '<p><at id="0">Ben</at> +++ thanks</p>', "contentType": "html"}
    more = {"lastEditedDateTime": moment(BEGIN + MS), "body": edited, "mentions": [mention]}
    tell(database, name, told_as(database, name, resource(Picture(BEGIN + 20 * MS, (stood, new)), name) | more))
    assert on(database, name) == {new[:2]}
    assert kept_of(database, name) == ["book", "reaction"]
    # That the old one goes is nobody's news, either.
    tell(database, name, told_as(database, name, resource(Picture(BEGIN + 21 * MS, (new,)), name) | more))
    assert kept_of(database, name) == ["book", "reaction"]


def test_what_counted_before_the_bot_was_away_goes_on_counting(database: Database) -> None:
    name = workspace()
    first = Picture(BEGIN + MS, ((WHO[1], "heart", BEGIN + MS),))
    tell(database, name, told_as(database, name, resource(first, name)))
    with database.write(name, BEGIN + 10 * MS) as work:
        conversations.keep(work, Conversation(CHANNEL, team=CHANNEL, group_id=WHO[2]))
    tell(database, name, told_as(database, name, resource(Picture(BEGIN + 20 * MS, first.reactions), name)))
    assert on(database, name) == first.pairs
    tell(database, name, told_as(database, name, resource(Picture(BEGIN + 21 * MS, ()), name)))
    assert on(database, name) == set()


def kept_of(database: Database, name: str) -> list[str]:
    """Of the facts, in their order."""
    with database.look() as connection:
        query = select(col(FactRow.kind)).where(col(FactRow.workspace) == name).order_by(col(FactRow.seq))
        return [str(kind) for kind in connection.execute(query).scalars()]


def told_as(database: Database, name: str, message: dict[str, object]) -> list[Event]:
    """The events of a picture, as what is known has it."""
    heard = parse_message(message, Tenant(name, HOME.app), Place(CHANNEL), BEGIN + 99 * MS, {})

    def look(work: Work) -> list[Event]:
        return composed(heard, stand(work, CHANNEL, [heard]))

    with database.read(name, BEGIN) as work:
        return look(work)


def resource(picture: Picture, tenant: str = HOME.workspace) -> dict[str, object]:
    """As Graph tells it."""
    kinds = {"heart": "heart", "tada": "🎉"}
    reactions = [
        {"reactionType": kinds[emoji], "createdDateTime": moment(at), "user": {"user": {"id": who}}}
        for who, emoji, at in picture.reactions
    ]
    return {
        "id": MESSAGE, "messageType": "message", "createdDateTime": moment(BEGIN), "reactions": reactions,
        "lastModifiedDateTime": moment(picture.at), "body": {"contentType": "html", "content": "<p>Lunch?</p>"},
        "from": {"user": {"id": WHO[0], "tenantId": tenant}},
    }  # fmt: skip


def _where() -> tuple[Tenant, Place, int, dict[str, str]]:
    return HOME, Place(CHANNEL), BEGIN + 99 * MS, {}
