"""Joining: `/huzzah coffee` - in and out, pausing, how often, and whom one would rather not meet."""

import re
from dataclasses import replace
from datetime import date

from handlers import people
from handlers.answers import Answer, Note, Open, Refuse
from handlers.calendar import typed
from handlers.cards.blocks import Card
from handlers.cards.coffee import card as cards
from handlers.cards.coffee import circles as circle_cards
from handlers.cards.phrases import short_date
from handlers.celebrations import dates
from handlers.celebrations.entering import barred
from handlers.celebrations.planning import zone_of
from handlers.coffee import circles, setting_up
from handlers.events import ButtonPressed, CommandGiven, DialogSubmitted
from handlers.giving import STRANGER, split
from scoring.giving import mentions_in
from scoring.markup import pieces
from scoring.periods import local_day
from scoring.state import Trait
from storage import coffee
from storage.sealing import WrongKey
from storage.tables import CoffeeCircleRow, CoffeeRow
from storage.transactions import Work

JOIN = frozenset({"join", "in", "yes", "on", "me", "start", "join me", "count me in", "i'm in"})
LEAVE = frozenset({"leave", "out", "off", "no", "stop", "quit", "unsubscribe"})
BACK = frozenset({"back", "resume", "wake", "unpause", "continue", "snooze off", "pause off", "unsnooze"})
HELP = frozenset({"help", "how", "?", "how does it work", "info"})
HOW = "Coffee with a colleague: now and then I bring those together who joined. It goes like this:"
OURS = frozenset({"coffee", "coffees", "roulette", "lunch", "pairing", "pairs", "chat", "chats"})
"""What others call it."""
NOBODY = frozenset({"nobody", "none", "no one", "noone", "off", "clear"})
LONGEST_PAUSE, PAUSE = 366, 28
MOST_AVOIDED = 30
MOST_WEEKS = 52
CLOSED = "Your list can't be opened with the key that is here; an admin can look at `huzzah doctor`."

_PACE = re.compile(
    r"(?i)(?:at most |me |only |my )+every (\d{1,2}|other|second|third) ?(?:weeks?)?|every (\d{1,2}) weeks?"
)
_SPAN = re.compile(r"(?i)\b(?:for )?(\d{1,3}|a|one|two|three) ?(days?|weeks?|months?)\b")
_COUNTS = {"a": 1, "one": 1, "two": 2, "three": 3, "other": 2, "second": 2, "third": 3}
_DAYS = {"d": 1, "w": 7, "m": 30}
_SNOOZE = re.compile(r"(?i)(?:snooze|pause|sleep|skip|not)\b\s*(?P<rest>.*)", re.DOTALL)
_ONCE = re.compile(
    r"skip(?: me)?|not now|(?:skip|pause|snooze|not)(?: for| me)?(?: (?:the|this|my|a|one))?"
    r"(?: (?:next|coming))?(?: (?:one|once|time|round|coffee|week|next|this|once))"
)
"""One round; without a date nobody means four weeks."""
_AVOID = re.compile(r"(?i)(?P<less>stop avoiding|unavoid|don't avoid)\b|avoid(?:ing)?\b|not with\b")


def command(work: Work, event: CommandGiven) -> list[Answer]:
    """`/huzzah coffee …`."""
    if stop := barred(work, event.member):
        return [Note(stop)]
    text = " ".join(event.text.split())
    word = text.casefold().strip(" .!").removeprefix("please ")
    if not word or word in HELP | setting_up.WORDS:
        return _page(work, event.member, word)
    if word in JOIN | LEAVE:
        row = circles.here(work, event.member, event.channel)
        return (_join if word in JOIN else _leave)(work, event.member, row)
    if word in BACK:
        return _pause(work, event.member, 0)
    if found := _AVOID.match(text):
        return _avoid(work, event.member, text[found.end() :], less=bool(found["less"]))
    if _ONCE.fullmatch(word):
        return _skip(work, event.member)
    if found := _SNOOZE.match(text):
        return _snooze(work, event.member, found["rest"])
    # Without a day it is one's own pace, also if an admin says so: rounds of everybody have a day.
    if found := _PACE.fullmatch(text):
        return _pace(work, event.member, found[1] or found[2])
    return circles.arrange(work, event)


def _page(work: Work, member: str, word: str) -> list[Answer]:
    if word in setting_up.WORDS:
        return setting_up.opened(work, member)
    return [Note(cards.how_it_works(HOW, admin=circles.is_admin(work, member)) if word else mine(work, member))]


def meant(work: Work, event: CommandGiven) -> list[Answer]:
    """`/huzzah random coffee`, `/huzzah roulette`, `/huzzah snooze 2 weeks`."""
    words = [word for word in event.text.split() if word.casefold().strip(".!") not in OURS]
    if words and (words[0][0].isdecimal() or words[0].casefold() in ("until", "till", "for", "a")):
        words = ["pause", *words]
    return command(work, replace(event, text=" ".join(words)))


