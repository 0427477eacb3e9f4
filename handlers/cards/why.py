"""Why: each row of points with its rule in words, when, where, with whom, and what became of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from handlers.cards.blocks import (
    Block,
    Button,
    Buttons,
    Card,
    Header,
    Link,
    Person,
    Place,
    Run,
    Runs,
    Say,
    Small,
    Text,
    When,
    Words,
    say,
)
from handlers.cards.phrases import counted, listed
from scoring.book import Kind
from scoring.book_words import either, limits
from scoring.markup import escape, plain
from scoring.state import Row
from storage.why import CAUSES, Explained

LONGEST_WORDS = 140
"""So much of what somebody wrote is shown."""
NO_MESSAGE = ":"
"""What came by command (`request:...`) or was a deed (`contest:7`) has no message to point at."""
BARE = {
    Kind.GIFT_GIVEN.value: "You gave {currency}",
    Kind.GIFT_RECEIVED.value: "You were given {currency}",
}
OF_OTHERS = {
    Kind.GIFT_GIVEN.value: "Gave {currency}",
    Kind.GIFT_RECEIVED.value: "Was given {currency}",
}


@dataclass(frozen=True, slots=True)
class Why:
    """A page of somebody's rows."""

    person: Person
    rows: tuple[Explained, ...]
    page: int = 1
    more: bool = False
    own: bool = True
    total: int = 0
    names: Mapping[str, str] = field(default_factory=dict)
    """Of whoever the words that came with gifts mention."""


def card(why: Why) -> Card:
    """The page as a card."""
    title = "Why you have your points" if why.own else f"Where {why.person.name}'s points come from"
    blocks: list[Block] = [Header(title, "mag")]
    if why.own:
        blocks.append(Small(say(f"{counted(why.total, 'point')} in all; the newest first.")))
    before = 0
    for explained in why.rows:
        # One gift to several people is several rows, with the same words.
        blocks += _row(explained, why, quotes=explained.row.seq != before)
        before = explained.row.seq
    if not why.rows:
        blocks.append(Say(say(_nothing(why))))
    if not why.own:
        blocks.append(Small(say("Only what happened in public channels is shown.")))
    blocks += _paging(why)
    return Card(title, tuple(blocks))


def _nothing(why: Why) -> str:
    if why.page > 1:
        return "That was all."
    return "No points yet. /huzzah earn says how to get some." if why.own else "There is nothing to show yet."


def _paging(why: Why) -> list[Block]:
    buttons = []
    if why.page > 1:
        buttons.append(Button("why", "Newer", f"{why.person.id}|{why.page - 1}"))
    if why.more:
        buttons.append(Button("why", "Older", f"{why.person.id}|{why.page + 1}"))
    return [Buttons(tuple(buttons))] if buttons else []


def _row(explained: Explained, why: Why, *, quotes: bool) -> list[Block]:
    row, own = explained.row, why.own
    head = say(Text(amount(row), bold=True), f"  {words(explained, own=own)}")
    blocks: list[Block] = [Say(head), Small(around(explained)), *(Small(note) for note in _notes(explained))]
    if explained.said and quotes:
        blocks.insert(1, Words(quoted(explained.said, why.names)))
    if own and not explained.corrections and not explained.objections:
        blocks.append(Buttons((Button("object", "Object", f"{row.seq}.{row.n}"),)))
    return blocks


def quoted(said: str, names: Mapping[str, str]) -> str:
    """The beginning of what somebody wrote, as markup without mentions or links."""
    words = " ".join(plain(said, names).split())
    return escape(words if len(words) <= LONGEST_WORDS else f"{words[: LONGEST_WORDS - 1].rstrip()}…")


def amount(row: Row) -> str:
    """`+2`, and coins if there are any."""
    coins = f" and {counted(row.coins, 'coin')}" if row.coins else ""
    return f"{row.points:+d}{coins}"


def words(explained: Explained, *, own: bool = True) -> str:
    """The rule in words, as it was then."""
    row, book = explained.row, explained.book
    if row.rule.startswith("badge:"):
        badge = next((badge for badge in book.badges if f"badge:{badge.id}" == row.rule), None)
        return f"Badge “{badge.name}”: {badge.words}" if badge else "A badge"
    rule = book.rules_by_id.get(row.rule)
    if rule is not None:
        return rule.words
    bare = (BARE if own else OF_OTHERS).get(row.rule)
    return bare.format(currency=book.currency_name) if bare else row.rule


