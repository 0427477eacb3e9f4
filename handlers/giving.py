"""Giving: `/kudos`, its form, and everything that is said about a gift by command."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from handlers import people, telling
from handlers.answers import Answer, Note, Open, Post, Refuse, Whisper
from handlers.cards import giving as cards
from handlers.cards.blocks import Card, Person
from handlers.cards.phrases import PER, in_words
from handlers.cards.shortcuts import of_a_bot, own_message
from handlers.events import A_BOT, ButtonPressed, CommandGiven, DialogSubmitted
from handlers.intake import currency_of, values_of
from scoring.book import Value
from scoring.facts import Fact, FactKind, Mark, Micros
from scoring.gifts import left_to_give, receivers
from scoring.giving import MOST, Mention, Share, expand, read_command
from scoring.markup import escape
from scoring.periods import local_day
from scoring.praise import REQUEST
from scoring.reading import read
from scoring.state import Trait
from storage import groups, places, privacy, words
from storage.transactions import Work

Shares = tuple[tuple[str, int], ...]
MOST_WHISPERS = 20
"""A public gift to more people than this is told by its card alone."""
MOST_WORDS = 2_000
STRANGER = "I don't know everybody you named. Choose your colleagues from the list that appears, and it works."
ON = frozenset({"1", "on", "true", "yes", "private"})
"""What a toggle says when it is on, whatever the platform."""


@dataclass(frozen=True, slots=True)
class Order:
    """A gift as somebody asked for it."""

    giver: str
    channel: str
    thread: str
    request: str
    at: Micros
    shares: Shares
    amount: int
    words: str = ""
    hashtags: tuple[str, ...] = ()
    private: bool = False

    @property
    def message(self) -> str:
        """What stands in for the id of a message."""
        return REQUEST + self.request


def command(work: Work, event: CommandGiven) -> list[Answer]:
    """`/kudos @colleague @another 3 for the release #teamwork [--private]`; alone it opens the form."""
    if stop := _barred(work, event.member):
        return [Note(stop)]
    if not event.text.strip():
        return [open_form(work, event.member, place_of(event))]
    typed = people.resolve(work, event.text)
    order = read_command(typed.text, currency_of(work))
    problem = typed.problem or order.problem or unknown(work, order.targets)
    if problem:
        return [Note(cards.mistaken(problem, mentioned(order.targets)))]
    shares = shares_of(work, order.targets, order.amount)
    return give(
        work,
        Order(
            event.member, event.channel, event.thread, event.request, event.at, shares, order.amount,
            order.words[:MOST_WORDS], order.hashtags, order.private,
        ),
    )  # fmt: skip


def pressed(work: Work, event: ButtonPressed) -> list[Answer]:
    """A button that opens the form, or “Say thanks” on a message: its value is whom to begin with."""
    if problem := _barred(work, event.member) or not_to_thank(work, event):
        return [Note(problem)]
    return [open_form(work, event.member, place_of(event), event.value)]


def _barred(work: Work, giver: str) -> Card | None:
    # Said before a form opens, so that nobody fills it in for nothing.
    forgotten = bool(privacy.forgotten(work, {giver}))
    if forgotten or work.member(giver).traits & work.book.not_giving:
        return cards.not_a_colleague(forgotten=forgotten)
    return None


def not_to_thank(work: Work, event: ButtonPressed) -> Card | None:
    """What to say if a message was chosen that one wrote oneself, or that a bot wrote; None if it is a colleague's."""
    if event.value and event.value == event.member:
        return own_message()
    is_bot = event.value == A_BOT or work.member(event.value).traits & Trait.BOT
    return of_a_bot() if is_bot else None


