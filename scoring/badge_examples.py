"""Examples of every badge: one step of each tally told as a story, and what doesn't count as a step."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from scoring.book import Badge, Kind
from scoring.facts import Mark
from scoring.stories import (
    DAYS,
    HOURS,
    WEEKS,
    Story,
    answered,
    asked,
    deleted,
    did,
    known,
    praised,
    prompted,
    reacted,
    said,
    showed,
    thanked,
    undid,
    unreacted,
)

Step = Callable[[int], Story]
"""The story by which Ana's tally grows by one, for the first, second ... time."""

CROWD = tuple(f"c{number}" for number in range(10))
NEWCOMER, OLDTIMER = known("nia", joined=0), known("nia", joined=-30 * DAYS)
VALUES = ("teamwork", "customer", "craft", "courage", "care")
COUNTRIES = ("PT", "IN", "DE", "BR", "JP")
WON = did("ana", Kind.CONTEST_WON, "contest:1")


class BadgeExample(NamedTuple):
    """A story after which Ana holds a badge, or doesn't."""

    badge: str
    why: str
    story: Story
    held: bool


class NoStep(NamedTuple):
    """A story that leaves one of Ana's tallies at zero."""

    tally: str
    why: str
    story: Story


def _reactions(message: str, number: int) -> Story:
    return tuple(reacted(person, message) for person in CROWD[:number])


