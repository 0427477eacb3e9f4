"""Answering: the forms of a poll - several at once, an order, own words, one more option - and looking answers over."""

from collections.abc import Mapping

from handlers import people
from handlers.answers import Answer, Note, Open, Refresh, Refuse, Whisper
from handlers.cards.blocks import Card
from handlers.cards.polls import dialogs, notes
from handlers.cards.polls.words import Option
from handlers.events import ButtonPressed, DialogSubmitted
from handlers.polls import closing, presenting, results, rights, twins, voting
from handlers.polls import terms as of_poll
from handlers.polls.drafting import number_of
from handlers.polls.quoting import tidy
from handlers.polls.terms import read_terms
from scoring.markup import escape, unescape
from storage import polls, votes
from storage.tables import PollRow
from storage.transactions import Work
from storage.votes import Choice

MOST_LISTED = 12


def ask(work: Work, event: ButtonPressed) -> list[Answer]:
    """The button that opens the form to vote."""
    row = voting.standing(work, event, event.member, number_of(event.value))
    if isinstance(row, Card):
        return [Note(row)]
    try:
        before = votes.mine(work, row, event.member) or Choice()
    except votes.NoKey:
        return [Note(voting.NO_KEY)]
    poll = presenting.poll_of(work, row)
    if row.kind == of_poll.OPEN:
        return [Open(dialogs.answer(poll, unescape(before.words)))]
    if row.kind == of_poll.RANKING:
        return [Open(dialogs.order(poll, before.options))]
    if row.kind == of_poll.CHOICES:
        return [Open(dialogs.choose(poll, before.options))]
    return [Note(voting.UNREADABLE)]


def chosen(work: Work, event: DialogSubmitted) -> list[Answer]:
    """Several at once."""
    row = voting.standing(work, event, event.member, number_of(event.context))
    if isinstance(row, Card):
        return [Note(row)]
    options = tuple(sorted({_number(each) for each in event.fields.get("options", "").split(",") if each.strip()}))
    most = read_terms(row.terms).most
    if most and len(options) > most:
        return [Refuse({"options": f"You chose {len(options)}, and {most} is the most. Take some out."})]
    if row.kind != of_poll.CHOICES or _are_gone(work, row, options):
        return [Refuse({"options": "One of them isn't there any more. Close the form and open it again."})]
    return voting.cast(work, event, row, Choice(options))


def ordered(work: Work, event: DialogSubmitted) -> list[Answer]:
    """The best first."""
    row = voting.standing(work, event, event.member, number_of(event.context))
    if isinstance(row, Card):
        return [Note(row)]
    places = _places(event.fields)
    seen: set[int] = set()
    for name, option in places:
        if option in seen:
            return [Refuse({name: "You placed this one already. Choose another, or leave it empty."})]
        seen.add(option)
    if not places:
        return [Refuse({"place1": "Choose at least the one you like best."})]
    options = tuple(option for _, option in places)
    if row.kind != of_poll.RANKING or _are_gone(work, row, options):
        return [Refuse({places[0][0]: "One of them isn't there any more. Close the form and open it again."})]
    return voting.cast(work, event, row, Choice(options))


def _places(fields: Mapping[str, str]) -> list[tuple[str, int]]:
    names = [f"place{place}" for place in range(1, of_poll.MOST_OPTIONS + 1)]
    empty = ("", dialogs.NOTHING[0])
    return [(name, _number(fields[name])) for name in names if fields.get(name, "").strip() not in empty]


def _number(text: str) -> int:
    text = text.strip()
    return int(text) if text.isdecimal() and len(text) < 6 else 0


def _are_gone(work: Work, row: PollRow, options: tuple[int, ...]) -> bool:
    return not set(options) <= set(presenting.numbers_of(polls.options(work, row.poll)))


def answered(work: Work, event: DialogSubmitted) -> list[Answer]:
    """In one's own words."""
    row = voting.standing(work, event, event.member, number_of(event.context))
    if isinstance(row, Card):
        return [Note(row)]
    said = event.fields.get("answer", "").strip()
    if row.kind != of_poll.OPEN or not tidy(said):
        return [Refuse({"answer": "Write a few words, or close the form."})]
    if len(said) > of_poll.LONGEST_ANSWER:
        return [Refuse({"answer": f"That is {len(said)} characters; {of_poll.LONGEST_ANSWER} fit."})]
    words = escape(said)
    moderated = read_terms(row.terms).moderated or _was_hidden(work, row, event.member)
    extra = [] if row.anonymous else _kept(work, row, event.member, words, moderated=moderated)
    lead = "Your answer waits until it was looked over: " if moderated else "Your answer: "
    return voting.cast(work, event, row, Choice(words=words), lead) + extra