def mine(work: Work, member: str) -> Card:
    """Which circles there are, and one's part in them."""
    shown = tuple(circles.shown(work, row, member) for row in circles.seen(work, member))
    paired = not work.member(member).traits & Trait.NO_PAIR
    today = local_day(zone_of(work, member), work.now)
    return circle_cards.mine(circle_cards.Mine(shown, today, paired, circles.is_admin(work, member)))


def join(work: Work, event: ButtonPressed) -> list[Answer]:
    """“Join”, on the card in a channel and on one's own."""
    if stop := barred(work, event.member):
        return [Note(stop)]
    row = circles.found(work, event.member, event.value)
    if row is None and event.value != "0":
        return [Note(cards.told("There are no such rounds any more.", "What there is: /huzzah coffee"))]
    return _join(work, event.member, row)


def leave(work: Work, event: ButtonPressed) -> list[Answer]:
    """“Leave”."""
    return _leave(work, event.member, circles.found(work, event.member, event.value))


def _join(work: Work, member: str, row: CoffeeCircleRow | None) -> list[Answer]:
    if row is None:
        if circles.seen(work, member):
            return [Note(mine(work, member))]
        row = coffee.found_circle(work, "", "")
    part = coffee.joined(work, row.circle, member)
    if part is None:
        part = CoffeeRow(workspace=work.workspace, circle=row.circle, member=member, weeks=0, snoozed=0, made=work.now)
        # Everybody who joined has a list, so that its being there says nothing.
        coffee.avoid(work, member, _avoided(work, member) or ())
    part.state = coffee.ON
    coffee.keep(work, part)
    if work.member(member).traits & Trait.NO_PAIR:
        return [Note(mine(work, member))]
    rhythm = circles.rhythm(work, row, member)
    when = f"Coffee is {rhythm}." if rhythm else "The rounds begin as soon as an admin says when."
    return [Note(cards.told(f"You are in! {when}", "To pause, leave or name wishes: /huzzah coffee"))]


def _leave(work: Work, member: str, row: CoffeeCircleRow | None) -> list[Answer]:
    part = coffee.joined(work, row.circle, member) if row else None
    if part is None or part.state != coffee.ON:
        return [Note(cards.told("You aren't in any round here.", "What there is: /huzzah coffee"))]
    part.state = coffee.OFF
    coffee.keep(work, part)
    return [Note(cards.told("You left. Come back any time: /huzzah coffee join"))]


def _parts(work: Work, member: str) -> list[CoffeeRow]:
    found = (coffee.joined(work, row.circle, member) for row in circles.seen(work, member))
    return [part for part in found if part is not None and part.state == coffee.ON]


def snooze(work: Work, event: ButtonPressed) -> list[Answer]:
    """“Pause for 4 weeks”."""
    return _pause(work, event.member, local_day(zone_of(work, event.member), work.now) + PAUSE)


def wake(work: Work, event: ButtonPressed) -> list[Answer]:
    """“Take part again”."""
    return _pause(work, event.member, 0)


def _snooze(work: Work, member: str, text: str) -> list[Answer]:
    until = until_of(work, member, text) if text.strip() else local_day(zone_of(work, member), work.now) + PAUSE
    return [Note(cards.how_it_works(until))] if isinstance(until, str) else _pause(work, member, until)


def until_of(work: Work, member: str, text: str) -> int | str:
    """The first day (ordinal) after a pause as somebody typed it, or what is wrong with it."""
    zone = zone_of(work, member)
    today = local_day(zone, work.now)
    if found := _SPAN.search(text):
        many = _COUNTS.get(found[1].lower()) or int(found[1])
        until = today + many * _DAYS[found[2][0].lower()]
    else:
        until = _day(text, zone, today, work)
    if until <= today:
        return "Until when do you pause? Write it like 14 March, or 2 weeks."
    return until if until <= today + LONGEST_PAUSE else "That is more than a year; better leave, and come back then."


def _day(text: str, zone: str, today: int, work: Work) -> int:
    dated = dates.read(text, today)
    if dated.date:
        year = dated.year or date.fromordinal(today).year
        day = dates.day_in(dated.date, "02-28", min(max(year, date.min.year), date.max.year - 1))
        return day if dated.year or day > today else dates.day_in(dated.date, "02-28", year + 1)
    found = typed.deadline(text.strip().removeprefix("until").strip(), zone, work.now)
    return 0 if found.problem else local_day(zone, found.at)


def _pause(work: Work, member: str, until: int) -> list[Answer]:
    parts = _parts(work, member)
    for part in parts:
        part.snoozed = until
        coffee.keep(work, part)
    if not parts:
        return [Note(cards.told("You aren't in any round, so there is nothing to pause.", "Join: /huzzah coffee join"))]
    if not until:
        return [Note(cards.told("Welcome back! You take part again from the next round on."))]
    today = local_day(zone_of(work, member), work.now)
    return [Note(cards.told(f"You pause until {short_date(until, today)}.", "Earlier: /huzzah coffee back"))]


