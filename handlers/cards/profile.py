"""The profile: points, coins, level, streak, badges, and what may still be given."""

from handlers.cards.blocks import (
    Block,
    Bullets,
    Button,
    Buttons,
    Card,
    Fields,
    Header,
    Icon,
    Progress,
    Run,
    Runs,
    Say,
    Small,
    Text,
    When,
    say,
)
from scoring.book import Allowance, Badge, Book, Level
from scoring.book_words import counted
from scoring.state import Member, Trait
from storage.boards import Rank
from storage.profiles import Giving, Near, Profile

FORGOTTEN = "You asked to be forgotten; nothing is counted for you."
PERIOD = {"day": "today", "week": "this week", "month": "this month"}


def card(profile: Profile, book: Book, *, day_off: bool = False) -> Card:
    """A member's own profile; on a day off a streak can't start."""
    icon = profile.level.emoji if profile.level else "star"
    blocks: list[Block] = [
        Header(profile.member.name or "You", icon),
        Fields(tuple(_fields(profile, book, day_off=day_off))),
    ]
    blocks += _level(profile)
    if not profile.member.traits & book.not_giving:
        blocks.append(Say(giving(profile.giving, book)))
    blocks += _badges(profile)
    if profile.member.traits & Trait.NO_SCORE:
        blocks.append(Small(say("You asked not to be scored. /huzzah privacy changes that.")))
    elif profile.member.traits & Trait.HIDDEN:
        blocks.append(Small(say("Only you see this; you are not shown on boards.")))
    elif words := part(profile.member, book):
        blocks.append(Small(say(words)))
    blocks.append(
        Buttons(
            (
                Button("huzzah", "Why these points?", "why"),
                Button("huzzah", "How do I earn more?", "earn"),
                Button("huzzah", "Privacy", "privacy"),
            )
        )
    )
    return Card(f"You have {counted(profile.points, 'point')}", tuple(blocks))


def _fields(profile: Profile, book: Book, *, day_off: bool) -> list[tuple[str, Runs]]:
    name = book.currency_name.capitalize()
    pairs: list[tuple[str, Runs]] = [
        ("Points", say(Text(str(profile.points), bold=True))),
        ("Coins", say(Text(str(profile.coins), bold=True))),
        (f"{name} received", say(str(profile.received))),
        (f"{name} given", say(str(profile.given))),
    ]
    if profile.level:
        pairs.append(("Level", say(Icon(profile.level.emoji), " ", profile.level.name)))
    pairs.append(("Streak", _streak(profile, day_off=day_off)))
    if profile.week:
        pairs.append(("This week", say(f"number {profile.week.rank} of {profile.week.of_people}")))
    return pairs


def _streak(profile: Profile, *, day_off: bool) -> Runs:
    flame: list[Run] = [Icon("fire"), Text(" ")] if profile.run else []
    run = f"{counted(profile.run, 'working day')} in a row" if profile.run else starts(day_off=day_off)
    if profile.best > profile.run:
        run += f" (best: {profile.best})"
    return say(*flame, run)


def starts(*, day_off: bool) -> str:
    """When a streak begins."""
    return "starts on your next working day" if day_off else "starts with your next message"


def _level(profile: Profile) -> list[Block]:
    following = profile.next_level
    if following is None:
        return []
    label = f"To “{following.name}”: {following.at - profile.points} to go"
    return [Progress(label, max(profile.points, 0), following.at)]


def giving(given: Giving, book: Book) -> Runs:
    """What may still be given, and when it renews."""
    what: Run = Icon(book.currency_emoji[0]) if book.currency_emoji else Text(book.currency_name)
    period = PERIOD.get(given.per, "")
    if not given.left:
        return say("You have given everything for ", period, ". It renews ", When(given.renews), ".")
    return say(
        "You can give ", Text(f"{given.left} of {given.allowance}", bold=True), " ", what, f" {period}. It renews ",
        When(given.renews), ".",
    )  # fmt: skip


def part(member: Member, book: Book) -> str:
    """What guests and people of elsewhere are told of the part they take; nothing for everybody else."""
    if member.traits & book.outside:
        return "You take no part here: your admins left guests and people from elsewhere out."
    if member.traits & book.not_giving:
        return "Colleagues can thank you here, and that earns you points. Giving is for the people who work here."
    if member.traits & book.not_scored & ~Trait.NO_SCORE:
        return "Here you earn by being thanked. That is how your admins set it for you."
    return ""


def _badges(profile: Profile) -> list[Block]:
    blocks: list[Block] = []
    if profile.badges:
        runs: list[Runs] = [
            say(Icon(badge.emoji), " ", Text(badge.name, bold=True), f" - {badge.words}") for badge, _ in profile.badges
        ]
        blocks += [Header(f"Badges ({len(profile.badges)})"), Bullets(tuple(runs))]
    if profile.near:
        blocks.append(Header("Close to"))
        blocks += [
            Progress(f"{near.badge.name} - {near.badge.words}", near.have, near.badge.at) for near in profile.near
        ]
    return blocks


def forgotten() -> Card:
    """Who asked to be forgotten has no profile."""
    return Card(FORGOTTEN, (Say(say(FORGOTTEN)),))


def ana() -> Profile:
    """Somebody in their third week, for the examples of cards."""
    badge = Badge("first-thanks", "First thanks", "tada", "thanked", 1, "Thanked a colleague for the first time")
    near = Near(Badge("five", "Grateful", "sunflower", "thanked", 5, "Thanked five different people"), 3)
    return Profile(
        id="U1", member=Member("Ana Sousa"), points=37, coins=8, given=6, received=8,
        level=Level(20, "Seedling", "seedling"), next_level=Level(60, "Good neighbour", "house_with_garden"),
        run=4, best=9, badges=((badge, 1_760_000_000_000_000),), near=(near,),
        giving=Giving(3, 5, "day", 1_760_054_400_000_000), week=Rank(4, 12, 31),
    )  # fmt: skip


def example() -> Card:
    """Somebody in their third week."""
    return card(ana(), Book(allowance=Allowance()))
