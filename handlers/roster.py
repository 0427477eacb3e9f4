"""Roster: who leads, who is away, and what the company values."""

import re
from datetime import date
from difflib import get_close_matches

from handlers import people
from handlers.answers import Answer, Note, Whisper
from handlers.cards import roster as cards
from handlers.cards.blocks import Card
from handlers.cards.prompts.proposals import made_moderator
from handlers.events import CommandGiven
from handlers.giving import mentioned, shares_of, unknown
from handlers.moderating import ROLE
from scoring.book import Book
from scoring.facts import Fact, FactKind
from scoring.giving import mentions_in
from scoring.markup import Kind, pieces
from scoring.periods import local_day
from scoring.roster import LONGEST_ABSENCE, told_at
from storage import audit, gifts, privacy
from storage.transactions import Work

_ROLE = re.compile(r"([+-]?)([a-z][a-z0-9_]{0,29})")
_DASHES = str.maketrans(dict.fromkeys("–—−‐‑", "-"))
WEEKDAYS = tuple(day.lower() for day in cards.WEEKDAYS)
_DAY = re.compile(rf"\d{{4}}-\d{{1,2}}-\d{{1,2}}|\b(?:today|tomorrow|next week|{'|'.join(WEEKDAYS)})\b")
NO_ROLE = frozenset({"none", "no", "nothing", "nobody", "null", "off", "remove"})
FURTHEST = 800
"""Days ahead that an absence may begin; behind, only a month."""


def role(work: Work, event: CommandGiven) -> list[Answer]:
    """`/huzzah role @ana leader`, `-leader`; only admins may, and it is written down who did."""
    if not work.member(event.member).has_role("admin"):
        return [Note(cards.admins_only())]
    typed = people.resolve(work, event.text)
    found = pieces(typed.text)
    targets = [target for target in dict.fromkeys(mentions_in(found).values()) if not target[1]]
    words = " ".join(piece for kind, piece in found if kind is Kind.TEXT).translate(_DASHES).lower().split()
    if typed.problem or len(targets) != 1:
        return [Note(cards.how_roles_work(typed.problem))]
    whom = mentioned(targets)
    if not shares_of(work, targets, 1):
        return [Note(cards.how_roles_work("That person asked to be forgotten."))]
    stranger = unknown(work, targets)
    if stranger:
        return [Note(cards.how_roles_work(stranger))]
    if not words:
        return [Note(cards.roles(people.person(work, whom), tuple(work.member(whom).roles.split())))]
    return _change_roles(work, event, whom, words)


def _change_roles(work: Work, event: CommandGiven, whom: str, words: list[str]) -> list[Answer]:
    before = set(work.member(whom).roles.split())
    after = set(before)
    for word in words:
        match = _ROLE.fullmatch(word)
        if match is None:
            return [Note(cards.how_roles_work(f"“{word[:40]}” is no role: a role is one word, such as leader."))]
        problem = _problem(match[2], _spoken_of(work.book) | before)
        if problem:
            return [Note(cards.how_roles_work(problem))]
        (after.discard if match[1] == "-" else after.add)(match[2])
    person = people.person(work, whom)
    if after == before:
        return [Note(cards.roles(person, tuple(sorted(after)), changed=False))]
    roles = " ".join(sorted(after))
    # Who was introduced only while this was on its way has their roles from after it was typed; it is decided now.
    since = work.look(lambda state: told_at(state, "roles", whom))
    fact = Fact(FactKind.MEMBER, max(event.at, since), event.member, target=whom, extra=(("roles", roles),))
    work.record([fact])
    audit.write(work, event.member, "roles", f"{whom}: {roles or 'none'}")
    said: list[Answer] = [Note(cards.roles(person, tuple(sorted(after)), changed=True))]
    if "leader" in after - before and whom != event.member:
        said.append(Whisper(whom, cards.made_leader(people.person(work, event.member))))
    if ROLE in after - before and whom != event.member:
        said.append(Whisper(whom, made_moderator(people.person(work, event.member))))
    return said


def _spoken_of(book: Book) -> set[str]:
    # The roles that make a difference.
    in_rules = (role for rule in book.rules for role in rule.only.roles)
    return {"leader", "admin", ROLE, *(role for role, _ in book.allowance.roles), *in_rules}


def _problem(role: str, known: set[str]) -> str:
    if role == "admin":
        return "Admins of the workspace are admins here too; that is changed there."
    if role in NO_ROLE:
        return f"“{role}” is no role. To take one away, put a minus before it: -leader."
    near = get_close_matches(role, sorted(known), n=1, cutoff=0.7) if role not in known else []
    return f"The rule book knows no role “{role}”. Did you mean {near[0]}?" if near else ""


def away(work: Work, event: CommandGiven) -> list[Answer]:
    """`/huzzah away 2026-12-24..2027-01-02`, `away tomorrow`, `away off`: a streak waits for its member."""
    if privacy.forgotten(work, {event.member}):
        return [Note(cards.how_away_works())]
    today = local_day(work.member(event.member).zone or work.book.settings.zone, event.at)
    text = event.text.translate(_DASHES).lower().strip()
    if text in ("off", "back", "none"):
        return [Note(_back(work, event, today))]
    if not text:
        days = gifts.days_away(work, event.member, today)
        return [Note(cards.away_now(tuple(days), today))]
    span = span_of(text, today)
    if isinstance(span, str):
        return [Note(cards.how_away_works(span))]
    first, last = span
    extra: tuple[tuple[str, str | int], ...] = (("first", first), ("last", last))
    work.record([Fact(FactKind.ABSENCE, event.at, event.member, extra=extra)])
    return [Note(cards.away(first, last, today))]


def _back(work: Work, event: CommandGiven, today: int) -> Card:
    days = gifts.days_away(work, event.member, today)
    if not days:
        return cards.away_now((), today)
    last = min(days[-1], days[0] + LONGEST_ABSENCE - 1)
    extra: tuple[tuple[str, str | int], ...] = (("first", days[0]), ("last", last), ("off", 1))
    work.record([Fact(FactKind.ABSENCE, event.at, event.member, extra=extra)])
    return cards.back()


def span_of(text: str, today: int) -> tuple[int, int] | str:
    """First and last day of an absence, or what is wrong with how it is written."""
    days: list[tuple[int, int]] = []
    for found in _DAY.findall(text):
        day = _day(found, days[0][0] if days else today)
        if day is None:
            return f"There is no day {found}."
        days.append(day)
    if not days or len(days) > 2:
        return "From when to when?" if len(days) > 2 else "I found no day in that."
    first, last = days[0][0], days[-1][1]
    if len(days) == 1 and re.match(r"(?:until|till|to|through)\b", text):
        first = today
    if last < first:
        return "That ends before it begins."
    if last - first >= LONGEST_ABSENCE:
        return "That is more than a year; tell me the first part of it."
    if first < today - 31 or first > today + FURTHEST:
        return "That is too far from today."
    return first, last


def _day(written: str, after: int) -> tuple[int, int] | None:
    if written == "today":
        return after, after
    if written == "tomorrow":
        return after + 1, after + 1
    monday = after + 7 - (after - 1) % 7
    if written == "next week":
        return monday, monday + 6
    if written in WEEKDAYS:
        ahead = (WEEKDAYS.index(written) - (after - 1)) % 7
        return after + ahead, after + ahead
    try:
        day = date(*map(int, written.split("-"))).toordinal()
    except ValueError:
        return None
    return day, day


def values(work: Work, _: CommandGiven) -> list[Answer]:
    """`/huzzah values`: what to name in a gift, and how."""
    return [Note(cards.values(work.book.values))]
