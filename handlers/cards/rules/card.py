"""The rules on cards: how to earn points here, what changed and when, and what a change would move."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from handlers.cards.blocks import (
    Block,
    Bullets,
    Button,
    Buttons,
    Card,
    Header,
    Icon,
    Person,
    Run,
    Runs,
    Say,
    Small,
    Text,
    When,
    say,
)
from handlers.cards.phrases import counted
from scoring.book import Allowance, Badge, Book, Kind, Limits, Rule, Value
from scoring.book_words import NO_NAMES, conditions, pays
from scoring.facts import Micros

GROUPS: tuple[tuple[str, str, tuple[Kind, ...]], ...] = (
    ("Thanks and praise", "tada", (
        Kind.GIFT_RECEIVED, Kind.GIFT_GIVEN, Kind.SHOUTOUT_RECEIVED, Kind.SHOUTOUT_GIVEN)),
    ("Welcoming", "wave", (Kind.WELCOME,)),
    ("Talking with each other", "speech_balloon", (
        Kind.MESSAGE, Kind.REPLY, Kind.QUESTION, Kind.THREAD_JOINED, Kind.MENTIONED)),
    ("Taking part", "raising_hand", (
        Kind.PROMPT_ANSWERED, Kind.BEST_ANSWER, Kind.VOTED, Kind.QUIZ_WON, Kind.CONTEST_WON, Kind.MET)),
    ("Noticing each other", "eyes", (Kind.REACTION_GIVEN, Kind.REACTION_RECEIVED, Kind.PHOTO)),
)  # fmt: skip
"""Title, emoji, and the kinds of rules under it; a test insists that every kind has its place."""

NOTHING = (
    "Talking to yourself: thanking yourself, reacting to your own messages, answering your own thread.",
    "More of the same beyond the limits above. It is welcome all the same.",
    "Code, quotes and forwarded messages, and anything a bot wrote.",
    "Taking back what earned points, such as deleting the message: the points go with it.",
)
MOST_BADGES = 60
_EMOJI = re.compile(r":([\w+'-]+):")
QUIET = "Nothing happened last month, so nobody would have moved."


def earn(book: Book, names: Mapping[str, str] = NO_NAMES, mine: int = 0, *, whole: bool = True, part: str = "") -> Card:
    """How do I earn points here? - all of it out of the rule book; `mine` is the allowance of who reads it.

    Not `whole`: the badges are a button away, so that it is short enough for a chat. `part` is what guests and people
    of elsewhere are told of the part they take; with no allowance of their own, it stands in the place of how to give.
    """
    blocks: list[Block] = [Header("How do I earn points here?", "sparkles")]
    blocks += [Say(say(part))] if part else []
    blocks += _giving(book, mine) if mine or not part else []
    for title, icon, kinds in GROUPS:
        rules = [rule for kind in kinds for rule in book.rules_by_kind[kind] if rule.points]
        if rules:
            blocks += [Header(title, icon), Bullets(tuple(in_words(rule, names) for rule in rules))]
    if book.badges and whole:
        blocks += [Header("Badges", "medal"), _badges(book)]
    blocks += [Header("What doesn't count", "see_no_evil"), Bullets(tuple(say(words) for words in NOTHING))]
    if book.badges and not whole:
        blocks.append(Buttons((Button("huzzah", "Badges", "badges"),)))
    blocks.append(Small(say("Coins come with recognition only. /huzzah why explains every point you have.")))
    return Card("How do I earn points here?", tuple(blocks))


def badges(book: Book) -> Card:
    """Every badge there is, and how to get it."""
    listed: Block = _badges(book) if book.badges else Say(say("There are no badges here yet."))
    return Card("The badges", (Header("The badges", "medal"), listed))


def _badges(book: Book) -> Bullets:
    return Bullets(
        tuple(
            say(Icon(badge.emoji), " ", Text(badge.name, bold=True), f" - {badge.words}", *_bonus(badge))
            for badge in book.badges[:MOST_BADGES]
        )
    )


def _giving(book: Book, mine: int) -> list[Block]:
    allowance, name = book.allowance, book.currency_name
    ways: list[Runs] = []
    if book.currency_emoji:
        emoji = book.currency_emoji[0]
        ways.append(
            say(
                Text("@ana ", bold=True),
                Icon(emoji),
                Text(" thanks!", bold=True),
                f" gives one {name}; two emoji give two.",
            )
        )
        ways.append(say("React with ", Icon(emoji), " to a message: one for whoever wrote it."))
    if book.pluses:
        ways.append(say(Text("@ana ++", bold=True), " gives one, ", Text("@ana +3", bold=True), " gives three."))
    ways.append(say(Text("/kudos @ana @ben 2 for the release", bold=True), " gives two to each."))
    if book.values:
        tags = ", ".join(f"#{value.id}" for value in book.values[:5])
        ways.append(say(f"Name a value with it: {tags}."))
    own = mine or allowance.amount
    more = [f"{amount} with the role {role}" for role, amount in allowance.roles if amount > own]
    amount = f"You have {own} a {allowance.per} to give away" + (f" ({', '.join(more)})." if more else ".")
    return [Say(say(f"Say thank you. {amount}")), Bullets(tuple(ways))]


def in_words(rule: Rule, names: Mapping[str, str]) -> Runs:
    """What a rule pays, for what, and under which conditions."""
    each = " for each" if rule.kind in (Kind.GIFT_GIVEN, Kind.GIFT_RECEIVED) else ""
    tail = conditions(rule, names)
    runs: list[Run] = [Text(pays(rule) + each, bold=True), Text(f": {rule.words}.".replace("..", "."))]
    if tail:
        # Emoji are spelled `:bulb:` there.
        parts = _EMOJI.split(f" {tail}.")
        runs += [Icon(part) if place % 2 else Text(part, italic=True) for place, part in enumerate(parts) if part]
    return tuple(runs)


def _bonus(badge: Badge) -> list[Run]:
    parts = [counted(badge.points, "point")] * bool(badge.points) + [counted(badge.coins, "coin")] * bool(badge.coins)
    return [Text(f" (+{' and '.join(parts)})", italic=True)] if parts else []


@dataclass(frozen=True, slots=True)
class Version:
    """One entry of the history."""

    version: int
    at: Micros
    by: Person | None
    changes: tuple[str, ...]


NOBODY_OF_CHAT = ("Huzzah", "the command line")
"""Who made the first version, and who later ones without a name."""


def history(versions: Sequence[Version]) -> Card:
    """Who changed what and when, newest first."""
    blocks: list[Block] = [Header("How the rules changed", "hourglass")]
    for version in versions:
        who: list[Run] = [version.by] if version.by else [Text(NOBODY_OF_CHAT[version.version > 1])]
        blocks.append(Say(say(Text(f"Version {version.version}", bold=True), ", ", When(version.at), " by ", *who)))
        blocks.append(Bullets(tuple(say(change) for change in version.changes[:20])))
    return Card("How the rules changed", tuple(blocks))


def changed(changes: Sequence[str], version: int, back: Button | None = None) -> Card:
    """A change is in force; `back` leads to where it was made."""
    blocks: tuple[Block, ...] = (
        Header("Changed", "white_check_mark"),
        Bullets(tuple(say(change) for change in changes[:20])),
        Small(say(f"In force from now on, as version {version}. What was earned before stays as it is.")),
        *((Buttons((back,)),) if back else ()),
    )
    return Card("The rules have changed", blocks)


@dataclass(frozen=True, slots=True)
class Move:
    """Somebody who would stand elsewhere; rank 0 is not on the board."""

    person: Person
    points: tuple[int, int]
    ranks: tuple[int, int]


def preview(changes: Sequence[str], moves: Sequence[Move], *, named: bool = True, quiet: bool = False) -> Card:
    """What a change would have done; nothing has been changed. `quiet`: nobody had a point last month."""
    count = len(moves)
    what = {0: "nobody", 1: "one person"}.get(count, f"{count} people")
    moved = say("This would have moved ", Text(what, bold=True), " on last month's board.")
    blocks: list[Block] = [
        Header("Only a try", "test_tube"),
        Bullets(tuple(say(change) for change in changes[:20]) or (say("No change."),)),
        Say(say(QUIET) if quiet else moved),
    ]
    if moves and named:
        blocks.append(Bullets(tuple(_move(move) for move in moves[:10])))
    blocks.append(Small(say("Nothing has been changed. To save it, leave “Only try it” off.")))
    return Card(f"This would have moved {what}", tuple(blocks))


def _move(move: Move) -> Runs:
    before, after = ("not on it" if not rank else f"number {rank}" for rank in move.ranks)
    place = f"stays {after}" if before == after else f"{before} → {after}"
    return say(move.person, f": {move.points[0]} → {move.points[1]} points, {place}")


def told(headline: str, words: str) -> Card:
    """A short word about rules: not allowed, overtaken, nothing to change."""
    return Card(headline, (Say(say(words)),))


def small_book() -> Book:
    """A few rules, for examples."""
    rules = (
        Rule("gift-received", Kind.GIFT_RECEIVED, 1, "Somebody gives you kudos", coins=True),
        Rule("message", Kind.MESSAGE, 1, "Say something in a channel", limits=Limits(per_day=3, cooldown_minutes=20)),
        Rule("photo", Kind.PHOTO, 2, "Share a photo or a gif", on=False),
    )
    badge = Badge("first-thanks", "First thanks", "tada", "thanked", 1, "Thanked a colleague for the first time")
    values = (Value("teamwork", "We get there together"),)
    return Book(3, rules, (badge,), values=values, allowance=Allowance(roles=(("leader", 10),)))


def example() -> Card:
    """How to earn points under a small book."""
    return earn(small_book())


def example_badges() -> Card:
    """Every badge of a small book."""
    return badges(small_book())


def example_preview() -> Card:
    """A change that moves two people."""
    moves = (
        Move(Person("U1", "Ana Sousa"), (31, 44), (4, 2)),
        Move(Person("U2", "Ben Okafor"), (40, 40), (2, 3)),
    )
    return preview(["message: points 1 → 2"], moves)


def example_history() -> Card:
    """Two versions."""
    return history(
        (
            Version(2, 1_760_000_000_000_000, Person("U1", "Ana Sousa"), ("message: points 1 → 2",)),
            Version(1, 1_750_000_000_000_000, None, ("The rule book that Huzzah comes with.",)),
        )
    )
