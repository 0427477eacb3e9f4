"""Signing: colleagues are asked privately some days before, write a wish, change it, or take it back."""

from urllib.parse import urlsplit

from handlers import people
from handlers.answers import Answer, Note, Open, Post, Refuse, Whisper
from handlers.calendar import looking
from handlers.calendar.exceptions import Exceptions
from handlers.calendar.firing import Firing, read_details
from handlers.calendar.slots import MINUTES, coming
from handlers.cards.blocks import Card
from handlers.cards.celebrations import wishes as cards
from handlers.cards.celebrations.card import Occasion, Wish, marks
from handlers.celebrations import planning
from handlers.celebrations.dates import year_of
from handlers.celebrations.entering import barred
from handlers.celebrations.handing import key_of, occasion_for, written, years
from handlers.events import ButtonPressed, DialogSubmitted
from scoring.facts import Micros
from scoring.markup import escape, unescape
from scoring.periods import DAY, local_day, midnight
from scoring.state import Trait
from storage import calendar, celebrations, outbox, places
from storage.celebrations import CHOSEN, INVITED, OPEN, POSTED, PRIVATE, SAID, SIGNED
from storage.tables import CalendarRow, GreetingRow, SpecialDayRow, WishRow
from storage.transactions import Work

MOST_ASKED = 15
MOST_WORDS = 600
MOST_MARKS = 100
"""Of them the platforms show as many in one quotation."""
LONGEST_ADDRESS = 1_000
LATEST = 14 * DAY
"""After which a wish is too late."""
OVER = "That day is over. Say it to them yourself: it is never too late for that."
OWN = "This one is for you: lean back and enjoy it."
NOTHING = "There is nothing to sign here any more."


def fire(work: Work, firing: Firing) -> list[Answer]:
    """Once a day in each zone: those of its people who are chosen are asked to sign what comes up."""
    customs = celebrations.customs(work)
    if customs.ahead <= 0:
        return []
    answers, until = list[Answer](), _until_when(work, firing, customs.ahead)
    for entry in celebrations.soon(work, until):
        row = calendar.find(work, entry)
        day = celebrations.day_of(work, row.member, row.topic) if row else None
        if row is None or day is None or day.state != celebrations.ON or planning.is_left_alone(work, row.member):
            continue
        # What stands in the row is when to look at it again, which may be earlier than the day itself.
        slots = looking.ahead(work, row, until)
        for slot in slots[:1]:
            year = year_of(day.date, day.leap, _day(row, slot.slot))
            if day.celebrated < year and years(day, year) >= 0:
                answers += _ask(work, _card(work, day, year), slot.due, firing.place)
    return answers


def _day(row: CalendarRow, slot: int) -> int:
    # Who told us late has an entry of one moment, which says itself for which day it is.
    return int(read_details(row.details).get("day", 0)) or slot // MINUTES


def _until_when(work: Work, firing: Firing, ahead: int) -> Micros:
    # Nobody is asked on free days: what can't wait for the next day on which people are asked is asked about now.
    zone = firing.place or work.book.settings.zone
    following = local_day(zone, work.now) + 1
    row = calendar.find(work, firing.entry)
    grounds = looking.grounds_of(work, row) if row else []
    ground = next((each for each in grounds if each.place == firing.place), None)
    if row is not None and ground is not None:
        slot = next(coming(looking.plan_of(row), ground, Exceptions(), work.now), None)
        following = max(following, local_day(zone, slot.due)) if slot else following
    return midnight(zone, following + ahead) - 1


def _card(work: Work, day: SpecialDayRow, year: int) -> GreetingRow:
    found = celebrations.greeting_of(work, day.member, day.kind, year)
    return found or celebrations.open_card(work, day.member, day.kind, year, signers(work, day.member))


def signers(work: Work, member: str) -> list[str]:
    """Who is asked: colleagues who have had to do with somebody, at most so many."""
    known = celebrations.acquainted(work, member)
    out = work.book.outside | int(Trait.BOT | Trait.EXTERNAL | Trait.DEACTIVATED | Trait.FORGOTTEN)
    found = work.members(known)
    return [each for each in known if each != member and found[each].name and not found[each].traits & out][:MOST_ASKED]


def _ask(work: Work, greeting: GreetingRow, until: Micros, place: str) -> list[Answer]:
    if greeting.state != OPEN:
        return []
    occasion = occasion_for(work, greeting)
    answers: list[Answer] = []
    for wish in celebrations.wishes(work, greeting.greeting, (CHOSEN,)):
        zone = planning.zone_of(work, wish.author)
        if occasion is None or (place and zone != place) or _is_away(work, wish.author, local_day(zone, work.now)):
            continue
        wish.state = INVITED
        celebrations.keep(work, wish)
        answers.append(Whisper(wish.author, cards.invitation(greeting.greeting, occasion, until)))
    return answers


def _is_away(work: Work, member: str, day: int) -> bool:
    return work.look(lambda state: state.count((day, "absent", member, ""))) > 0


def pressed(work: Work, event: ButtonPressed) -> list[Answer]:
    """“Sign the card”, “Add a wish”, “Change it”: the form."""
    greeting = _find(work, event.value)
    if problem := _refusal(work, event.member, greeting):
        return [Note(problem)]
    occasion = occasion_for(work, greeting) if greeting else None
    if greeting is None or occasion is None:
        return [Note(cards.told(NOTHING))]
    row = celebrations.wish(work, greeting.greeting, event.member)
    wish = written(row, "") if row is not None and row.state == SIGNED else None
    shown = Wish(wish.author, unescape(wish.markup), wish.picture) if wish else None
    announced = greeting.state == POSTED or (greeting.state == OPEN and bool(planning.room_for(work, greeting.member)))
    return [Open(cards.form(greeting.greeting, occasion, shown, announced=announced))]


