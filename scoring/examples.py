"""Examples of every rule of the default book: a story that earns, and one that doesn't, with the reason."""

from scoring.example import Example, earns, nothing
from scoring.stories import (
    DAYS,
    HOURS,
    SENTENCES,
    WEEKS,
    WORD,
    Story,
    answered,
    asked,
    called,
    known,
    praised,
    reacted,
    said,
    showed,
    thanked,
)
from scoring.taking_part_examples import TAKING_PART

__all__ = ["EXAMPLES", "Example"]

PEOPLE = ("ben", "eva", "finn", "gil", "hana", "ida", "jon", "kim", "lea", "max", "noa", "oli")
LEADER = known("ben", roles="leader")
NEWCOMER = known("nia", joined=-2 * DAYS)
OLDTIMER = known("nia", joined=-90 * DAYS)


def _everyone_answers(number: int) -> Story:
    return tuple(answered(person, when=place) for place, person in enumerate(PEOPLE[:number], 1))


_RECOGNITION = (
    earns("gift-received", {"ana": 1}, "one given is one point", thanked("ben", "ana")),
    earns("gift-received", {"ana": 3}, "each unit counts", thanked("ben", "ana", units=3)),
    earns("gift-received", {"ana": 2, "eva": 2}, "each person gets all of it", thanked("ben", "ana eva", units=2)),
    earns(
        "gift-received", {"ana": 1}, "reacting with the currency gives one", said("ana"), reacted("ben", emoji="tada")
    ),
    earns(
        "gift-received",
        {"ana": 10},
        "ten a week from one person",
        *(thanked("ben", "ana", day * DAYS, units=5) for day in range(3)),
    ),
    earns(
        "gift-received",
        {"ana": 15},
        "and ten the week after",
        *(thanked("ben", "ana", week * WEEKS, units=5) for week in range(3)),
    ),
    nothing("gift-received", "thanking oneself gives nothing", thanked("ana", "ana")),
    nothing("gift-received", "more than the allowance gives nothing at all", thanked("ben", "ana", units=6)),
    nothing("gift-received", "a plain message gives nothing", said("ben", people=("ana",))),
    earns("gift-given", {"ana": 1}, "one for the first thanks", thanked("ana", "ben")),
    earns("gift-given", {"ana": 2}, "one for each person", thanked("ana", "ben eva")),
    earns("gift-given", {"ana": 2}, "at most two a week for the same person", thanked("ana", "ben", units=5)),
    earns(
        "gift-given",
        {"ana": 1},
        "the second thanks to the same person are worth half, and half a point is none",
        thanked("ana", "ben"),
        thanked("ana", "ben", DAYS),
    ),
    nothing("gift-given", "giving to oneself earns nothing", thanked("ana", "ana")),
    earns(
        "shoutout-received", {"ana": 10, "eva": 10}, "ten for each person praised", LEADER, praised("ben", "ana eva")
    ),
    nothing("shoutout-received", "only leaders call shout-outs", praised("ben", "ana")),
    earns(
        "shoutout-given", {"ben": 2}, "two for the leader, however many are praised", LEADER, praised("ben", "ana eva")
    ),
    earns(
        "shoutout-given",
        {"ben": 6},
        "three a week are paid",
        LEADER,
        *(praised("ben", "ana", day * DAYS) for day in range(5)),
    ),
    nothing("shoutout-given", "praising oneself is no shout-out", LEADER, praised("ben", "ben")),
)