def _skip(work: Work, member: str) -> list[Answer]:
    zone, days = zone_of(work, member), list[int]()
    for row in circles.seen(work, member):
        part = coffee.joined(work, row.circle, member)
        due = coffee.next_of(work, row.entry) if row.entry else 0
        if part is not None and part.state == coffee.ON and due:
            part.snoozed = max(part.snoozed, local_day(zone, due) + 1)
            coffee.keep(work, part)
            days.append(local_day(zone, due))
    if not days:
        return [Note(cards.told("No round with you is planned, so none to skip.", "Join: /huzzah coffee join"))]
    when = short_date(min(days), local_day(zone, work.now))
    point = f"You skip the next round, {when}, and are in again after it."
    return [Note(cards.told(point, "Back: /huzzah coffee back"))]


def _pace(work: Work, member: str, typed_number: str) -> list[Answer]:
    weeks = _COUNTS.get(typed_number.lower()) or int(typed_number)
    parts = _parts(work, member)
    if not parts or not 1 <= weeks <= MOST_WEEKS:
        return [Note(cards.how_it_works("Join first, then say how often." if not parts else "Up to 52 weeks."))]
    for part in parts:
        part.weeks = weeks
        coffee.keep(work, part)
    often = "every week" if weeks == 1 else f"every {weeks} weeks"
    day = f"To change the rounds of everybody, name a day: /huzzah coffee {often} on monday 10:00"
    return [Note(cards.told(f"Noted: for you at most {often}.", day if circles.is_admin(work, member) else ""))]


def _avoided(work: Work, member: str) -> list[str] | None:
    try:
        return coffee.avoided(work, member)
    except WrongKey:
        return None


def _avoid(work: Work, member: str, text: str, *, less: bool) -> list[Answer]:
    before = _avoided(work, member)
    if before is None:
        return [Note(cards.told(CLOSED))]
    if text.casefold().strip(" .!") in NOBODY:
        coffee.avoid(work, member, ())
        return [Note(cards.avoiding(()))]
    resolved = people.resolve(work, text)
    named = [who for who, group in mentions_in(pieces(resolved.text)).values() if not group and who != member]
    problem = resolved.problem or (STRANGER if people.strangers(work, named) else "")
    if problem or (text.strip() and not named):
        return [Note(cards.how_it_works(problem or "Whom? Write /huzzah coffee avoid and a name with @."))]
    after = [who for who in before if who not in named] if less else list(dict.fromkeys([*before, *named]))
    if len(after) > MOST_AVOIDED:
        return [Note(cards.told(f"A list has room for {MOST_AVOIDED} people."))]
    if after != before:
        coffee.avoid(work, member, after)
    return [Note(cards.avoiding(tuple(people.persons(work, after).values())))]


def form(work: Work, event: ButtonPressed) -> list[Answer]:
    """“My wishes”."""
    if stop := barred(work, event.member):
        return [Note(stop)]
    avoided = _avoided(work, event.member)
    if avoided is None:
        return [Note(cards.told(CLOSED))]
    today = local_day(zone_of(work, event.member), work.now)
    parts = _parts(work, event.member)
    until = max((part.snoozed for part in parts), default=0)
    pause = date.fromordinal(until).isoformat() if until > today else ""
    return [Open(circle_cards.form(max((part.weeks for part in parts), default=0), pause, tuple(avoided)))]


def submitted(work: Work, event: DialogSubmitted) -> list[Answer]:
    """One's wishes as they were left."""
    if stop := barred(work, event.member):
        return [Note(stop)]
    typed_weeks, typed_pause = event.fields.get("weeks", "0"), event.fields.get("snooze", "").strip()
    until = until_of(work, event.member, typed_pause) if typed_pause else 0
    avoided = [who for who in split(event.fields.get("avoid", "")) if who != event.member]
    errors = {"snooze": until} if isinstance(until, str) else {}
    if people.strangers(work, avoided) or len(avoided) > MOST_AVOIDED:
        errors["avoid"] = STRANGER if len(avoided) <= MOST_AVOIDED else f"A list has room for {MOST_AVOIDED} people."
    if not (typed_weeks.isascii() and typed_weeks.isdecimal() and int(typed_weeks[:4]) <= MOST_WEEKS):
        errors["weeks"] = "Choose one from the list."
    if errors or isinstance(until, str):
        return [Refuse(errors)]
    for part in _parts(work, event.member):
        part.weeks, part.snoozed = int(typed_weeks), until
        coffee.keep(work, part)
    coffee.avoid(work, event.member, avoided)
    return [Note(mine(work, event.member))]
