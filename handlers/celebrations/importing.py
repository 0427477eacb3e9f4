"""Importing: days to celebrate from a list (CSV), each line checked by itself; people are told once, privately."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field

from handlers import people
from handlers.answers import Whisper
from handlers.cards.celebrations import listed
from handlers.celebrations import planning
from handlers.celebrations.dates import FIRST_YEAR, in_words, read
from handlers.celebrations.planning import Told
from handlers.cleaning import clean
from scoring.periods import local_day
from storage import celebrations, finding, privacy
from storage.celebrations import ANNIVERSARY, BIRTHDAY
from storage.transactions import Work

IMPORT = "import"
KINDS = {
    "birthday": BIRTHDAY, "bday": BIRTHDAY, "born": BIRTHDAY,
    "anniversary": ANNIVERSARY, "work anniversary": ANNIVERSARY, "joined": ANNIVERSARY, "started": ANNIVERSARY,
}  # fmt: skip
COLUMNS = 3
LONGEST_LINE = 1_000
HEAD = frozenset({"member", "id", "name", "person", "who"})


@dataclass(frozen=True, slots=True)
class Line:
    """What became of a line: new, same, skipped (their own word counts) or wrong."""

    number: int
    state: str
    words: str
    member: str = ""
    told: Told | None = None


@dataclass(slots=True)
class Report:
    """What became of a list."""

    lines: list[Line] = field(default_factory=list)

    def count(self, state: str) -> int:
        """How many lines ended like this."""
        return sum(line.state == state for line in self.lines)


def look(work: Work, text: str) -> Report:
    """Check a list, line by line, without keeping any of it."""
    report, seen = Report(), dict[tuple[str, str], int]()
    for number, cells in _rows(text):
        line = _line(work, number, cells)
        if line.told is not None:
            key = (line.member, line.told.kind)
            if key in seen:
                line = Line(number, "wrong", f"the same person and kind stand on line {seen[key]}, too")
            seen.setdefault(key, number)
        report.lines.append(line)
    return report


def bring(work: Work, report: Report) -> list[Whisper]:
    """Keep what is new; the private words to those who hear of it for the first time."""
    news: dict[str, list[tuple[str, str]]] = {}
    for line in report.lines:
        if line.state == "new" and line.told is not None:
            known = celebrations.day_of(work, line.member, line.told.kind)
            planning.keep(work, line.member, line.told)
            if known is None or known.origin != IMPORT:
                words = in_words(line.told.date, line.told.year)
                news.setdefault(line.member, []).append((line.told.kind, words))
    return [Whisper(member, listed.entered(tuple(days))) for member, days in news.items()]


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    body = clean(text.removeprefix("\ufeff"))
    first = body.partition("\n")[0]
    delimiter = max((";", "\t", ","), key=first.count)
    # No line is longer than this anywhere, so that no cell is too long for the reader.
    reader = csv.reader((line[:LONGEST_LINE] + "\n" for line in body.splitlines()), delimiter=delimiter)
    for cells in reader:
        stripped = [cell.strip() for cell in cells]
        if not any(stripped) or (reader.line_num == 1 and stripped[0].casefold() in HEAD):
            continue
        yield reader.line_num, stripped


def _line(work: Work, number: int, cells: list[str]) -> Line:
    if len(cells) < COLUMNS:
        return Line(number, "wrong", "three columns are needed: member, kind, date")
    who, kind_typed, typed = cells[:COLUMNS]
    kind = KINDS.get(kind_typed.casefold())
    if kind is None:
        return Line(number, "wrong", f"“{kind_typed[:40]}” is no kind: write birthday or anniversary")
    found = finding.called(work, who) if who else []
    if len(found) != 1:
        several = f"several people are called “{who[:40]}”: take the id"
        return Line(number, "wrong", several if found else f"nobody here is called “{who[:40]}”")
    told = _told(work, kind, typed)
    if isinstance(told, str):
        return Line(number, "wrong", told)
    return _judged(work, number, found[0].member, told)


def _told(work: Work, kind: str, typed: str) -> Told | str:
    today = local_day(work.book.settings.zone, work.now)
    dated = read(typed, today) if any(letter.isdigit() for letter in typed) else None
    if dated is None:
        return f"“{typed[:40]}” is no date: write 14 March, or 2019-03-14"
    if dated.choices:
        either = " or ".join(in_words(choice) for choice in dated.choices)
        return f"“{typed[:40]}” can be {either}: write the month as a word, or 2019-03-14"
    if dated.problem:
        return dated.problem
    if kind == ANNIVERSARY and not dated.year >= FIRST_YEAR:
        return "an anniversary needs its year: write 2019-03-14"
    return Told(kind, dated.date, dated.year if kind == ANNIVERSARY else 0, IMPORT)


def _judged(work: Work, number: int, member: str, told: Told) -> Line:
    name = people.person(work, member).name
    if planning.is_left_alone(work, member) or privacy.forgotten(work, {member}):
        return Line(number, "skipped", f"{name} isn't celebrated: that is their choice, or they take no part here")
    known = celebrations.day_of(work, member, told.kind)
    if known is not None and known.state == celebrations.OFF:
        return Line(number, "skipped", f"{name} took it out")
    if known is not None and known.state == celebrations.ON:
        if (known.date, known.year) == (told.date, told.year):
            return Line(number, "same", f"{name}: known already", member, told)
        if known.origin != IMPORT:
            return Line(number, "skipped", f"{name} told another day, and their own word counts")
    return Line(number, "new", f"{name}: {told.kind} {in_words(told.date, told.year)}", member, told)
