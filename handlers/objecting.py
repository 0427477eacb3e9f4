"""Objecting: a member doubts a row of theirs, an admin keeps it or takes it back, and the member is told."""

from handlers import people
from handlers.answers import Answer, Note, Open, Refresh, Refuse, Whisper
from handlers.cards import objecting as cards
from handlers.cards.blocks import Card
from handlers.cards.objecting import LONGEST_REASON, Objection
from handlers.events import ButtonPressed, CommandGiven, DialogSubmitted
from storage import objections, why
from storage.objections import Doubt
from storage.transactions import Work

MOST_DIGITS = 18
NOT_ADMIN = cards.told(
    "Only admins settle this",
    "Only admins settle objections. Your own are at /huzzah why, each with a button to object.",
)
NOT_OWN = cards.told(
    "Not your own", "Somebody else has to settle this one, since the points are your own. Ask another admin."
)


def ask(work: Work, event: ButtonPressed) -> list[Answer]:
    """The button beside a row opens a form."""
    place = _place(event.value)
    row = why.row(work, *place) if place else None
    if row is None or row.member != event.member:
        return [Note(cards.too_late())]
    [explained] = why.explain(work, [row], event.member)
    if explained.corrections or explained.objections:
        return [Note(cards.too_late())]
    return [Open(cards.dialog(event.value, explained))]


def submitted(work: Work, event: DialogSubmitted) -> list[Answer]:
    """The form: kept, and passed on to the admins."""
    reason, place = event.fields.get("reason", "").strip(), _place(event.context)
    if not reason:
        return [Refuse({"reason": "Please say what is wrong, so that an admin can judge."})]
    reason = reason[:LONGEST_REASON]
    row = why.row(work, *place) if place else None
    if place is None or row is None or not objections.raise_one(work, event.member, place, reason):
        return [Note(cards.too_late())]
    admins = [admin for admin in objections.admins(work) if admin != event.member]
    said: list[Answer] = [Note(cards.thanks(len(admins)))]
    for admin in admins:
        [explained] = why.explain(work, [row], admin)
        objection = Objection(event.context, work.now, people.person(work, event.member), reason, explained)
        said.append(Whisper(admin, cards.to_admin(objection)))
    return said


def listing(work: Work, event: CommandGiven) -> list[Answer]:
    """`/huzzah objections`."""
    if not _is_admin(work, event.member):
        return [Note(NOT_ADMIN)]
    return [Note(_listing(work, event.member))]


def settle(work: Work, event: ButtonPressed) -> list[Answer]:
    """Keep, or take back."""
    decision, _, value = event.value.partition("|")
    place = _place(value)
    if not _is_admin(work, event.member):
        return [Note(NOT_ADMIN)]
    row = why.row(work, *place) if place else None
    if place is None or row is None:
        return [Note(cards.settled_already())]
    if row.member == event.member and objections.admins(work) != [event.member]:
        return [Note(NOT_OWN)]
    keep = decision != "take"
    member = objections.settle(work, event.member, place, keep=keep)
    if member is None:
        return [Note(cards.settled_already())]
    [explained] = why.explain(work, [row], member)
    admin = people.person(work, event.member)
    return [
        Refresh(_listing(work, event.member, "The points stay." if keep else "The points were taken back.")),
        Whisper(member, cards.decided(explained, admin, keep=keep)),
    ]


def _listing(work: Work, admin: str, done: str = "") -> Card:
    return cards.listing([_objection(work, doubt) for doubt in objections.doubts(work, admin)], done)


def _objection(work: Work, doubt: Doubt) -> Objection:
    return Objection(
        f"{doubt.seq}.{doubt.n}", doubt.at, people.person(work, doubt.member), doubt.reason, doubt.explained
    )


def _is_admin(work: Work, member: str) -> bool:
    return work.member(member).has_role("admin")


def _place(value: str) -> tuple[int, int] | None:
    seq, _, n = value.partition(".")
    # A button may say anything; more digits than these no database takes.
    right = seq.isdecimal() and n.isdecimal() and len(seq) <= MOST_DIGITS and len(n) <= MOST_DIGITS // 2
    return (int(seq), int(n)) if right else None