def _was_hidden(work: Work, row: PollRow, member: str) -> bool:
    # What a moderator hid doesn't come back by a letter changed.
    before = None if row.anonymous else polls.answer_of(work, row.poll, member)
    return before is not None and before.state != polls.SHOWN


def _kept(work: Work, row: PollRow, member: str, words: str, *, moderated: bool) -> list[Answer]:
    # An anonymous answer stays in its envelope until the close: shown at once, its moment would tell.
    before = polls.answer_of(work, row.poll, member)
    if before is not None and before.words == words:
        return []
    if before is not None:
        polls.remove_option(work, before)
    polls.add_option(work, row.poll, words, member=member, state=polls.WAITING if moderated else polls.SHOWN)
    waiting = polls.newest_answers(work, row.poll, 2, (polls.WAITING,))
    if moderated and len(waiting) == 1:
        # Of more that wait they know already.
        card = notes.waiting(presenting.poll_of(work, row))
        return [Whisper(head, card) for head in closing.heads(work, row)]
    return []


def add(work: Work, event: ButtonPressed) -> list[Answer]:
    """The button to add an option."""
    row = voting.standing(work, event, event.member, number_of(event.value))
    if isinstance(row, Card):
        return [Note(row)]
    if problem := _full(work, row):
        return [Note(notes.told(problem))]
    return [Open(dialogs.add(presenting.poll_of(work, row)))]


def _full(work: Work, row: PollRow) -> str:
    if not read_terms(row.terms).add:
        return "Whoever asked didn't open this poll for more options."
    many = len(polls.options(work, row.poll))
    return f"There are {many} options already, and that is the most." if many >= of_poll.MOST_OPTIONS else ""


def added(work: Work, event: DialogSubmitted) -> list[Answer]:
    """One more option."""
    row = voting.standing(work, event, event.member, number_of(event.context))
    if isinstance(row, Card):
        return [Note(row)]
    words = escape(tidy(event.fields.get("option", "")))
    problem = _full(work, row)
    if not words:
        problem = "What shall people be able to choose?"
    elif len(words) > of_poll.LONGEST_OPTION:
        problem = f"That is too long: {of_poll.LONGEST_OPTION} characters fit."
    elif any(twins.alike(option.words) == twins.alike(words) for option in polls.options(work, row.poll)):
        problem = "That option is there already. Vote for it!"
    if problem:
        return [Refuse({"option": problem})]
    # Where it is anonymous, nobody is kept with what they added.
    polls.add_option(work, row.poll, words, member="" if row.anonymous else event.member)
    done = notes.told("Added", "Added. Nothing is chosen yet: press Vote beside it if it is your choice.")
    return [Note(done), *presenting.touch(work, row)]


def moderate(work: Work, event: ButtonPressed) -> list[Answer]:
    """Look answers over."""
    row = polls.find(work, number_of(event.value))
    if row is None or row.kind != of_poll.OPEN or not rights.may_moderate(work, row, event.member):
        return [Note(notes.told(rights.NOT_YOURS))]
    return [Note(_moderation(work, row))]


def _moderation(work: Work, row: PollRow) -> Card:
    waiting = polls.newest_answers(work, row.poll, MOST_LISTED, (polls.WAITING,))
    others = polls.newest_answers(work, row.poll, MOST_LISTED - len(waiting), (polls.SHOWN, polls.REMOVED))
    rows = [*waiting, *others]
    named = people.persons(work, [each.member for each in rows])
    poll = presenting.poll_of(work, row)
    return notes.moderation(
        poll,
        [(Option(each.option, each.words, state=each.state), named.get(each.member)) for each in rows],
    )


def show(work: Work, event: ButtonPressed) -> list[Answer]:
    """Everybody may read it."""
    return _settled(work, event, polls.SHOWN)


def hide(work: Work, event: ButtonPressed) -> list[Answer]:
    """Nobody reads it any more."""
    return _settled(work, event, polls.REMOVED)


def _settled(work: Work, event: ButtonPressed, state: str) -> list[Answer]:
    row = polls.find(work, number_of(event.value))
    if row is None or row.kind != of_poll.OPEN or not rights.may_moderate(work, row, event.member):
        return [Note(notes.told(rights.NOT_YOURS))]
    if not polls.set_option(work, row.poll, voting.option_of(event.value), state):
        return [Note(notes.told("That answer is gone", "That answer was taken back or changed meanwhile."))]
    follows = presenting.touch(work, row) if row.state == of_poll.STANDING else results.posted_again(work, row)
    return [Refresh(_moderation(work, row)), *follows]
