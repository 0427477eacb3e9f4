"""Steering: close early, open again, change, delete, and co-owners."""

from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256

from handlers import people
from handlers.answers import Answer, Note, Open, Post, Refresh, Refuse
from handlers.calendar import scheduling
from handlers.cards.polls import card as cards
from handlers.cards.polls import dialogs, notes
from handlers.cards.polls import result_notes as own
from handlers.cards.polls import results as poll_results
from handlers.cards.polls import voted as vote_notes
from handlers.events import ButtonPressed, DialogSubmitted
from handlers.giving import split
from handlers.polls import asking, closing, drafting, listing, presenting, reading, results, rights, showing, twins
from handlers.polls import terms as of_poll
from handlers.polls.drafting import number_of
from handlers.polls.quoting import tidy
from handlers.polls.reading import Typed
from handlers.polls.terms import FIXED, RESULTS, read_terms, write_terms
from scoring.markup import escape, plain
from scoring.periods import DAY
from storage import outbox, places, polls, quizzes, votes
from storage.tables import PollRow
from storage.transactions import Work

MOST_OWNERS = 10
SHARED = (
    "It can't be opened again: people of another organisation are in its channel now, and I post nothing about "
    "colleagues there. Ask anew in another channel."
)
OF_ROUND = notes.told(
    "It stays as it is",
    "This is a question of a round of trivia, so it stays as it is. To end the round: /huzzah trivia stop",
)


def _mine(work: Work, member: str, value: str) -> PollRow | None:
    row = polls.find(work, number_of(value))
    if row is None or row.state not in (of_poll.STANDING, of_poll.CLOSED):
        return None
    return row if rights.may_steer(work, row, member) else None


def close(work: Work, event: ButtonPressed) -> list[Answer]:
    """Close now."""
    row = _mine(work, event.member, event.value)
    if row is None:
        return [Note(notes.told(rights.NOT_YOURS))]
    listed = event.value.endswith(notes.LISTED)
    answers: list[Answer] = []
    if row.state != of_poll.CLOSED:
        answers = closing.close(work, row, by="" if listed else event.member)
    if row.state != of_poll.CLOSED:
        return [Note(notes.told("I can't close it yet", closing.STUCK))]
    kept_back = places.shared(work, [row.channel])
    card = own.closed(presenting.finished(work, row), already=not answers, kept_back=bool(kept_back))
    if listed and (others := listing.still_open(work, event)) is not None:
        return [Refresh(others), Note(card), *answers]
    return [Refresh(card), *answers]


def reopen(work: Work, event: ButtonPressed) -> list[Answer]:
    """Open again; of an anonymous one nobody knows any more who voted, so somebody could vote twice."""
    row = _mine(work, event.member, event.value)
    if row is None:
        return [Note(notes.told(rights.NOT_YOURS))]
    if row.state == of_poll.STANDING:
        return [Note(notes.told("It is open."))]
    if row.kind == of_poll.QUIZ:
        words = "A quiz can't be opened again: everybody has seen what was right. Ask another one instead."
        return [Note(notes.told("It can't be opened again", words))]
    if row.anonymous:
        words = "An anonymous poll can't be opened again: who has voted is forgotten at the close. Ask anew instead."
        return [Note(notes.told("It can't be opened again", words))]
    if places.shared(work, [row.channel]):
        return [Note(notes.told("It can't be opened again", SHARED))]
    closing.undo(work, row)
    row.state, row.result, row.closed_at = of_poll.STANDING, "", 0
    if row.closes and row.closes <= work.now:
        row.closes = work.now + DAY
    polls.save(work, row)
    asking.plan(work, row)
    poll = presenting.poll_of(work, row)
    again = results.below(work, row, poll_results.again(poll), presenting.result_key(row.poll))
    return [Refresh(asking.out(work, row, event.member, point=notes.AGAIN)), *presenting.post(work, row), again]


def delete(work: Work, event: ButtonPressed) -> list[Answer]:
    """Take it away: votes, result and all; the cards say so."""
    row = _mine(work, event.member, event.value)
    if row is None:
        return [Note(notes.told(rights.NOT_YOURS))]
    if row.state == of_poll.CLOSED:
        closing.undo(work, row)
    there = [results.below(work, row, cards.taken_away(), key, less=True) for key in _said_below(work, row)]
    votes.drop(work, row)
    for kind in ("poll_close", "poll_remind", "poll_refresh", "poll_promise"):
        scheduling.end_about(work, kind, str(row.poll))
    polls.forget_promise(work, row.poll)
    row.result = row.tally = ""
    asking.drop(work, row)
    gone = Post(row.channel, cards.taken_away(), row.thread, presenting.key_of(row.poll), less=True)
    return [Refresh(notes.told("It is gone", "The poll and all its votes are gone.")), gone, *there]


def _said_below(work: Work, row: PollRow) -> list[str]:
    # The keys of what was said in its thread, or is about to be.
    promise = polls.promise(work, row.poll)
    said = {
        presenting.result_key(row.poll): row.state == of_poll.CLOSED,
        results.answer_key(row.poll): promise is not None and bool(promise.answer),
        closing.reminder_key(row.poll): outbox.waits(work, closing.reminder_key(row.poll)),
    }
    return [key for key, now in said.items() if now or outbox.remote_of(work, key)]


def steer(work: Work, event: ButtonPressed) -> list[Answer]:
    """All that can be done with one."""
    row = _mine(work, event.member, event.value)
    if row is None:
        return [Note(notes.told(rights.NOT_YOURS))]
    return [Note(notes.steer(presenting.poll_of(work, row), people.place(work, event.member, row.channel)))]


