"""Telling: what the engine noticed, turned into a reaction, a private note, or a card in the thread."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from types import MappingProxyType

from handlers import people
from handlers.answers import Answer, Post, React, Whisper
from handlers.cards import badges, giving
from handlers.cards.blocks import Card, Person
from scoring.book import Book
from scoring.facts import Fact, FactKind, Mark
from scoring.periods import local_day
from scoring.state import Trait
from scoring.turn import Notice, Outcome
from storage import places, requests
from storage.transactions import Work

Pair = tuple[Fact, Outcome]
TALKING = frozenset({FactKind.MESSAGE, FactKind.EDIT, FactKind.RESTORE})


def tell(work: Work, pairs: Sequence[Pair]) -> list[Answer]:
    """What is to be said about what people did in the chat. Imports are told to nobody."""
    loud = _loud(pairs)
    if not loud:
        return []
    teller = _teller(work, loud)
    said: list[Answer] = []
    for fact, outcome in loud:
        for notice in outcome.notices:
            tell_of = _TELL.get(notice.kind)
            if tell_of is not None:
                said += tell_of(teller, fact, notice)
        said += _achievements(teller, fact, outcome.notices)
    return _once(said)


def _once(said: list[Answer]) -> list[Answer]:
    # Of the bot's reactions on one message only the last: what came before it in this batch is no longer so.
    last = {(each.channel, each.message): place for place, each in enumerate(said) if isinstance(each, React)}
    return [
        each
        for place, each in enumerate(said)
        if not isinstance(each, React) or last[each.channel, each.message] == place
    ]


def achievements(work: Work, fact: Fact, outcome: Outcome) -> list[Answer]:
    """Only the badges and levels: whoever handles a command says the rest."""
    loud = _loud([(fact, outcome)])
    return _achievements(_teller(work, loud), fact, outcome.notices) if loud else []


def _loud(pairs: Iterable[Pair]) -> list[Pair]:
    return [(fact, outcome) for fact, outcome in pairs if outcome.notices and not fact.marks & Mark.QUIET]


@dataclass(frozen=True, slots=True)
class _Teller:
    """What telling looks at, loaded once for a batch."""

    work: Work
    people: Mapping[str, Person]
    traits: Mapping[str, int]
    channels: Mapping[str, str]

    @property
    def book(self) -> Book:
        return self.work.book

    def noise(self, channel: str) -> str:
        """How much is to be said in a channel."""
        names = (channel, self.channels.get(channel, ""))
        for pattern, noise in self.book.settings.noise_channels:
            if any(name and fnmatchcase(name, pattern.lstrip("#")) for name in names):
                return noise
        return self.book.settings.noise


def is_silent(work: Work, channel: str) -> bool:
    """Whether nothing but what was asked for is to be said or shown in a channel."""
    named = work.look(lambda state: {channel: known.name} if (known := state.channels.get(channel)) else {})
    return _Teller(work, {}, {}, named).noise(channel) == "silent"


def _teller(work: Work, pairs: Sequence[Pair]) -> _Teller:
    notices = [notice for _, outcome in pairs for notice in outcome.notices]
    ids = {each for notice in notices for each in (notice.member, notice.other)} - {""}
    members = work.members(sorted(ids))
    channels = sorted({notice.channel for notice in notices} - {""})
    named: dict[str, str] = {}
    if work.book.settings.noise_channels:
        found = work.look(lambda state: {channel: state.channels.get(channel) for channel in channels})
        named = {channel: known.name for channel, known in found.items() if known}
    traits = {member: known.traits for member, known in members.items()}
    return _Teller(work, people.persons(work, ids), traits, named)


def _gift(teller: _Teller, fact: Fact, _: Notice) -> list[Answer]:
    return _reaction(teller, fact, off=False) if fact.kind in TALKING else []


def _ungiven(teller: _Teller, fact: Fact, _: Notice) -> list[Answer]:
    return _reaction(teller, fact, off=True)


def _reaction(teller: _Teller, fact: Fact, *, off: bool) -> list[Answer]:
    if teller.noise(fact.channel) == "silent" or not teller.book.currency_emoji:
        return []
    return [React(fact.channel, fact.message, teller.book.currency_emoji[0], off)]


def _allowance(teller: _Teller, fact: Fact, notice: Notice) -> list[Answer]:
    if fact.kind is FactKind.REACTION and not requests.is_first(teller.work, f"allowance:{notice.member}"):
        # Many put a party popper under things just so: once in a while they hear of it, not each time.
        return []
    return [_whisper(fact, notice.member, too_little(teller.work, notice))]


def too_little(work: Work, notice: Notice) -> Card:
    """What is left, and when there is more."""
    wanted, left, renews = (int(part) for part in notice.detail)
    zone = work.member(notice.member).zone or work.book.settings.zone
    return giving.too_little(giving.TooLittle(wanted, left, work.book.allowance.per, renews, local_day(zone, work.now)))


def _nobody(_: _Teller, fact: Fact, notice: Notice) -> list[Answer]:
    # A currency emoji under a bot's message is a reaction like any other; words to somebody were meant.
    if fact.kind is not FactKind.MESSAGE:
        return []
    return [_whisper(fact, notice.member, giving.nobody(oneself=is_to_oneself(fact)))]


def _guest(_: _Teller, fact: Fact, notice: Notice) -> list[Answer]:
    # As above: who wrote a name and an emoji meant it.
    if fact.kind is not FactKind.MESSAGE:
        return []
    return [_whisper(fact, notice.member, giving.not_a_colleague(forgotten=False))]


def is_to_oneself(fact: Fact) -> bool:
    """Whether somebody thanked nobody but themselves."""
    return {person for person, _ in fact.gift} == {fact.actor}


def _whisper(fact: Fact, member: str, card: Card) -> Whisper:
    return Whisper(member, card, fact.channel, fact.thread)


def _achievements(teller: _Teller, fact: Fact, notices: Sequence[Notice]) -> list[Answer]:
    # All that one deed brought a member goes into one card.
    said: list[Answer] = []
    noise = teller.noise(fact.channel)
    by_member: dict[str, list[Notice]] = {}
    for notice in notices:
        if notice.kind in ("badge", "level"):
            by_member.setdefault(notice.member, []).append(notice)
    for member, earned in by_member.items():
        if noise == "silent" or teller.traits.get(member, 0) & (Trait.BOT | Trait.DEACTIVATED | Trait.FORGOTTEN):
            continue
        what = _earned(teller, member, earned)
        hidden = teller.traits.get(member, 0) & Trait.NO_ANNOUNCE or fact.marks & Mark.PRIVATE
        if noise == "lively" and not hidden and fact.channel and not places.shared(teller.work, [fact.channel]):
            said.append(Post(fact.channel, badges.public(what), _thread(fact)))
        else:
            said.append(Whisper(member, badges.own(what)))
    return said


def _thread(fact: Fact) -> str:
    # The message itself begins the thread, where there is one.
    return fact.thread or (fact.message if fact.kind not in (FactKind.GIFT, FactKind.SHOUTOUT, FactKind.DEED) else "")


def _earned(teller: _Teller, member: str, notices: Sequence[Notice]) -> badges.Earned:
    new, level = [], None
    for notice in notices:
        if notice.kind == "badge":
            _, name, emoji, words = (str(part) for part in notice.detail)
            new.append((emoji, name, words))
        else:
            level = (str(notice.detail[1]), str(notice.detail[0]))
    return badges.Earned(teller.people[member], tuple(new), level)


_TELL: Mapping[str, Callable[[_Teller, Fact, Notice], list[Answer]]] = MappingProxyType(
    {"gift": _gift, "ungiven": _ungiven, "allowance": _allowance, "nobody": _nobody, "guest": _guest}
)