def submitted(work: Work, event: DialogSubmitted) -> list[Answer]:
    """The form was filled in."""
    channel, thread = where(work, event)
    amount = amount_of(event.fields.get("amount", "1"))
    text = escape(event.fields.get("words", "").strip()[:MOST_WORDS])
    targets = [(person, False) for person in split(event.fields.get("people", ""))]
    shares = shares_of(work, targets, amount)
    stranger = unknown(work, targets)
    errors = {"people": stranger} if stranger else _errors(work, event.member, shares, amount)
    if errors:
        return [Refuse(errors)]
    hashtags = (*split(event.fields.get("value", "")), *read(text, currency_of(work)).hashtags)
    private = event.fields.get("private", "").strip().lower() in ON
    return give(
        work,
        Order(
            event.member, channel, thread, event.request, event.at, shares, amount, text,
            tuple(dict.fromkeys(hashtags)), private,
        ),
    )  # fmt: skip


def open_form(work: Work, member: str, context: str, whom: str = "") -> Open:
    """The form to give, filled in as far as we know."""
    book = work.book
    form = cards.Form(
        book.currency_name, left_of(work, member), book.allowance.per, book.values, whom, context=context
    )  # fmt: skip
    return Open(cards.form(form))


def place_of(event: CommandGiven | ButtonPressed) -> str:
    """Where a dialog was opened from, as its context."""
    return f"{event.channel}|{event.thread}"


def where(work: Work, event: DialogSubmitted) -> tuple[str, str]:
    """Channel and thread a dialog was opened from; nothing of one that its sender isn't in.

    What a form was opened with may come back changed.
    """
    channel, _, thread = event.context.partition("|")
    channel = channel or event.channel
    return ("", "") if places.is_closed(work, event.member, channel) else (channel, thread)


def split(listed: str) -> list[str]:
    """The entries of a list joined by commas."""
    return [part for part in (each.strip() for each in listed.split(",")) if part]


def mentioned(targets: Iterable[Mention]) -> str:
    """The people among those mentioned, for a form."""
    return ",".join(person for person, group in targets if not group)


def unknown(work: Work, targets: Iterable[Mention]) -> str:
    """What to say if somebody is named whom the platform never introduced; nothing if all are known."""
    found = people.strangers(work, [person for person, group in targets if not group])
    return STRANGER if found else ""


def shares_of(work: Work, targets: Sequence[Mention], amount: int) -> Shares:
    """Who is meant: groups as their members, without those who asked to be forgotten."""
    members = groups.members_of(work, [target for target, group in targets if group])
    wanted = expand([Share(target, group, amount) for target, group in targets], members)
    forgotten = privacy.forgotten(work, {person for person, _ in wanted})
    return tuple(share for share in wanted if share[0] not in forgotten)


def left_of(work: Work, member: str) -> int:
    """What a member may still give in the period that runs."""
    book = work.book
    day = local_day(work.member(member).zone or book.settings.zone, work.now)
    return work.look(lambda state: left_to_give(state, book, member, day))


def amount_of(typed: str) -> int:
    """How many were asked for: 1 if nothing was typed, 0 for what is no amount."""
    digits = typed.strip() or "1"
    return int(digits) if digits.isdecimal() and len(digits) <= len(str(MOST)) else 0


def _errors(work: Work, giver: str, shares: Shares, amount: int) -> dict[str, str]:
    # Told before anything is kept, so that the form stays open and nothing has to be typed again.
    if not 1 <= amount <= MOST:
        return {"amount": "Write a whole number, 1 or more."}
    if not shares:
        return {"people": "Choose at least one colleague."}
    wanted = work.look(lambda state: receivers(state, work.book, giver, shares))
    if not wanted:
        return {"people": refusal(work, giver, shares)}
    left, total = left_of(work, giver), sum(wanted.values())
    if total > left:
        per = PER[work.book.allowance.per]
        return {
            "amount": f"You have {left} left {per}, and this comes to {total}. Make it smaller or choose fewer people."
        }
    return {}


def refusal(work: Work, giver: str, shares: Shares) -> str:
    """Who can't be given anything, by name, for a gift that reaches no one; nothing if nobody was meant."""
    meant = list(dict.fromkeys(person for person, _ in shares))
    others = people.persons(work, [person for person in meant if person != giver])
    if not others:
        return "That's you. Choose a colleague; you can't give to yourself." if meant else ""
    myself = f", and {people.person(work, giver).name}, that's you" if giver in meant else ""
    return f"{in_words(list(others.values()))} can't be given {work.book.currency_name}{myself}."


