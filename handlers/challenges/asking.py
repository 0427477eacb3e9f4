"""Asking: `/huzzah challenge` as it is typed, its form, and ending one early."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from handlers import helping, people
from handlers.answers import Answer, Note, Open, Refuse
from handlers.cards import held
from handlers.cards.challenges import dialogs as cards
from handlers.cards.challenges.card import WORDS
from handlers.challenges import figures, listing, running
from handlers.challenges.figures import MOST_DAYS, NO_GOAL
from handlers.challenges.measures import MEANT, MEASURES
from handlers.contests.timing import deadline, zone_of
from handlers.contests.understanding import Phrases, title_of, understand
from handlers.events import ButtonPressed, CommandGiven, DialogSubmitted
from scoring.facts import Micros
from scoring.periods import local_day
from storage import challenges, places
from storage.tables import ChallengeRow
from storage.transactions import Work

USUALLY: Final = "30d"
MOST: Final = 1_000_000
COMPANY, HERE = "company", "here"
CLAUSES: Final = dict.fromkeys(("until", "till", "by", "close", "closes", "end", "ends"), "closes")
FLAGS: Final = {
    **dict.fromkeys(("company", "everywhere", "everyone", "everybody", "all"), COMPANY),
    **dict.fromkeys(("here", "channel", "team"), HERE),
}
ESSENTIAL: Final = frozenset({"title", "measure", "goal"})
"""What a form asks for where it wasn't said."""
LEADING: Final = frozenset({"challenge", "goal", "new", "a", "of", "for"})
FILLING: Final = frozenset({"challenge", "goal", "in", "this", "the", "a", "of", "for", "new", "people", "given", ""})
LISTS: Final = frozenset({"list", "status", "running"})
HELP: Final = frozenset({"help", "how", "?"})
WHAT_IT_IS: Final = "A goal to reach together: I count, and its card shows how far you have come."
NO_MEASURE: Final = "What is counted? Say thanks, people, newcomers, answers, photos or prompts."
NO_TITLE: Final = "What is the goal called? Put it in quotes."
NO_CHANNEL: Final = "In which channel? Name one, as in #general, that I know and you are in."
SHARED: Final = "Another organisation is in that channel, so I don't post there. Choose one of your own."
FOR_LEADERS: Final = (
    "Challenges for the whole company are for leaders and admins to call. Add “here” to call one for this channel."
)
STEERING: Final = {
    **dict.fromkeys(("end", "close", "finish", "stop"), "end"),
    **dict.fromkeys(("cancel", "delete", "remove"), "cancel"),
    "extend": "extend",
}
_THIS: Final = re.compile(r"(?i)\bthis (day|week|month|year)\b|\btoday\b")
_OTHER_PERIOD: Final = re.compile(r"(?i)\b(?:this quarter|next (?:week|month|quarter|year))\b")
_BY: Final = re.compile(r"(?i)\b(?:by|until|till)\s+(?!\d+\Z)((?:(?!\b(?:by|until|till)\b).)+)\Z")
"""How a name ends that says until when: “500 thanks by Friday”."""
_BEFORE_TIME: Final = re.compile(r"(?i)\A\s*(?:by|until|till|for|within|over)\s+")
"""What people write before a time, though only the time is asked for."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A challenge that somebody wants to call."""

    title: str
    measure: str
    goal: int
    channel: str
    closes: str
    wide: bool


def command(work: Work, event: CommandGiven) -> list[Answer]:
    """`/huzzah challenge "title" thanks 500 until 30 Nov [here|company] [#channel]`; alone it opens the form.

    Also `end 3`, `cancel 3`, `extend 3 2w`.
    """
    if event.text.strip().lower() in LISTS:
        return listing.command(work, event)
    if event.text.strip().lower() in HELP:
        return [Note(cards.mistaken(WHAT_IT_IS))]
    steered = _steered(work, event)
    if steered is not None:
        return steered
    said = _understood(work, event)
    asked = _asked(work, event, said)
    problems = _problems(work, event.member, asked)
    if "goal" in problems:
        problems["goal"] = figures.doubt(said) or problems["goal"]
    if not asked.closes or (not said.title and not problems.keys().isdisjoint(ESSENTIAL)):
        return [_form(asked)]
    if problems:
        return [Note(cards.mistaken(next(iter(problems.values())), event.text))]
    unsaid = said.flags.isdisjoint((COMPANY, HERE))
    return _call(work, event.member, asked, _elsewhere(work, event.member, asked) if unsaid else "")


