"""Listing: `/huzzah questions` - all of them by kind, searched, added, retired and brought back."""

from collections import Counter
from typing import Final

from handlers.answers import Answer, Note, Open, Refresh, Refuse
from handlers.cards.blocks import Card
from handlers.cards.prompts import forms
from handlers.cards.prompts import lists as cards
from handlers.cards.prompts.proposals import moderators_only
from handlers.cleaning import QUOTES
from handlers.events import ButtonPressed, CommandGiven, DialogSubmitted
from handlers.moderating import is_moderator
from handlers.prompts import importing, proposing, questions
from handlers.prompts.asking import take_apart
from handlers.prompts.importing import Tags
from handlers.prompts.posing import may_ask
from handlers.prompts.questions import MEANT, Question
from storage import audit, prompts
from storage.tables import PromptRow
from storage.transactions import Work

A_PAGE: Final = 6
LONGEST_SEARCH: Final = 60
LONGEST_TEXT: Final = 20_000
RETIRED: Final = "retired"
WAITING: Final = frozenset({"proposed", "waiting", "proposals", "pending"})


def command(work: Work, event: CommandGiven) -> list[Answer]:
    """`/huzzah questions [kind | retired | proposed | add "What ...?" | words to look for]`."""
    if not is_moderator(work, event.member):
        return [Note(_overview(work, event.member))]
    first, _, rest = event.text.strip().partition(" ")
    word = first.lower().strip(QUOTES)
    if word == "add":
        return _add_typed(work, event, rest)
    if word in WAITING:
        return [Note(proposing.waiting(work))]
    if not word:
        return [Note(_overview(work, event.member))]
    kind = RETIRED if word == RETIRED else MEANT.get(event.text.strip().lower().strip(QUOTES), "")
    if kind in questions.CATEGORIES or kind == RETIRED:
        return [Note(_page(work, (kind, 1, "")))]
    return [Note(_page(work, ("", 1, event.text.strip().strip(QUOTES + "?"))))]


def _overview(work: Work, member: str) -> Card:
    shown = questions.shown(work)
    counted = Counter(each.category for each in shown)
    rows = prompts.own(work, prompts.RETIRED, prompts.PROPOSED)
    retired = sum(row.state == prompts.RETIRED for row in rows)
    return cards.overview(
        cards.Overview(
            {name: counted[name] for name in questions.CATEGORIES}, retired, len(rows) - retired,
            is_moderator(work, member), may_ask(work, member),
        )
    )  # fmt: skip