def edit(work: Work, event: ButtonPressed) -> list[Answer]:
    """The form to change it."""
    row = _mine(work, event.member, event.value)
    if row is None:
        return [Note(notes.told(rights.NOT_YOURS))]
    if row.state == of_poll.CLOSED or quizzes.is_of_round(row):
        return [Note(vote_notes.closed(presenting.finished(work, row)) if row.state == of_poll.CLOSED else OF_ROUND)]
    try:
        voted = votes.voters(work, row) > 0
    except votes.NoKey:
        voted = True
    poll = presenting.poll_of(work, row)
    return [Open(dialogs.edit(poll, "" if row.closes else "never", _state(work, row), voted=voted))]


def _state(work: Work, row: PollRow) -> str:
    # Which options the form was opened with: whoever adds one meanwhile isn't to lose it.
    words = "\n".join(each.words for each in polls.options(work, row.poll))
    return sha256(words.encode()).hexdigest()[:12]


def edited(work: Work, event: DialogSubmitted) -> list[Answer]:
    """Changed: question and options only as long as nobody voted."""
    row = _mine(work, event.member, event.context)
    if row is None or row.state != of_poll.STANDING:
        return [Note(notes.told(rights.NOT_YOURS if row is None else "It has closed already."))]
    if quizzes.is_of_round(row):
        return [Note(OF_ROUND)]
    typed = event.fields.get("close", "").strip()
    closes = asking.closes_of(work, event.member, typed) if typed else asking.Closing(row.closes)
    errors = {"close": closes.problem} if closes.problem else {}
    errors = errors or _asked(work, row, event)
    if errors:
        return [Refuse(errors)]
    wanted, terms = event.fields.get("results", ""), read_terms(row.terms)
    if wanted in RESULTS and row.kind != of_poll.QUIZ and not (row.anonymous and terms.by):
        row.terms = write_terms(replace(terms, results=wanted))
    before, row.closes = row.closes, closes.at
    polls.save(work, row)
    if closes.at != before:
        asking.plan(work, row)
    card = asking.out(work, row, event.member, point=notes.CHANGED)
    return [Note(card, presenting.asked_key(row.poll)), *presenting.post(work, row)]


def _asked(work: Work, row: PollRow, event: DialogSubmitted) -> dict[str, str]:
    # Question and options, where the form had them; errors at their fields.
    if "question" not in event.fields:
        return {}
    try:
        voted = votes.voters(work, row) > 0
    except votes.NoKey:
        return {"question": "The key that keeps its votes secret is missing, so only its time can change."}
    if voted:
        return {"question": "Somebody voted meanwhile, so question and options stay. Close the form and open it again."}
    has_own = row.kind in FIXED or row.kind == of_poll.OPEN
    opened = event.context.partition("|")[2]
    if not has_own and opened and opened != _state(work, row):
        return {"options": "The options changed meanwhile. Close the form and open it again."}
    options = () if has_own else drafting.options_in(event.fields.get("options", ""))
    kept, _, _ = twins.without_twins(options)
    terms, gone = _right_among(work, row, kept)
    if gone:
        return {"options": gone}
    said = Typed(escape(tidy(event.fields["question"])), kept, row.kind, terms=terms)
    if problem := reading.wrong(said):
        return {"question" if not said.question or problem == reading.TOO_LONG else "options": problem}
    others = not has_own and list(kept) != [each.words for each in polls.options(work, row.poll)]
    if others:
        polls.change_options(work, row.poll, kept)
        row.terms = write_terms(terms)
    if others or row.question != said.question:
        showing.ask_anew(work, row)
    row.question = said.question
    return {}


def _right_among(work: Work, row: PollRow, kept: Sequence[str]) -> tuple[of_poll.Terms, str]:
    # What is right stays right by its words, wherever it stands now; and why not, if it isn't there any more.
    terms = read_terms(row.terms)
    places = {twins.alike(words): number for number, words in enumerate(kept, start=1)}
    right = [each.words for each in polls.options(work, row.poll) if each.option in terms.right]
    gone = [words for words in right if twins.alike(words) not in places]
    if gone:
        return (
            terms,
            f"“{plain(gone[0], {})[:60]}” is right, so it stays. To ask otherwise, delete the quiz and ask anew.",
        )
    return replace(terms, right=tuple(sorted(places[twins.alike(words)] for words in right))), ""


def owners(work: Work, event: ButtonPressed) -> list[Answer]:
    """Who else may steer it."""
    row = _mine(work, event.member, event.value)
    if row is None:
        return [Note(notes.told(rights.NOT_YOURS))]
    return [Open(dialogs.owners(presenting.poll_of(work, row)))]


def owned(work: Work, event: DialogSubmitted) -> list[Answer]:
    """Co-owners were chosen."""
    row = _mine(work, event.member, event.context)
    if row is None:
        return [Note(notes.told(rights.NOT_YOURS))]
    chosen = [each for each in dict.fromkeys(split(event.fields.get("owners", ""))) if each != row.member]
    if len(chosen) > MOST_OWNERS:
        return [Refuse({"owners": f"Choose {MOST_OWNERS} at most."})]
    for member in chosen:
        if people.strangers(work, [member]) or rights.barred(work, member):
            return [Refuse({"owners": "Choose colleagues from the list that appears."})]
        if places.is_closed(work, member, row.channel):
            name = people.person(work, member).name
            return [Refuse({"owners": f"{name} isn't in that private channel, so they couldn't see the poll."})]
    row.terms = write_terms(replace(read_terms(row.terms), owners=tuple(chosen)))
    polls.save(work, row)
    names = ", ".join(person.name for person in people.persons(work, chosen).values())
    words = (
        f"{names} may now manage this poll as well: /huzzah polls" if chosen else "Nobody else may manage this poll."
    )
    return [Note(notes.told("Co-owners are changed", words))]