def _understood(work: Work, event: CommandGiven) -> Phrases:
    said = understand(event.text, people.names_in(work, event.text, event.member), CLAUSES, FLAGS)
    return figures.gathered(said, event.text)


def _elsewhere(work: Work, member: str, asked: Asked) -> str:
    # Only where nobody said, and only what they may do.
    if asked.wide:
        return "With “here” it counts in this channel only."
    return "With “company” it counts everywhere." if work.member(member).has_role("leader", "admin") else ""


def team(work: Work, event: CommandGiven) -> list[Answer]:
    """`/huzzah team challenge …`: one for this channel."""
    word, _, rest = event.text.strip().partition(" ")
    if word.lower() in ("challenge", "goal"):
        return command(work, replace(event, text=f"{rest} here".strip()))
    return helping.unknown(work, event, word, ("challenge", "challenges", "board"))


def _form(asked: Asked) -> Answer:
    """The form, with what is known already."""
    draft = cards.Draft(asked.title, asked.measure, asked.goal, asked.channel, asked.closes, asked.wide)
    return Open(cards.form(draft))


def _asked(work: Work, event: CommandGiven, said: Phrases) -> Asked:
    words = [word.strip(".,:;!?") for word in said.before.lower().split()]
    measures = [MEANT[word] for word in words if word in MEANT]
    # Words like `people` also stand beside what is really meant: `people newcomers 10`.
    measure = _likeliest(measures)
    goal = figures.goal_of(said)
    if not measure:
        titled = [MEANT[word] for word in re.findall(r"\w+", said.title.lower()) if word in MEANT]
        measure = next((each for each in titled if each == "newcomers"), next(iter(titled), ""))
    channel = (places.find(work, event.member, said.channel) or "") if said.channel else event.channel
    leader = work.member(event.member).has_role("leader", "admin")
    # What a private channel set out to do is that channel's own, unless they say otherwise.
    everybody = leader and bool(places.public(work, [channel]))
    wide = COMPANY in said.flags or (HERE not in said.flags and everybody)
    closes = said.clauses.get("closes", "") or _period(work, event.member, said)
    return Asked(_title(said, measure, goal), measure, goal, channel, closes, wide)


def _period(work: Work, member: str, phrases: Phrases) -> str:
    # `500 thanks this month` are until its last midnight, `500 thanks in 7 days` until then; other goals have a month,
    # counted from today. What period is meant by `this quarter`, or by two of them, is for the form to ask: then
    # nothing is said here.
    text = f"{phrases.title} {phrases.before}"
    said, length, by = _THIS.search(text), figures.lasting(phrases), _BY.search(phrases.title)
    if by and length is None and not _deadline(work, member, by[1])[1]:
        return by[1]
    if _OTHER_PERIOD.search(text) or (said and length is not None):
        return figures.UNCLEAR
    if not said:
        return USUALLY if length is None else length
    today = date.fromordinal(local_day(zone_of(work, member), work.now))
    after = {
        "day": today + timedelta(1),
        "week": today + timedelta(7 - today.weekday()),
        "month": (today.replace(day=1) + timedelta(31)).replace(day=1),
        "year": date(today.year + 1, 1, 1),
    }
    last = after[(said[1] or "day").lower()] - timedelta(1)
    return f"{last.isoformat()} 24:00"


def _deadline(work: Work, member: str, words: str) -> tuple[Micros, str]:
    return deadline(work, member, _BEFORE_TIME.sub("", words), most_days=MOST_DAYS)


def _likeliest(measures: Sequence[str]) -> str:
    # Ten people answer a newcomer: that is about newcomers.
    others = [each for each in measures if each != "people"]
    return "newcomers" if "newcomers" in others else next(iter(others or measures), "")


def _title(said: Phrases, measure: str, goal: int) -> str:
    # Without quotes it is called what was said of it.
    if said.title:
        return said.title
    words = said.before.split()
    while words and words[0].lower() in LEADING:
        words.pop(0)
    if all(word.lower() in MEANT or word.lower() in FILLING or figures.number(word) for word in words):
        return f"{goal:,} {WORDS[measure][0]}" if measure and goal else ""
    return title_of(words[0][:1].upper() + " ".join(words)[1:])