def around(explained: Explained) -> tuple[Run, ...]:
    """When, with whom, where, and the way there."""
    row = explained.row
    # Of votes the ledger knows the day, and no hour (docs/anonymity.md).
    runs: list[Run] = [When(row.at, "date"), Text(", some time that day")] if _is_vote(explained) else [When(row.at)]
    if row.other:
        preposition = " to " if row.given else " from " if row.received or _is_praise(explained) else " with "
        runs += [Text(preposition), Person(row.other, explained.other) if explained.other else Text("a colleague")]
    elif explained.praised:
        named = [Person(who, name) if name else Text("a colleague") for who, name in explained.praised]
        runs += [Text(" for "), *listed(named)]
    if row.channel:
        place = Place(row.channel, explained.channel) if explained.channel else Text("a private channel")
        runs += [Text(" in "), place]
    if explained.channel and row.message and NO_MESSAGE not in row.message:
        runs += [Text(" - "), Link("see the message", channel=row.channel, message=row.message)]
    elif explained.card:
        runs += [Text(" - "), Link("see the card", channel=row.channel, message=explained.card)]
    return tuple(runs)


def _is_vote(explained: Explained) -> bool:
    rule = explained.book.rules_by_id.get(explained.row.rule)
    return rule is not None and rule.kind is Kind.VOTED


def _is_praise(explained: Explained) -> bool:
    rule = explained.book.rules_by_id.get(explained.row.rule)
    return rule is not None and rule.kind is Kind.SHOUTOUT_RECEIVED


def _notes(explained: Explained) -> list[Runs]:
    notes: list[Runs] = []
    row = explained.row
    if not row.points and (row.given or row.received) and not row.rule.startswith("badge:"):
        notes.append(say(without_points(explained)))
    for correction in explained.corrections:
        cause = CAUSES.get(correction.by, "it was corrected")
        notes.append(say(Text(f"Taken back ({-row.points:+d}) ", bold=True), When(correction.at), f": {cause}"))
    if explained.objections == "open":
        notes.append(say("Objected to; an admin will look at it."))
    elif explained.objections == "kept":
        notes.append(say("Objected to, and an admin decided that it stays."))
    return notes


def without_points(explained: Explained) -> str:
    """Why a gift earned nothing."""
    kind = Kind.GIFT_GIVEN if explained.row.given else Kind.GIFT_RECEIVED
    rules = explained.book.rules_by_kind[kind]
    if not rules:
        return "No rule gives points for this."
    phrases = [phrase for rule in rules for phrase in limits(rule.limits)]
    if not phrases:
        return "No points: none of the rules was meant for this one."
    return f"No points, since there is a limit: {either(list(dict.fromkeys(phrases)))}."


def not_to_be_seen(name: str) -> Card:
    """They asked not to be shown, or nobody ranks individuals here."""
    words_ = f"I don't show where {name}'s points come from. Your own are at /huzzah why."
    return Card("I can't show that", (Say(say(words_)),))


def who() -> Card:
    """The name wasn't clear."""
    return Card(
        "Whose points?", (Say(say("Whose points do you mean? Like this: ", Text("/huzzah why @ana", bold=True))),)
    )


def rows_for_examples() -> Sequence[Explained]:
    """A gift, one beyond the limit, and a badge."""
    from scoring.book import Badge, Book, Limits, Rule

    book = Book(
        1,
        (Rule("gift-given", Kind.GIFT_GIVEN, 1, "Give kudos to a colleague", limits=Limits(per_day=5)),),
        (Badge("first", "First thanks", "tada", "thanked", 1, "Thanked a colleague for the first time"),),
    )
    at = 1_760_000_000_000_000
    gift = Row(7, 0, at, 739_000, "U1", "U2", "C1", "m1", "", "gift-given", 1, 1, 0, 1, 0, 1)
    return (
        Explained(gift, book, "Ben Okafor", "general", (), "", "<@U2> :tada: thanks for the calm release"),
        Explained(gift._replace(seq=6, rule="gift_given", points=0), book, "Ben Okafor", "", (), ""),
        Explained(gift._replace(seq=5, rule="badge:first", other="", channel="", given=0), book, "", "", (), "open"),
    )


def example() -> Card:
    """One's own points."""
    names = {"U2": "Ben Okafor"}
    return card(Why(Person("U1", "Ana Sousa"), tuple(rows_for_examples()), total=31, more=True, names=names))


def example_of_another() -> Card:
    """What everybody may see of somebody else."""
    names = {"U2": "Ben Okafor"}
    return card(Why(Person("U1", "Ana Sousa"), tuple(rows_for_examples()), page=2, own=False, names=names))