_TALKING = (
    earns(
        "welcome",
        {"ana": 3},
        "the first answer to a newcomer",
        NEWCOMER,
        said("nia"),
        answered("ana"),
        answered("ben", when=2),
    ),
    earns("welcome", {"ana": 3}, "one may be shorter than a line", NEWCOMER, said("nia"), answered("ana", length=WORD)),
    earns(
        "welcome",
        {"ana": 3},
        "once a week for each newcomer",
        NEWCOMER,
        said("nia"),
        answered("ana"),
        said("nia", "n", 60),
        answered("ana", "n", 61),
    ),
    nothing("welcome", "who has been here for months is no newcomer", OLDTIMER, said("nia"), answered("ana")),
    nothing("welcome", "newcomers don't welcome themselves", NEWCOMER, said("nia"), answered("nia")),
    earns("message", {"ana": 1}, "a line in a channel", said("ana")),
    earns(
        "message",
        {"ana": 3},
        "three a day, some time apart",
        *(said("ana", f"m{hour}", hour * HOURS) for hour in range(6)),
    ),
    earns(
        "message",
        {"ana": 2},
        "not again within twenty minutes",
        said("ana"),
        said("ana", "n", 19),
        said("ana", "o", 20),
    ),
    nothing("message", "less than ten letters say little", said("ana", length=WORD)),
    nothing("message", "an answer in a thread is a reply", answered("ana")),
    earns("reply", {"ana": 1}, "an answer to somebody", said("ben"), answered("ana")),
    earns(
        "reply",
        {"ana": 2},
        "twice in one thread",
        said("ben"),
        *(answered("ana", when=minute) for minute in range(1, 9)),
    ),
    earns(
        "reply",
        {"ana": 5},
        "five a day",
        *(
            fact
            for place, person in enumerate(PEOPLE)
            for fact in (said(person, person), answered("ana", person, place))
        ),
    ),
    nothing("reply", "answering oneself", said("ana"), answered("ana")),
    nothing("reply", "an answer of two letters", said("ben"), answered("ana", length=WORD)),
    earns("thorough-answer", {"ana": 1}, "a few sentences", said("ben"), answered("ana", length=SENTENCES)),
    earns(
        "thorough-answer",
        {"ana": 1},
        "one for each thread",
        said("ben"),
        answered("ana", length=SENTENCES),
        answered("ana", when=2, length=SENTENCES),
    ),
    nothing("thorough-answer", "a line is not thorough", said("ben"), answered("ana")),
    earns("question", {"ana": 2}, "a question in a channel", asked("ana")),
    earns("question", {"ana": 4}, "two a day", *(asked("ana", f"m{hour}", hour * HOURS) for hour in range(4))),
    nothing(
        "question", "a question in a thread belongs to the conversation", said("ben"), asked("ana", "n", 1, thread="m")
    ),
    nothing("question", "just a question mark", asked("ana", length=WORD)),
    earns("thread-joined", {"ana": 3}, "three others answer", said("ana"), *_everyone_answers(3)),
    earns("thread-joined", {"ana": 3}, "once for each thread", said("ana"), *_everyone_answers(8)),
    nothing("thread-joined", "two others aren't three", said("ana"), *_everyone_answers(2)),
    nothing(
        "thread-joined",
        "one who answers three times is one",
        said("ana"),
        *(answered("ben", when=minute) for minute in (1, 2, 3)),
    ),
    earns("big-thread", {"ana": 3}, "eight others answer", said("ana"), *_everyone_answers(8)),
    nothing("big-thread", "seven others aren't eight", said("ana"), *_everyone_answers(7)),
    earns("mentioned", {"ana": 1}, "named by a colleague", said("ben", people=("ana",))),
    earns(
        "mentioned",
        {"ana": 2},
        "twice a week by the same person",
        *(said("ben", f"m{day}", day * DAYS, people=("ana",)) for day in range(4)),
    ),
    nothing("mentioned", "named by oneself", said("ana", people=("ana",))),
    nothing("mentioned", "one of a long list", said("ben", people=("ana", *(f"p{number}" for number in range(20))))),
)

_NOTICING = (
    earns("reaction-given", {"ana": 1}, "a reaction to a colleague", said("ben"), reacted("ana")),
    earns(
        "reaction-given",
        {"ana": 1},
        "several emoji on one message are one",
        said("ben"),
        reacted("ana"),
        reacted("ana", emoji="heart"),
    ),
    earns(
        "reaction-given",
        {"ana": 5},
        "five a day",
        *(fact for person in PEOPLE for fact in (said(person, person), reacted("ana", person))),
    ),
    nothing("reaction-given", "a reaction to oneself", said("ana"), reacted("ana")),
    earns("reaction-received", {"ana": 2}, "a reaction from a colleague", said("ana"), reacted("ben"), reacted("eva")),
    earns("reaction-received", {"ana": 10}, "ten a day", said("ana"), *(reacted(person) for person in PEOPLE)),
    earns(
        "reaction-received",
        {"ana": 3},
        "three a week from the same person",
        *(
            fact
            for day in range(5)
            for fact in (said("ana", f"m{day}", day * DAYS), reacted("ben", f"m{day}", day * DAYS))
        ),
    ),
    nothing("reaction-received", "a reaction to oneself", said("ana"), reacted("ana")),
    earns("photo", {"ana": 2}, "a photo", showed("ana")),
    earns("photo", {"ana": 2}, "a photo in somebody's thread", said("ben"), showed("ana", "n", 1, thread="m")),
    earns("photo", {"ana": 4}, "two a day", *(showed("ana", f"m{hour}", hour * HOURS) for hour in range(5))),
    nothing("photo", "words alone", said("ana")),
)

_SWITCHED_OFF = (
    earns("wins", {"ana": 2}, "in a channel for wins", called("c1", "sales-wins"), said("ana", channel="c1")),
    nothing("wins", "in another channel", called("c1", "random"), said("ana", channel="c1")),
    earns("bright-idea", {"ana": 2}, "a light bulb", said("ana"), reacted("ben", emoji="bulb")),
    nothing("bright-idea", "another emoji", said("ana"), reacted("ben")),
    earns(
        "friday-photo",
        {"ana": 3},
        "on a Friday in random",
        called("c1", "random"),
        showed("ana", "m", 4 * DAYS, channel="c1"),
    ),
    nothing("friday-photo", "on a Monday", called("c1", "random"), showed("ana", channel="c1")),
    nothing("friday-photo", "elsewhere", showed("ana", "m", 4 * DAYS)),
)

EXAMPLES = _RECOGNITION + _TALKING + TAKING_PART + _NOTICING + _SWITCHED_OFF
"""At least one that earns and one that doesn't for each rule, switched-off ones too."""