def _working_day(n: int) -> int:
    # The n-th from Monday on: after five come two days off.
    return (n + n // 5 * 2) * DAYS


STEPS: Mapping[str, Step] = MappingProxyType(
    {
        "messages": lambda n: (said("ana", f"m{n}", n),),
        "replies": lambda n: (said("ben", f"m{n}", n), answered("ana", f"m{n}", n)),
        "questions": lambda n: (asked("ana", f"m{n}", n),),
        "answers": lambda n: (said("ben", f"m{n}", n), answered("ana", f"m{n}", n)),
        "photos": lambda n: (showed("ana", f"m{n}", n),),
        "channels": lambda n: (said("ana", f"m{n}", n, channel=f"c{n}"),),
        "talked_with": lambda n: (said(f"p{n}", f"m{n}", n), answered("ana", f"m{n}", n)),
        "cheered": lambda n: (said(f"p{n}", f"m{n}", n), reacted("ana", f"m{n}", n)),
        "cheered_by": lambda n: (said("ana", f"m{n}", n), reacted(f"p{n}", f"m{n}", n)),
        "liked_answers": lambda n: (
            said("ben", f"m{n}", n),
            answered("ana", f"m{n}", n),
            *_reactions(f"m{n}/ana/{n}", 5),
        ),
        "loved_posts": lambda n: (said("ana", f"m{n}", n), *_reactions(f"m{n}", 10)),
        "liked_photos": lambda n: (showed("ana", f"m{n}", n), *_reactions(f"m{n}", 5)),
        "lively_threads": lambda n: (
            said("ana", f"m{n}", n),
            *(answered(person, f"m{n}", n) for person in CROWD[:3]),
        ),
        "welcomed": lambda n: (known(f"p{n}", joined=0), said(f"p{n}", f"m{n}", n), answered("ana", f"m{n}", n)),
        "thanked": lambda n: (thanked("ana", f"p{n}", n * DAYS),),
        "thanked_by": lambda n: (thanked(f"p{n}", "ana", n),),
        "mutual": lambda n: (thanked("ana", f"p{n}", n * DAYS), thanked(f"p{n}", "ana", n * DAYS)),
        "given": lambda n: (thanked("ana", "ben", n * DAYS),),
        "received": lambda n: (thanked("ben", "ana", n * DAYS),),
        "values_named": lambda n: (thanked("ana", "ben", n * DAYS, values=(VALUES[n % len(VALUES)],)),),
        "channels_thanked": lambda n: (thanked("ana", "ben", n * DAYS, channel=f"c{n}"),),
        "countries_thanked": lambda n: (
            known(f"p{n}", country=COUNTRIES[n % len(COUNTRIES)]),
            thanked("ana", f"p{n}", n * DAYS),
        ),
        "newcomers_thanked": lambda n: (known(f"p{n}", joined=n * DAYS), thanked("ana", f"p{n}", n * DAYS)),
        "shoutouts_given": lambda n: (known("ana", roles="leader"), praised("ana", f"p{n}", n * WEEKS)),
        "shoutouts_received": lambda n: (known("ben", roles="leader"), praised("ben", "ana", n * WEEKS)),
        "prompts_answered": lambda n: (prompted(f"q{n}", n), answered("ana", f"q{n}", n)),
        "best_answers": lambda n: (did("ana", Kind.BEST_ANSWER, f"prompts:{n}", n),),
        "votes": lambda n: (did("ana", Kind.VOTED, "", n, channel=""),),
        "quizzes_won": lambda n: (did("ana", Kind.QUIZ_WON, f"poll:{n}", n),),
        "contests_won": lambda n: (did("ana", Kind.CONTEST_WON, f"contest:{n}", n),),
        "met": lambda n: (did("ana", Kind.MET, f"coffee:{n}", n, people=(f"p{n}",)),),
        "streak": lambda n: (said("ana", f"m{n}", _working_day(n)),),
        "days": lambda n: (said("ana", f"m{n}", n * DAYS),),
    }
)


def steps(tally: str, number: int) -> Story:
    """So many steps of a tally, one after the other."""
    return tuple(fact for n in range(number) for fact in STEPS[tally](n))


def examples(badge: Badge) -> tuple[BadgeExample, BadgeExample]:
    """Just enough for a badge, and one step less."""
    return (
        BadgeExample(badge.id, badge.words, steps(badge.tally, badge.at), held=True),
        BadgeExample(badge.id, "one less is not enough", steps(badge.tally, badge.at - 1), held=False),
    )


NO_STEPS = (
    NoStep("messages", "an answer in a thread is no message of its own", (said("ben"), answered("ana"))),
    NoStep("messages", "a deleted message", (said("ana"), deleted("m", "ana"))),
    NoStep("replies", "a message outside of threads", (said("ana"),)),
    NoStep("questions", "a statement", (said("ana"),)),
    NoStep("answers", "an answer to oneself", (said("ana"), answered("ana"))),
    NoStep("photos", "a link", (showed("ana", marks=Mark.LINK),)),
    NoStep("channels", "a message that is gone again", (said("ana"), deleted("m", "ana"))),
    NoStep("talked_with", "a talk with oneself", (said("ana"), answered("ana"))),
    NoStep("cheered", "a reaction to oneself", (said("ana"), reacted("ana"))),
    NoStep("cheered", "a reaction taken off", (said("ben"), reacted("ana"), unreacted("ana"))),
    NoStep("cheered_by", "a reaction from oneself", (said("ana"), reacted("ana"))),
    NoStep("liked_answers", "four people", (said("ben"), answered("ana"), *_reactions("m/ana/1", 4))),
    NoStep("liked_answers", "a message that answers nobody", (said("ana"), *_reactions("m", 5))),
    NoStep(
        "liked_answers",
        "one person with five emoji",
        (said("ben"), answered("ana"), *(reacted("ben", "m/ana/1", emoji=name) for name in CROWD[:5])),
    ),
    NoStep("loved_posts", "nine people and oneself", (said("ana"), reacted("ana"), *_reactions("m", 9))),
    NoStep("liked_photos", "words that five people liked", (said("ana"), *_reactions("m", 5))),
    NoStep("lively_threads", "two others and oneself", (said("ana"), *(answered(who) for who in ("ana", *CROWD[:2])))),
    NoStep("welcomed", "the second answer", (NEWCOMER, said("nia"), answered("ben"), answered("ana", when=2))),
    NoStep("welcomed", "who has been here for a month", (OLDTIMER, said("nia"), answered("ana"))),
    NoStep("thanked", "thanks to oneself", (thanked("ana", "ana"),)),
    NoStep("thanked", "more than the allowance", (thanked("ana", "ben", units=6),)),
    NoStep("thanked_by", "thanks to somebody else", (thanked("ben", "eva"),)),
    NoStep("mutual", "thanks one way", (thanked("ana", "ben"),)),
    NoStep("given", "thanks taken back", (thanked("ana", "ben"), deleted("thanks/ana/ben/0", "ana"))),
    NoStep("received", "thanks taken back", (thanked("ben", "ana"), deleted("thanks/ben/ana/0", "ben"))),
    NoStep("values_named", "a hashtag that is no value", (thanked("ana", "ben", values=("lunch",)),)),
    NoStep("values_named", "a value without thanks", (said("ana", values=("care",)),)),
    NoStep("channels_thanked", "a message without thanks", (said("ana"),)),
    NoStep("countries_thanked", "somewhere unknown", (thanked("ana", "ben"),)),
    NoStep(
        "newcomers_thanked",
        "somebody who has been here for long",
        (OLDTIMER, thanked("ana", "nia")),
    ),
    NoStep("shoutouts_given", "praise by somebody who isn't a leader", (praised("ana", "ben"),)),
    NoStep("shoutouts_received", "praise by somebody who isn't a leader", (praised("ben", "ana"),)),
    NoStep("prompts_answered", "an answer to a colleague", (asked("ben"), answered("ana"))),
    NoStep("prompts_answered", "a deleted answer", (prompted(), answered("ana", "q"), deleted("q/ana/1", "ana"))),
    NoStep("best_answers", "an answer alone", (prompted(), answered("ana", "q"))),
    NoStep("votes", "somebody else's vote", (did("ben", Kind.VOTED, channel=""),)),
    NoStep("quizzes_won", "one vote in a quiz", (did("ana", Kind.VOTED, channel=""),)),
    NoStep("contests_won", "one that isn't over after all", (WON, undid("ana", Kind.CONTEST_WON, "contest:1"))),
    NoStep("met", "a coffee with oneself", (did("ana", Kind.MET, "coffee:1", people=("ana",)),)),
    NoStep("streak", "a weekend", (said("ana", when=5 * DAYS), said("ana", "n", 6 * DAYS))),
    NoStep("days", "a day on which all was deleted", (said("ana"), deleted("m", "ana"))),
)
"""For each tally at least one story that doesn't count."""

SAME_AGAIN = {
    "channels": (said("ana"), said("ana", "n", HOURS)),
    "talked_with": (said("ben"), answered("ana"), said("ben", "n", HOURS), answered("ana", "n", HOURS)),
    "cheered": (said("ben"), said("ben", "n"), reacted("ana"), reacted("ana", "n")),
    "cheered_by": (said("ana"), said("ana", "n"), reacted("ben"), reacted("ben", "n")),
    "thanked": (thanked("ana", "ben"), thanked("ana", "ben", DAYS)),
    "thanked_by": (thanked("ben", "ana"), thanked("ben", "ana", DAYS)),
    "answers": (said("ben"), answered("ana"), answered("ana", when=2)),
    "days": (said("ana"), said("ana", "n", HOURS)),
    "streak": (said("ana"), said("ana", "n", 2 * DAYS)),
    "values_named": (thanked("ana", "ben", values=("care",)), thanked("ana", "eva", DAYS, values=("care",))),
    "prompts_answered": (prompted(), answered("ana", "q"), answered("ana", "q", 2)),
    "best_answers": (did("ana", Kind.BEST_ANSWER, "prompts:1"), did("ana", Kind.BEST_ANSWER, "prompts:1", DAYS)),
    "contests_won": (WON, WON),
    "met": (
        did("ana", Kind.MET, "coffee:1", people=("ben",)),
        did("ana", Kind.MET, "coffee:2", WEEKS, people=("ben",)),
    ),
    "loved_posts": (said("ana"), *_reactions("m", 10), said("ben", "n"), *_reactions("n", 10)),
}
"""Stories with two of something that counts as one: the same person, place or day again."""
