"""Shout-outs: leaders praise in public with `/shoutout`; everybody else is told what they can do instead."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers import people, telling
from handlers.answers import Answer, Note, Open, Post, Refuse, Whisper
from handlers.cards import giving as giving_cards
from handlers.cards import shoutouts as cards
from handlers.cards.blocks import Person
from handlers.events import ButtonPressed, CommandGiven, DialogSubmitted
from handlers.giving import (
    MOST_WHISPERS,
    MOST_WORDS,
    Shares,
    announced,
    mentioned,
    not_to_thank,
    place_of,
    shares_of,
    split,
    unknown,
    values_shown,
    where,
)
from handlers.intake import currency_of, values_of
from scoring.facts import Fact, FactKind, Micros
from scoring.gifts import receivers
from scoring.giving import Mention
from scoring.markup import Kind, address, escape, hashtag, identity, pieces
from scoring.periods import local_day, week_of
from scoring.praise import REQUEST
from scoring.reading import Flag, link_flags, read
from scoring.turn import Notice
from storage import places, privacy, words
from storage.transactions import Work

JOINING = frozenset({"", ",", "and", "&"})
"""What may stand between the people at the beginning."""
LONGEST_ADDRESS = 1_000


@dataclass(frozen=True, slots=True)
class Said:
    """A shout-out as it was typed."""

    targets: tuple[Mention, ...]
    words: str
    """Markup."""
    hashtags: tuple[str, ...] = ()
    picture: str = ""


@dataclass(frozen=True, slots=True)
class Order:
    """A shout-out as somebody asked for it."""

    leader: str
    asked_in: str
    thread: str
    request: str
    at: Micros
    shares: Shares
    said: Said


def command(work: Work, event: CommandGiven) -> list[Answer]:
    """`/shoutout @colleague @design-team message #value [gif]`; alone it opens the form."""
    typed = people.resolve(work, event.text)
    said = understand(typed.text)
    if not is_leader(work, event.member):
        return [Note(cards.not_leader(mentioned(said.targets)))]
    if not typed.text:
        return [_open(work, place_of(event))]
    problem = typed.problem or _problem(said) or unknown(work, said.targets)
    if problem:
        return [Note(cards.mistaken(problem, mentioned(said.targets)))]
    shares = shares_of(work, said.targets, 1)
    return call(work, Order(event.member, event.channel, event.thread, event.request, event.at, shares, said))


def pressed(work: Work, event: ButtonPressed) -> list[Answer]:
    """A button that opens the form; its value is whom to begin with."""
    if problem := not_to_thank(work, event):
        return [Note(problem)]
    if not is_leader(work, event.member):
        return [Note(cards.not_leader(event.value))]
    return [_open(work, place_of(event), event.value)]


def submitted(work: Work, event: DialogSubmitted) -> list[Answer]:
    """The form was filled in."""
    if not is_leader(work, event.member):
        return [Note(cards.not_leader(event.fields.get("people", "")))]
    text = escape(event.fields.get("words", "").strip()[:MOST_WORDS])
    picture = event.fields.get("picture", "").strip()
    targets = [(person, False) for person in split(event.fields.get("people", ""))]
    shares = shares_of(work, targets, 1)
    errors = _errors(work, event.member, shares, text)
    stranger = unknown(work, targets)
    if stranger:
        errors["people"] = stranger
    if picture and not _is_address(picture):
        errors["picture"] = "Write the address of a picture, beginning with https://, or leave this empty."
    if errors:
        return [Refuse(errors)]
    tags = (*split(event.fields.get("value", "")), *read(text, currency_of(work)).hashtags)
    said = Said((), text, tuple(dict.fromkeys(tags)), picture)
    return call(work, Order(event.member, *where(work, event), event.request, event.at, shares, said))


def is_leader(work: Work, member: str) -> bool:
    """Whether this member may call shout-outs."""
    return work.member(member).has_role("leader", "admin")


def _open(work: Work, context: str, whom: str = "") -> Open:
    return Open(cards.form(work.book.values, whom, context))


def _errors(work: Work, leader: str, shares: Shares, text: str) -> dict[str, str]:
    errors = {}
    if not work.look(lambda state: receivers(state, work.book, leader, shares)):
        errors["people"] = "Choose at least one colleague other than yourself."
    if not text:
        errors["words"] = "Say what they did: that is what makes it count."
    return errors


def _problem(said: Said) -> str:
    if not said.targets:
        return "Whom do you praise? Mention them with @, then say what for."
    if not said.words:
        return "What for? Say in a few words what they did and what it changed."
    return ""


def understand(text: str) -> Said:
    """Whom, in which words, for which values; the first link to a picture becomes the picture.

    Who is named once the praise began is spoken of; only where nobody is named before it are those praised.
    """
    targets: dict[Mention, None] = {}
    spoken_of: dict[Mention, None] = {}
    tags: dict[str, None] = {}
    kept: list[str] = []
    picture = ""
    for kind, piece in pieces(text):
        if kind in (Kind.PERSON, Kind.GROUP):
            mention = identity(piece), kind is Kind.GROUP
            if not any(kept):
                targets[mention] = None
                continue
            spoken_of[mention] = None
        elif kind is Kind.LINK and not picture and _is_picture(address(piece)):
            picture = address(piece)
            continue
        elif kind is Kind.HASHTAG:
            tags[hashtag(piece)] = None
        elif kind is Kind.TEXT and not any(kept) and piece.strip().lower() in JOINING:
            continue
        kept.append(escape(piece) if kind is Kind.TEXT else piece)
    return Said(tuple(targets or spoken_of), "".join(kept).strip()[:MOST_WORDS], tuple(tags), picture)


def _is_picture(link: str) -> bool:
    return _is_address(link) and bool(link_flags(link) & (Flag.GIF | Flag.PHOTO))


def _is_address(link: str) -> bool:
    return link.startswith("https://") and len(link) <= LONGEST_ADDRESS and link.isprintable() and " " not in link


def call(work: Work, order: Order) -> list[Answer]:
    """Record a shout-out and say what became of it."""
    if privacy.forgotten(work, {order.leader}):
        return [Note(giving_cards.not_a_colleague(forgotten=True))]
    channel = channel_for(work, order.leader) or order.asked_in
    text = read(order.said.words, currency_of(work))
    fact = Fact(
        FactKind.SHOUTOUT, order.at, order.leader, channel, REQUEST + order.request, length=text.length,
        gift=order.shares, values=values_of(work.book, order.said.hashtags),
    )  # fmt: skip
    outcome = work.record([fact])[0]
    answers: list[Answer] = []
    for notice in outcome.notices:
        if notice.kind == "shoutout":
            answers += _called(work, order, channel, tuple(str(part) for part in notice.detail))
            if work.book.settings.keep_texts and order.said.words:
                words.keep(work, {work.last_seq: (order.leader, order.said.words)})
        else:
            answers += _refused(work, fact, notice)
    return answers + telling.achievements(work, fact, outcome)


def channel_for(work: Work, leader: str) -> str:
    """Where shout-outs are posted; nothing if there is no such channel."""
    wanted = work.book.settings.announce_channel
    return (places.find(work, leader, wanted) or "") if wanted else ""


def _refused(work: Work, fact: Fact, notice: Notice) -> list[Answer]:
    if notice.kind == "guest":
        return [Note(giving_cards.not_a_colleague(forgotten=False))]
    if notice.kind == "not_leader":
        return [Note(cards.not_leader(""))]
    if notice.kind == "nobody":
        return [Note(giving_cards.nobody(oneself=telling.is_to_oneself(fact)))]
    if notice.kind == "shoutouts_used":
        today = local_day(work.member(fact.actor).zone or work.book.settings.zone, fact.at)
        return [Note(cards.used_up(int(notice.detail[0]), week_of(today) + 7, today))]
    return []


def _called(work: Work, order: Order, channel: str, praised: Sequence[str]) -> list[Answer]:
    named = people.persons(work, [order.leader, *praised])
    may, quiet = announced(work, praised)
    said, book = order.said, work.book

    def card_of(members: Sequence[str], viewer: str = "") -> cards.Shoutout:
        return cards.Shoutout(
            named[order.leader], tuple(named[member] for member in members), said.words,
            people.names_in(work, said.words, viewer), values_shown(work, said.hashtags), said.picture,
        )  # fmt: skip

    posted = bool(may and channel) and not places.shared(work, [channel])
    quietly: tuple[Person, ...] = tuple(named[member] for member in quiet)
    called = cards.Called(
        tuple(named[member] for member in praised), people.place(work, order.leader, channel),
        f"{channel} {REQUEST}{order.request}", quietly,
        tuple(tag for tag in said.hashtags if tag not in book.value_ids), tuple(value.id for value in book.values),
        posted, "" if channel_for(work, order.leader) else book.settings.announce_channel.lstrip("#"),
    )  # fmt: skip
    answers: list[Answer] = [Note(cards.confirmed(called))]
    if posted:
        # In the thread only where it stands since there is no channel for it: there it would be overlooked.
        thread = "" if channel_for(work, order.leader) else order.thread
        answers.append(
            Post(
                channel, cards.public(card_of(may)), thread, key_of(order.request), order.leader,
                (order.leader, *may), called.key,
            )
        )  # fmt: skip
    return answers + [
        # Where it stands is only said to those whom the card there names.
        Whisper(
            member,
            cards.praised(
                card_of(praised, member), people.place(work, member, channel) if posted and member in may else None
            ),
        )
        for member in (praised if len(praised) <= MOST_WHISPERS or not posted else quiet)
    ]


def key_of(request: str) -> str:
    """Under which key the public card of a shout-out can be edited later."""
    return f"shoutout:{request}"