def _find(work: Work, number: str) -> GreetingRow | None:
    fits = number.isascii() and number.isdecimal() and len(number) <= 12
    return celebrations.greeting(work, int(number)) if fits else None


def _refusal(work: Work, member: str, greeting: GreetingRow | None) -> Card | None:
    if stop := barred(work, member):
        return stop
    if greeting is None or planning.is_left_alone(work, greeting.member):
        return cards.told(NOTHING)
    if member == greeting.member:
        return cards.told(OWN)
    row = celebrations.wish(work, greeting.greeting, member)
    if greeting.state == OPEN:
        # Who wasn't asked doesn't hear of it by guessing numbers.
        return None if row is not None else cards.told(NOTHING)
    if greeting.state not in (POSTED, PRIVATE) or places.is_closed(work, member, greeting.channel):
        return cards.told(NOTHING)
    if greeting.state == PRIVATE and row is None:
        return cards.told(NOTHING)
    if row is not None and row.state == SAID:
        late = row.at >= greeting.at
        return cards.there_already(late=late, alone=greeting.state == PRIVATE)
    return cards.told(OVER) if work.now > greeting.at + LATEST else None


def submitted(work: Work, event: DialogSubmitted) -> list[Answer]:
    """A wish, or two empty fields, which take it back."""
    greeting = _find(work, event.context)
    if problem := _refusal(work, event.member, greeting):
        return [Note(problem)]
    occasion = occasion_for(work, greeting) if greeting else None
    if greeting is None or occasion is None:
        return [Note(cards.told(NOTHING))]
    words = event.fields.get("words", "").strip()
    picture = event.fields.get("picture", "").strip()
    errors = _errors(words, picture)
    if errors:
        return [Refuse(errors)]
    row = celebrations.wish(work, greeting.greeting, event.member)
    if not words and not picture:
        if row is None or row.state != SIGNED:
            return [Refuse({"words": "Write a wish, however short: a few words are enough."})]
        return [Note(_taken_back(work, greeting, row, occasion))]
    row = row or celebrations.wish_of(work, greeting.greeting, event.member)
    row.state, row.markup, row.picture, row.at = SIGNED, escape(words), picture, work.now
    celebrations.keep(work, row)
    if greeting.state == OPEN:
        wish = written(row, people.person(work, event.member).name)
        return [Note(cards.signed(greeting.greeting, occasion, wish, _until(work, greeting)))]
    return _late(work, greeting, row, occasion)


def _errors(words: str, picture: str) -> dict[str, str]:
    errors = {}
    if len(words) > MOST_WORDS:
        errors["words"] = f"That is {len(words)} characters, and a card has room for {MOST_WORDS} from each."
    elif marks(escape(words)) > MOST_MARKS:
        errors["words"] = "That doesn't fit on a card. Leave out some of the emoji, or put it on fewer lines."
    if picture and not _is_address(picture):
        errors["picture"] = "Write the address of a picture, beginning with https://, or leave this empty."
    return errors


def _is_address(picture: str) -> bool:
    # One that a platform wouldn't show is refused now, or it would be missing from the card.
    if not picture.isprintable() or len(picture) > LONGEST_ADDRESS or set(picture) & set(' <>|"`'):
        return False
    try:
        return picture.startswith("https://") and bool(urlsplit(picture).netloc)
    except ValueError:
        return False


def _until(work: Work, greeting: GreetingRow) -> Micros:
    day = celebrations.day_of(work, greeting.member, greeting.kind)
    row = calendar.find(work, day.entry) if day and day.entry else None
    return row.next if row is not None and row.next > work.now else 0


def _late(work: Work, greeting: GreetingRow, row: WishRow, occasion: Occasion) -> list[Answer]:
    wish = written(row, people.person(work, row.author).name)
    row.state, row.markup, row.picture = SAID, "", ""
    celebrations.keep(work, row)
    if greeting.state == PRIVATE:
        card = cards.late(wish, occasion, alone=True)
        return [Note(cards.sent(occasion, None)), Whisper(greeting.member, card)]
    place, key = people.place(work, row.author, greeting.channel), key_of(greeting.greeting)
    # The card may be on its way yet: then this follows it.
    post = Post(greeting.channel, cards.late(wish, occasion), outbox.remote_of(work, key), by=row.author, below=key)
    return [Note(cards.sent(occasion, place)), post]


def unsign(work: Work, event: ButtonPressed) -> list[Answer]:
    """“Take it back”: possible until the card is handed over."""
    greeting = _find(work, event.value)
    if problem := _refusal(work, event.member, greeting):
        return [Note(problem)]
    occasion = occasion_for(work, greeting) if greeting else None
    row = celebrations.wish(work, greeting.greeting, event.member) if greeting else None
    if greeting is None or occasion is None or row is None or row.state != SIGNED:
        return [Note(cards.told("There is no wish of yours on that card."))]
    return [Note(_taken_back(work, greeting, row, occasion))]


def _taken_back(work: Work, greeting: GreetingRow, row: WishRow, occasion: Occasion) -> Card:
    row.state, row.markup, row.picture = INVITED, "", ""
    celebrations.keep(work, row)
    return cards.unsigned(greeting.greeting, occasion)
