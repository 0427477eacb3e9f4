"""Why: `/huzzah why [@person] [page]`, and the buttons that turn its pages."""

from collections.abc import Mapping

from handlers import people
from handlers.answers import Answer, Note, Refresh
from handlers.cards import why as cards
from handlers.cards.blocks import Card, Person
from handlers.events import ButtonPressed, CommandGiven
from scoring.giving import mentions_in
from scoring.markup import Kind, pieces
from scoring.state import UNSEEN, Member
from storage import profiles, why
from storage.transactions import Work

LAST_PAGE = 10_000


def command(work: Work, event: CommandGiven) -> list[Answer]:
    """`/huzzah why [@person] [page]`."""
    typed = people.resolve(work, event.text)
    found = pieces(typed.text)
    targets = [target for target, is_group in dict.fromkeys(mentions_in(found).values()) if not is_group]
    if typed.problem or len(targets) > 1:
        return [Note(cards.who())]
    words = " ".join(piece for kind, piece in found if kind is Kind.TEXT).split()
    page = next((int(word) for word in words if word.isdecimal() and len(word) < 6), 1)
    return [Note(show(work, event.member, targets[0] if targets else event.member, page))]


def pressed(work: Work, event: ButtonPressed) -> list[Answer]:
    """Another page; from a profile it is a card of its own."""
    member, _, page = event.value.rpartition("|")
    number = int(page) if page.isdecimal() and len(page) < 6 else 1
    return [Refresh(show(work, event.member, member or event.member, number))]


def show(work: Work, viewer: str, member: str, page: int) -> Card:
    """A page of somebody's rows, as this viewer may see it."""
    person = work.member(member)
    own = viewer == member
    if not own and (person.traits & work.book.not_shown or work.book.settings.ranking == "groups"):
        return cards.not_to_be_seen(person.name or "that person")
    page = min(max(page, 1), LAST_PAGE)
    rows, more = why.page(work, member, viewer, page)
    total = profiles.points(work, member) if own else 0
    names = _names(work, viewer, " ".join(explained.said for explained in rows), own=own)
    return cards.card(cards.Why(Person(member, person.name or member), tuple(rows), page, more, own, total, names))


def _names(work: Work, viewer: str, said: str, *, own: bool) -> Mapping[str, str]:
    # Who doesn't want to be shown isn't named to others in the words of a gift, either.
    names = people.names_in(work, said, viewer)
    if own:
        return names
    known = work.members(sorted(names))
    return {
        each: "a colleague" if _is_unseen(work, known[each]) and each != viewer else name
        for each, name in names.items()
    }


def _is_unseen(work: Work, member: Member) -> bool:
    return bool(member.traits & UNSEEN) and not member.traits & work.book.outside