def _problems(work: Work, member: str, asked: Asked) -> dict[str, str]:
    found: dict[str, str] = {}
    if not asked.title:
        found["title"] = NO_TITLE
    if asked.measure not in MEASURES:
        found["measure"] = NO_MEASURE
    if not 0 < asked.goal <= MOST:
        found["goal"] = NO_GOAL if asked.goal <= MOST else f"That is a lot: {MOST:,} at most."
    if not asked.channel or places.is_closed(work, member, asked.channel):
        found["channel"] = NO_CHANNEL
    elif places.shared(work, [asked.channel]):
        found["channel"] = SHARED
    _, problem = _deadline(work, member, asked.closes)
    if problem:
        found["closes"] = problem
    if asked.wide and not work.member(member).has_role("leader", "admin"):
        found["wide"] = FOR_LEADERS
    return found


def _call(work: Work, member: str, asked: Asked, hint: str = "") -> list[Answer]:
    closes, _ = _deadline(work, member, asked.closes)
    row = ChallengeRow(
        workspace="", challenge=0, measure=asked.measure, state=challenges.OPEN, channel=asked.channel,
        wide=int(asked.wide), member=member, question=asked.title, goal=asked.goal, closes=closes,
    )  # fmt: skip
    posted = running.start(work, row)
    return [Note(cards.begun(running.shown(work, row), people.place(work, member, asked.channel), hint)), *posted]


def pressed(work: Work, event: ButtonPressed) -> list[Answer]:
    """A button that opens the form, with what was typed before if there was something."""
    given = CommandGiven(
        workspace=event.workspace, at=event.at, member=event.member, channel=event.channel, name="huzzah",
        request=event.request, text=event.value,
    )  # fmt: skip
    return [_form(_asked(work, given, _understood(work, given)))]


def submitted(work: Work, event: DialogSubmitted) -> list[Answer]:
    """The form was filled in."""
    fields = event.fields
    goal = re.sub(r"[\s,.’']", "", fields.get("goal", ""))
    asked = Asked(
        title_of(fields.get("title", "")), fields.get("measure", ""),
        int(goal) if goal.isdecimal() and goal.isascii() and len(goal) < 10 else 0,
        places.find(work, event.member, fields.get("channel", "")) or "",
        fields.get("closes", "").strip() or USUALLY, fields.get("wide", COMPANY) != HERE,
    )  # fmt: skip
    problems = _problems(work, event.member, asked)
    return [Refuse(problems)] if problems else _call(work, event.member, asked)


def _steered(work: Work, event: CommandGiven) -> list[Answer] | None:
    parts = event.text.split()
    action = STEERING.get(parts[0].lower(), "") if parts else ""
    number = parts[1].lstrip("#") if len(parts) > 1 else ""
    if not action or not number.isdecimal() or len(number) > 9:
        return None
    return _steer(work, event.member, int(number), action, " ".join(parts[2:]))


def end(work: Work, event: ButtonPressed) -> list[Answer]:
    """End it now."""
    return _steer(work, event.member, int(event.value) if event.value.isdecimal() else 0, "end")


def cancel(work: Work, event: ButtonPressed) -> list[Answer]:
    """Call it off."""
    return _steer(work, event.member, int(event.value) if event.value.isdecimal() else 0, "cancel")


def _steer(work: Work, member: str, number: int, action: str, words: str = "") -> list[Answer]:
    row = challenges.find(work, number)
    if row is None or row.state != challenges.OPEN or places.is_closed(work, member, row.channel):
        return [Note(held.told("I know no running challenge of that number. /huzzah challenges lists them."))]
    if not running.may(work, member, row):
        host = people.person(work, row.member).name
        return [Note(held.told(f"{host} called this challenge: they or an admin can end it."))]
    if action == "extend":
        closes, problem = _deadline(work, member, words or "1w")
        if problem:
            return [Note(cards.mistaken(problem))]
        return [Note(held.done(f"“{row.question}” has another last day.")), *running.extend(work, row, closes)]
    if action == "cancel":
        return [Note(held.done(f"“{row.question}” is called off.")), *running.call_off(work, row)]
    return [Note(held.done(f"“{row.question}” is over.")), *running.end(work, row)]