def _page(work: Work, which: tuple[str, int, str], done: str = "") -> Card:
    what, number, search = which
    search = " ".join(search.replace("|", " ").split())[:LONGEST_SEARCH]
    found = [each for each in _everything(work) if _fits(each, what, search)]
    last = max(1, -(-len(found) // A_PAGE))
    number = min(max(number, 1), last)
    rows = tuple(found[(number - 1) * A_PAGE : number * A_PAGE])
    title = questions.CATEGORIES.get(what, "Retired" if what == RETIRED else f"Search: “{search}”")
    return cards.page(cards.Page(title, rows, number, last, len(found), what, search, done))


def _everything(work: Work) -> list[tuple[Question, bool]]:
    # What may be asked, and what was retired, one's own first.
    rows = {row.prompt: row for row in prompts.own(work, prompts.SHOWN, prompts.RETIRED)}
    ours = [questions.of_row(row) for row in rows.values() if row.prompt not in questions.library()]
    return [
        (each, each.id in rows and rows[each.id].state == prompts.RETIRED)
        for each in (*reversed(ours), *questions.library().values())
    ]


def _fits(each: tuple[Question, bool], what: str, search: str) -> bool:
    question, retired = each
    if what == RETIRED:
        return retired
    words = search.casefold().split()
    text = f"{question.text} {question.category} {question.mood} {question.effort} {question.id}".casefold()
    return (not what or question.category == what) and all(word in text for word in words)


def turn(work: Work, event: ButtonPressed) -> list[Answer]:
    """Another page, or all kinds."""
    if not is_moderator(work, event.member):
        return [Note(moderators_only())]
    what, number, search = _place(event.value)
    if not what and not search:
        return [Refresh(_overview(work, event.member))]
    return [Refresh(_page(work, (what, number, search)))]


def _place(value: str) -> tuple[str, int, str]:
    what, number, search = (*value.split("|", 2), "", "", "")[:3]
    right = number.isascii() and number.isdecimal() and len(number) < 6
    known = what in questions.CATEGORIES or what == RETIRED
    return what if known else "", int(number) if right else 1, search


def waiting(work: Work, event: ButtonPressed) -> list[Answer]:
    """What was proposed."""
    if not is_moderator(work, event.member):
        return [Note(moderators_only())]
    return [Refresh(proposing.waiting(work))]


def retire(work: Work, event: ButtonPressed) -> list[Answer]:
    """It isn't asked any more."""
    return _change(work, event, (prompts.SHOWN, prompts.RETIRED, "Retired: it isn't asked any more."))


def bring_back(work: Work, event: ButtonPressed) -> list[Answer]:
    """It is asked again."""
    return _change(work, event, (prompts.RETIRED, prompts.SHOWN, "It is back, and asked when its turn comes."))


def _change(work: Work, event: ButtonPressed, change: tuple[str, str, str]) -> list[Answer]:
    if not is_moderator(work, event.member):
        return [Note(moderators_only())]
    before, after, done = change
    number, _, rest = event.value.partition("|")
    row = prompts.find(work, number)
    now = row.state if row is not None else (prompts.SHOWN if number in questions.library() else "")
    if now == before:
        prompts.settle(work, number, event.member, after)
    elif now != after:
        return [Refresh(_overview(work, event.member))]
    return [Refresh(_page(work, _place(rest), done))]


def open_add(work: Work, event: ButtonPressed) -> list[Answer]:
    """The form to add some."""
    return [Open(forms.add()) if is_moderator(work, event.member) else Note(moderators_only())]


def _add_typed(work: Work, event: CommandGiven, rest: str) -> list[Answer]:
    typed = take_apart(rest)
    if not typed.own and not typed.words:
        return [Open(forms.add())]
    which, _ = questions.understand(typed.words if typed.own else "")
    tags = Tags(
        next((each for each in questions.CATEGORIES if each in which.tags), questions.OURS),
        next((each for each in questions.MOODS if each in which.tags), "curious"),
        next((each for each in questions.EFFORTS if each in which.tags), "quick"),
    )
    from handlers.prompts.wording import from_markup

    checked = from_markup(typed.own or typed.words)
    if checked.problem:
        fault = importing.Fault(1, checked.text, checked.problem)
        return [Note(cards.added(importing.Read((), (fault,))))]
    return [Note(cards.added(add(work, event.member, checked.text, tags)))]


def submitted(work: Work, event: DialogSubmitted) -> list[Answer]:
    """The form to add some was filled in."""
    if not is_moderator(work, event.member):
        return [Note(moderators_only())]
    text = event.fields.get("words", "")
    if not text.strip():
        return [Refuse({"words": "Write at least one question."})]
    if len(text) > LONGEST_TEXT:
        return [Refuse({"words": "That is too much for a form. On the server: huzzah prompts import FILE"})]
    read = add(work, event.member, text, Tags(*proposing.tags_of(event)))
    if not read.questions and len(read.faults) == 1:
        return [Refuse({"words": read.faults[0].problem})]
    return [Note(cards.added(read))]


def add(work: Work, member: str, text: str, tags: Tags) -> importing.Read:
    """Keep the questions in a text, and say what became of each line."""
    read = importing.read(text, proposing.everything(work), tags)
    for each in read.questions:
        row = PromptRow(
            workspace="", prompt="", words=each.text, category=each.category, mood=each.mood, effort=each.effort,
            emoji=each.emoji, member=member, named=0, state=prompts.SHOWN, settled_at=work.now, settled_by=member,
        )  # fmt: skip
        prompts.add(work, row)
    if read.questions:
        audit.write(work, member, "questions", f"{len(read.questions)} added")
    return read