def give(work: Work, order: Order) -> list[Answer]:
    """Record a gift and say what became of it."""
    if stop := _barred(work, order.giver):
        return [Note(stop)]
    text = read(order.words, currency_of(work))
    fact = Fact(
        FactKind.GIFT, order.at, order.giver, order.channel, order.message, order.thread,
        marks=int(Mark.PRIVATE) if order.private else 0, length=text.length, gift=order.shares,
        values=values_of(work.book, order.hashtags),
    )  # fmt: skip
    outcome = work.record([fact])[0]
    said: list[Answer] = []
    for notice in outcome.notices:
        if notice.kind == "gift":
            given = [str(part) for part in notice.detail[::2]]
            said += _given(work, order, given)
            _keep_words(work, order)
        elif notice.kind == "allowance":
            said.append(Note(telling.too_little(work, notice)))
        elif notice.kind == "nobody":
            who = refusal(work, order.giver, order.shares)
            said.append(Note(cards.nobody(oneself=telling.is_to_oneself(fact), who=who)))
    return said + telling.achievements(work, fact, outcome)


def _keep_words(work: Work, order: Order) -> None:
    if work.book.settings.keep_texts and order.words and not order.private:
        words.keep(work, {work.last_seq: (order.giver, order.words)})


def values_shown(work: Work, hashtags: Iterable[str]) -> tuple[Value, ...]:
    """The company values among hashtags, in the order of the rule book."""
    named = set(hashtags)
    return tuple(value for value in work.book.values if value.id in named)


def announced(work: Work, members: Sequence[str]) -> tuple[list[str], list[str]]:
    """Those who may be announced, and those who would rather not."""
    traits = work.members(list(members))
    quiet = [member for member in members if traits[member].traits & Trait.NO_ANNOUNCE]
    return [member for member in members if member not in quiet], quiet


def _given(work: Work, order: Order, given: list[str]) -> list[Answer]:
    named = people.persons(work, [order.giver, *given])
    may, quiet = announced(work, given)
    book = work.book

    def gift(members: Sequence[str], viewer: str = "") -> cards.Gift:
        emoji = book.currency_emoji[0] if book.currency_emoji else "tada"
        return cards.Gift(
            named[order.giver], _persons(named, members), order.amount, book.currency_name, emoji, order.words,
            people.names_in(work, order.words, viewer), values_shown(work, order.hashtags),
        )  # fmt: skip

    said: list[Answer] = [Note(_confirmed(work, order, gift(given, order.giver), _persons(named, quiet)))]
    posted = bool(may and order.channel) and not order.private and not places.shared(work, [order.channel])
    if posted:
        said.append(
            Post(
                order.channel, cards.public(gift(may)), order.thread, key_of(order.request), order.giver,
                (order.giver, *may), f"{order.channel} {order.message}",
            )
        )  # fmt: skip
    if not posted or len(given) <= MOST_WHISPERS:
        for member in given:
            receipt = cards.Receipt(gift(given, member), people.place(work, member, order.channel), order.private)
            said.append(Whisper(member, cards.received(receipt)))
    return said


def _persons(named: dict[str, Person], members: Sequence[str]) -> tuple[Person, ...]:
    return tuple(named[member] for member in members)


def _confirmed(work: Work, order: Order, gift: cards.Gift, quiet: tuple[Person, ...]) -> Card:
    book = work.book
    return cards.confirmed(
        cards.Given(
            gift, left_of(work, order.giver), book.allowance.per, f"{order.channel} {order.message}", order.private,
            quiet, tuple(tag for tag in order.hashtags if tag not in book.value_ids),
            tuple(value.id for value in book.values), book.settings.undo_hours,
        )
    )  # fmt: skip


def key_of(request: str) -> str:
    """Under which key the public card of a gift can be edited later."""
    return f"gift:{request}"
