"""Days: friendly days of the year and merry public holidays near by, as something to ask about."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import holidays

SATURDAY = 5
PROMPT, POLL, CONTEST = "prompt", "poll", "contest"


@dataclass(frozen=True, slots=True)
class Day:
    """A day worth a question: what it becomes, in which words, with which options."""

    name: str
    words: str
    kind: str = PROMPT
    options: tuple[str, ...] = ()


FRIENDLY: Mapping[str, Day] = {
    "01-13": Day("Sticker Day", "What sticks on your laptop, fridge or notebook, and why?"),
    "02-09": Day(
        "Pizza Day",
        "The best pizza in the world has…",
        POLL,
        ("A crisp crust", "A thick one", "Pineapple", "Nothing but cheese"),
    ),
    "02-13": Day("World Radio Day", "Which song would you have played for everybody here today?"),
    "02-17": Day("Random Acts of Kindness Day", "What small kindness has stayed with you?"),
    "03-03": Day("World Wildlife Day", "Show us the wildest animal you have met, pigeons included.", CONTEST),
    "03-14": Day("Pi Day", "Which number follows you through life?"),
    "03-20": Day("International Day of Happiness", "What made you smile this week?"),
    "03-21": Day("World Poetry Day", "Your day in seventeen syllables, please. Counting is optional."),
    "03-27": Day("World Theatre Day", "A play is made of your working day. What is it called?"),
    "04-22": Day("Earth Day", "Show us your favourite place under the open sky.", CONTEST),
    "04-23": Day("World Book Day", "Which book would you press into a colleague's hands?"),
    "04-30": Day(
        "International Jazz Day",
        "Music while you work?",
        POLL,
        ("Always", "Only without words", "Silence, please", "I am the music"),
    ),
    "05-04": Day("Star Wars Day", "Which film can you quote by heart?"),
    "05-20": Day("World Bee Day", "What are you busy as a bee with?"),
    "05-21": Day(
        "International Tea Day", "In your cup this morning:", POLL, ("Black tea", "Green tea", "Herbs", "Coffee, sorry")
    ),
    "06-03": Day(
        "World Bicycle Day",
        "How do you get to work?",
        POLL,
        ("By bike", "On foot", "By train or bus", "By car", "I am there already"),
    ),
    "06-05": Day("World Environment Day", "Which small habit of yours is good for the planet?"),
    "06-08": Day("World Oceans Day", "Show us the sea, a lake, or at least a puddle.", CONTEST),
    "06-21": Day("Make Music Day", "Which instrument do you play, or wish you did?"),
    "07-17": Day("World Emoji Day", "Tell us about your week in exactly three emoji."),
    "07-20": Day("International Chess Day", "Which game can you play for hours?"),
    "07-30": Day("International Day of Friendship", "Whom here would you like to thank for good company?"),
    "08-08": Day("International Cat Day", "Cats, please. Borrowed ones count.", CONTEST),
    "08-19": Day("World Photography Day", "Your favourite picture on your phone that you may show here.", CONTEST),
    "08-26": Day("Dog Day", "Dogs, please. Those met on a walk count.", CONTEST),
    "09-13": Day("Programmers' Day", "Which small program, formula or trick saves you most time?"),
    "09-19": Day("Talk Like a Pirate Day", "Say what ye work on, in the words of a pirate."),
    "09-26": Day("European Day of Languages", "Which word of another language should everybody know?"),
    "10-01": Day(
        "International Coffee Day", "Coffee is…", POLL, ("Fuel", "A ritual", "An excuse to talk", "Not for me")
    ),
    "10-05": Day("World Teachers' Day", "Who taught you something you use every day?"),
    "10-25": Day(
        "World Pasta Day",
        "The one true shape of pasta:",
        POLL,
        ("Spaghetti", "Penne", "Fusilli", "Farfalle", "Lasagne"),
    ),
    "11-13": Day("World Kindness Day", "Who was kind to you lately? Say it here, they will be glad."),
    "11-21": Day("World Hello Day", "How does one say hello where you grew up?"),
    "12-11": Day(
        "International Mountain Day", "Mountains or the sea?", POLL, ("Mountains", "The sea", "A city", "My sofa")
    ),
}
"""Month and day -> what may be asked; our own words."""

NAMED = (
    "new year's", "labor day", "labour day", "may day", "national day", "independence day", "republic day", "unity day",
    "constitution day", "youth day", "children's day", "midsummer", "family day", "heritage day",
    "bank holiday", "canada day", "king's day", "greenery day", "mountain day", "marine day",
    "sports day", "culture day",
)  # fmt: skip
"""Public holidays, in English, on which people are merry; of those of faith and sorrow we keep quiet."""
NOT_MERRY = (
    "australia day", "thanksgiving", "juneteenth", "observance", "memorial", "remembrance", "anzac", "restoration",
)  # fmt: skip
HOLIDAY = "Free or on shift: what are you looking forward to that day?"
AHEAD = 4
"""So many days before a public holiday it may be asked about."""


def friendly(days: Iterable[int]) -> Iterator[tuple[int, Day]]:
    """The friendly days among these ordinals."""
    for day in days:
        found = FRIENDLY.get(f"{date.fromordinal(day):%m-%d}")
        if found:
            yield day, found


def holiday(country: str, today: int) -> tuple[int, Day] | None:
    """A merry public holiday on one of the next days that people would work on; None if there is none."""
    for day in range(today + 1, today + 1 + AHEAD):
        name = _names(country, date.fromordinal(day).year).get(day, "")
        lowered = name.lower()
        is_merry = any(word in lowered for word in NAMED) and not any(word in lowered for word in NOT_MERRY)
        if is_merry and date.fromordinal(day).weekday() < SATURDAY:
            return day, Day(name.removesuffix(" (observed)"), HOLIDAY)
    return None


@lru_cache(maxsize=64)
def _names(country: str, year: int) -> Mapping[int, str]:
    if not country:
        return {}
    try:
        found = holidays.country_holidays(country, years=year, language="en_US")
    except (NotImplementedError, KeyError):
        return {}
    return {day.toordinal(): name for day, name in found.items()}
