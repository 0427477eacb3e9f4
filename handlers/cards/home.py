"""Home: what greets a member on the bot's own page - their standing, what is new, how to earn, and an admin's tasks."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.cards import profile as profiles
from handlers.cards.blocks import (
    Block,
    Bullets,
    Button,
    Buttons,
    Card,
    Header,
    Icon,
    Link,
    Person,
    Place,
    Progress,
    Run,
    Runs,
    Say,
    Small,
    Text,
    When,
    Words,
    say,
)
from handlers.cards.phrases import amount, listed
from handlers.cards.rules.card import GROUPS, small_book
from handlers.cards.rules.setting_dialog import at_a_glance
from handlers.cards.why import rows_for_examples
from scoring.book import Book, Kind
from scoring.book_words import counted, pays
from scoring.state import Trait
from storage.attention import Attention
from storage.lately import Lately
from storage.profiles import Profile

NEWEST_BADGES = 6
MOST_IN_A_ROW = 5


@dataclass(frozen=True, slots=True)
class Mine:
    """Whom the page greets, and what they may do."""

    profile: Profile
    leader: bool = False
    day_off: bool = False


def _buttons(mine: Mine, book: Book) -> list[Block]:
    gives = not mine.profile.member.traits & book.not_giving
    first = [Button("kudos", "Say thanks", "", "primary")] if gives else []
    if gives and mine.leader:
        first.append(Button("shoutout", "Shout out"))
    for words, value in (("Board", "board"), ("Why these points?", "why"), ("How to earn", "earn")):
        first.append(Button("huzzah", words, value))
    privacy = Button("huzzah", "Privacy", "privacy")
    # Five fit into a row.
    return [Buttons((*first, privacy))] if len(first) < MOST_IN_A_ROW else [Buttons(tuple(first)), Buttons((privacy,))]


def _giving(mine: Mine, book: Book) -> Say:
    member = mine.profile.member
    if member.traits & book.not_giving:
        return Say(say(profiles.part(member, book)))
    return Say(profiles.giving(mine.profile.giving, book))


def me(mine: Mine, book: Book) -> Card:
    """Points first, then what they come to, and what may still be given."""
    profile = mine.profile
    points = counted(profile.points, "point")
    icon = profile.level.emoji if profile.level else "star"
    blocks: list[Block] = [Header(f"You have {points}", icon), Say(_standing(mine))]
    if profile.next_level:
        togo = f"To “{profile.next_level.name}”: {profile.next_level.at - profile.points} to go"
        blocks.append(Progress(togo, max(profile.points, 0), profile.next_level.at))
    blocks.append(_giving(mine, book))
    blocks += _badges(profile)
    if profile.member.traits & Trait.NO_SCORE:
        blocks.append(Small(say("You asked not to be scored, so nothing new is counted.")))
    elif profile.member.traits & Trait.HIDDEN:
        blocks.append(Small(say("Only you see this; you are not shown on boards.")))
    return Card(f"You have {points}", (*blocks, *_buttons(mine, book)))


def _standing(mine: Mine) -> Runs:
    profile = mine.profile
    runs: list[Run] = []
    if profile.level:
        runs += [Text(profile.level.name, bold=True), Text("  ·  ")]
    if profile.run:
        runs += [Icon("fire"), Text(f" {counted(profile.run, 'working day')} in a row")]
    else:
        runs.append(Text("Your streak " + profiles.starts(day_off=mine.day_off)))
    if profile.week:
        runs.append(Text(f"  ·  number {profile.week.rank} of {profile.week.of_people} this week"))
    if profile.coins:
        runs.append(Text(f"  ·  {counted(profile.coins, 'coin')}"))
    return tuple(runs)


def _badges(profile: Profile) -> list[Block]:
    blocks: list[Block] = []
    newest = [badge for badge, _ in reversed(profile.badges)][:NEWEST_BADGES]
    if newest:
        runs: list[Run] = []
        for badge in newest:
            runs += [Text("   " if runs else ""), Icon(badge.emoji), Text(f" {badge.name}")]
        more = len(profile.badges) - len(newest)
        blocks.append(Say((*runs, *([Text(f"   and {more} more")] if more else []))))
    if profile.near:
        near = profile.near[0]
        words = f"Close to {near.badge.name}: {near.badge.words[:1].lower()}{near.badge.words[1:]}"
        blocks.append(Small(say(Icon(near.badge.emoji), f" {words} ({near.have} of {near.badge.at}).")))
    return blocks


def welcome(mine: Mine, book: Book) -> Card:
    """The first look: what this is about, and one thing to do."""
    name = mine.profile.member.name.split(" ")[0]
    emoji = book.currency_emoji[0] if book.currency_emoji else "tada"
    ways: list[Runs] = []
    if book.currency_emoji:
        ways.append(say("Write ", Text("@ana ", bold=True), Icon(emoji), Text(" thanks!", bold=True), " anywhere."))
        ways.append(say("Or react with ", Icon(emoji), " to a message that helped you."))
    ways.append(say("Or press ", Text("Say thanks", bold=True), " below."))
    asked: tuple[Block, ...] = ()
    if not mine.profile.member.traits & book.not_giving:
        ask = Say(say("Who made your day? Thank them, and it counts for both of you:"))
        asked = (ask, Bullets(tuple(ways)))
    blocks: tuple[Block, ...] = (
        Header(f"Welcome, {name}!" if name else "Welcome!", "wave"),
        *asked,
        _giving(mine, book),
        *_buttons(mine, book),
        Small(say("Your points, badges and thanks will stand here. What is kept of you is up to you: see Privacy.")),
    )
    return Card("Welcome!", blocks)


@dataclass(frozen=True, slots=True)
class Told:
    """A gift of late, with what was said, cut to what is shown, and the names in it."""

    lately: Lately
    words: Words | None = None


def lately(rows: Sequence[Told], currency: str) -> Card:
    """The newest thanks, given and received."""
    blocks: list[Block] = [Header("Lately", "gift")]
    for row in rows:
        blocks.append(Say(_told(row.lately, currency)))
        if row.words:
            blocks.append(row.words)
    if not rows:
        blocks.append(Say(say("No thanks given or received yet. Who made your day?")))
    return Card("Lately", tuple(blocks))


def _told(gift: Lately, currency: str) -> Runs:
    named: list[Run] = [Person(who, name) if name else Text("a colleague") for who, name in gift.others if who]
    others = listed(named or [Text("a colleague")])
    units = Text(amount(gift.units, currency, len(gift.others) if gift.given else 1), bold=True)
    if gift.praise:
        told = say("You praised ", *others) if gift.given else say(*others, " praised you")
    else:
        told = say("You gave ", *others, " ", units) if gift.given else say(*others, " gave you ", units)
    icon = "mega" if gift.praise else "outbox_tray" if gift.given else "inbox_tray"
    return Icon(icon), Text(" "), *told, *_where(gift)


def _where(gift: Lately) -> list[Run]:
    explained, row = gift.explained, gift.explained.row
    runs: list[Run] = [Text(", "), When(row.at)]
    if explained.channel:
        runs += [Text(" in "), Place(row.channel, explained.channel)]
        message = explained.card or ("" if row.message.startswith("request:") else row.message)
        if message:
            runs += [Text(" - "), Link("see it", channel=row.channel, message=message)]
    return runs


def earn(book: Book, *, by_thanks: bool = False) -> Card:
    """Giving, and the best of each group of rules; `by_thanks`: for who earns by being thanked alone."""
    rows: list[Runs] = []
    every = (("gift", (Kind.GIFT_GIVEN,)), *((icon, kinds) for _, icon, kinds in GROUPS))
    thanked = (("gift", (Kind.GIFT_RECEIVED,)), ("mega", (Kind.SHOUTOUT_RECEIVED,)))
    for icon, kinds in thanked if by_thanks else every:
        rules = [rule for kind in kinds for rule in book.rules_by_kind[kind] if rule.points]
        if rules:
            best = max(rules, key=lambda rule: rule.points)
            rows.append(say(Icon(icon), " ", Text(pays(best), bold=True), f"  {best.words.partition('. ')[0]}"))
    rows = list(dict.fromkeys(rows))
    blocks: list[Block] = [Header("How to earn points", "sparkles")]
    blocks.append(Bullets(tuple(rows)) if rows else Say(say("No rule gives points just now.")))
    if not by_thanks:
        blocks.append(Small(say("And more: press How to earn.")))
    return Card("How to earn points", tuple(blocks))


def admin(book: Book, open_: Attention, rules: str, channel: str) -> Card:
    """What waits for an admin, and what is set; `channel` is what to call the one for announcements."""
    needs: list[Runs] = []
    if open_.objections:
        verb = "wait" if open_.objections > 1 else "waits"
        needs.append(say(f"{counted(open_.objections, 'objection')} {verb} for you."))
    if open_.unsent:
        needs.append(
            say(f"{counted(open_.unsent, 'card')} of this week couldn't be delivered. huzzah doctor says why.")
        )
    if open_.dead:
        needs.append(say(f"{counted(open_.dead, 'event')} couldn't be counted. See huzzah dead-letters on the server."))
    buttons = [Button("huzzah", "Rules", "rules"), Button("settings", "Settings")]
    if open_.objections:
        buttons.insert(0, Button("huzzah", "Objections", "objections", "primary"))
    blocks: list[Block] = [Header("For admins", "wrench")]
    if needs:
        blocks.append(Bullets(tuple(needs)))
    blocks += [*at_a_glance(book, channel), Buttons(tuple(buttons)), Small(say(f"{rules}."))]
    return Card("For admins", tuple(blocks))


def outsider() -> Card:
    """A guest or somebody of elsewhere, where the rule book leaves them out."""
    point = "Lovely to have you here!"
    words = "Points and thanks are for the people of this company, so nothing of what you do is counted or kept."
    privacy = Buttons((Button("huzzah", "Privacy", "privacy"),))
    return Card(point, (Header(point, "wave"), Say(say(words)), privacy))


def forgotten() -> Card:
    """Who asked to be forgotten."""
    point = "Nothing is kept of you here"
    words = "You asked to be forgotten, and so it is. A thank-you in your own words works without me. All the best!"
    return Card(point, (Header(point, "wave"), Say(say(words))))


def _mine() -> Mine:
    return Mine(profiles.ana(), leader=True)


def example_me() -> Card:
    """A leader in her third week."""
    return me(_mine(), Book())


def example_welcome() -> Card:
    """Her first look."""
    return welcome(_mine(), Book())


def example_lately() -> Card:
    """A gift with words, and praise."""
    given, *_ = rows_for_examples()
    words = Words("thanks for the calm release")
    ben = (("U2", "Ben Okafor"),)
    return lately((Told(Lately(given, ben, True, False, 2), words), Told(Lately(given, ben, False, True, 0))), "kudos")


def example_earn() -> Card:
    """In short."""
    return earn(small_book())


def example_admin() -> Card:
    """Something waits."""
    return admin(small_book(), Attention(2, 1, 1), "18 rules, 3 of them switched off", "#announcements")


def example_outsider() -> Card:
    """A guest who is left out."""
    return outsider()


def example_forgotten() -> Card:
    """Somebody who was erased."""
    return forgotten()
