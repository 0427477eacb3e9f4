"""Messages: what posting, answering, editing and deleting is worth."""

from scoring.awarding import Occurrence, award, pay, take_back
from scoring.book import Kind
from scoring.counting import active, count, each
from scoring.facts import PICTURE, QUESTION, Fact
from scoring.gifts import Where, change, give, is_newcomer, take_back_gift
from scoring.periods import ahead, day_ahead
from scoring.reactions import unreact
from scoring.state import (
    AHEAD,
    ALIVE,
    CARD,
    COUNTED,
    EDITED_FIRST,
    GONE,
    LINKED,
    PROMPT_ANSWER,
    PROMPTED,
    RESTORED,
    UNDONE,
    WELCOMED,
    Message,
    MessageKey,
    ReactionKey,
    State,
)
from scoring.turn import DROPPED, Outcome, Turn

MOST_MENTIONED = 20
"""Naming more people than this in one message is an announcement, and earns nobody a mention."""


def posted(turn: Turn) -> Outcome:
    """A message came: remember it, award its author, give its gift. A repeat, or one already deleted, is dropped."""
    before = turn.state.messages.get((turn.fact.channel, turn.fact.message))
    return DROPPED if before and before.state != EDITED_FIRST else _comes(turn, before)


def restored(turn: Turn) -> Outcome:
    """Its deletion was undone: it counts as when it was written, but for what a cool-down holds back.

    Reactions that went with it don't come back.
    """
    before = turn.state.messages.get((turn.fact.channel, turn.fact.message))
    if before and (before.state != GONE or turn.fact.stamp <= before.stamp):
        return DROPPED
    return _comes(turn, None, RESTORED)


def _comes(turn: Turn, before: Message | None, marks: int = 0) -> Outcome:
    fact, state = turn.fact, turn.state
    key = (fact.channel, fact.message)
    author = state.member(fact.actor)
    if author.traits & turn.book.outside:
        return DROPPED
    thread = "" if fact.thread == fact.message else fact.thread
    message = Message(fact.actor, fact.at, thread, fact.marks | marks, fact.length, turn.seq, fact.stamp, ALIVE)
    if before:
        message = message._replace(stamp=before.stamp, gift=before.gift)
    if not author.traits & turn.book.not_scored:
        day = ahead(turn.day_of(author, fact.at), fact.at)
        message = _author_earns(turn, key, message._replace(marks=message.marks | COUNTED | day << AHEAD))
    if fact.gift and not before:
        message = message._replace(gift=give(turn, fact.actor, fact.gift, _where(key, message)))
    state.messages.put(key, message)
    return turn.outcome()


def _author_earns(turn: Turn, key: MessageKey, message: Message) -> Message:
    marks = message.marks
    base = _occurrence(key, message)
    if message.thread:
        marks |= _answered(turn, base)
    else:
        award(turn, base)
    if marks & PICTURE:
        award(turn, base._replace(kind=Kind.PHOTO))
    if marks & QUESTION:
        award(turn, base._replace(kind=Kind.QUESTION))
    people = turn.fact.people
    if len(people) <= MOST_MENTIONED:
        for person in people:
            award(turn, base._replace(kind=Kind.MENTIONED, self_=person, other=message.author))
    message = message._replace(marks=marks)
    _tallies(turn, key, message, 1)
    return message


def _occurrence(key: MessageKey, message: Message) -> Occurrence:
    return Occurrence(
        Kind.MESSAGE, message.author, "", message.at, *key, message.thread, message.marks, message.length
    )  # fmt: skip


def _answered(turn: Turn, base: Occurrence) -> int:
    # A reply: to whom, whether it is the first to a newcomer, and whether the thread is now lively.
    state, author = turn.state, base.self_
    root = state.messages.get((base.channel, base.thread))
    host = root.author if root else ""
    if host == author:
        return 0
    award(turn, base._replace(kind=Kind.REPLY, other=host))
    if root is None or root.state == GONE:
        return 0
    if root.marks & PROMPTED:
        return _answers_prompt(turn, base)
    people = _join(turn, base.channel, base.thread, author, 1)
    _pay_host(turn, root, base, people)
    if state.add((0, "answered", f"{base.channel}/{base.thread}", ""), 1) == 1 and is_newcomer(
        turn.book, state.member(host), root.at
    ):
        award(turn, base._replace(kind=Kind.WELCOME, other=host))
        each(turn, "welcomed", author, host, 1)
        return LINKED | WELCOMED
    return LINKED


def _answers_prompt(turn: Turn, base: Occurrence) -> int:
    award(turn, base._replace(kind=Kind.PROMPT_ANSWERED))
    each(turn, "prompts_answered", base.self_, f"{base.channel}/{base.thread}", 1)
    return PROMPT_ANSWER


def _join(turn: Turn, channel: str, thread: str, author: str, step: int) -> int:
    # How many different others are in the thread now.
    state, subject = turn.state, f"{channel}/{thread}"
    change = state.cross((0, "in_thread", subject, author), step)
    return state.add((0, "joined", subject, ""), change)


def _pay_host(turn: Turn, root: Message, base: Occurrence, people: int) -> None:
    state, subject = turn.state, f"{base.channel}/{base.thread}"
    occurrence = base._replace(
        kind=Kind.THREAD_JOINED, self_=root.author, other="", at=root.at, message=base.thread, thread="",
        marks=root.marks, length=root.length, people=people,
    )  # fmt: skip
    for rule in turn.book.rules_by_kind[Kind.THREAD_JOINED]:
        held = (0, f"held:{rule.id}", subject, "")
        if people >= max(1, rule.only.people) and not state.count(held) and pay(turn, rule, occurrence):
            state.counters.put(held, turn.seq)
            place = state.add((0, "paid", subject, ""), 1)
            state.counters.put((0, "paid", subject, str(place)), turn.seq)
    if people == LIVELY and not state.count((0, "lively", subject, "")):
        state.add((0, "lively", subject, ""), 1)
        count(turn, "lively_threads", root.author, 1)


LIVELY = 3
"""This many others make a thread lively."""


def _unpay_host(turn: Turn, channel: str, thread: str, people: int) -> None:
    state, subject = turn.state, f"{channel}/{thread}"
    root = state.messages.get((channel, thread))
    paid = range(1, state.count((0, "paid", subject, "")) + 1)
    for seq in dict.fromkeys(state.count((0, "paid", subject, str(place))) for place in paid):
        for row in turn.standing(seq):
            # The rule may be another since, or gone.
            rule = turn.book.rules_by_id.get(row.rule)
            least = rule.only.people if rule and rule.kind is Kind.THREAD_JOINED else 0
            if (row.channel, row.message) == (channel, thread) and people < max(1, least):
                take_back(turn, row)
                state.counters.put((0, f"held:{row.rule}", subject, ""), 0)
    if people < LIVELY and root and state.count((0, "lively", subject, "")):
        state.add((0, "lively", subject, ""), -1)
        count(turn, "lively_threads", root.author, -1)


def _tallies(turn: Turn, key: MessageKey, message: Message, step: int) -> None:
    author = message.author
    active(turn, author, day_ahead(message.marks >> AHEAD, message.at), step)
    each(turn, "channels", author, key[0], step)
    if message.marks & PICTURE:
        count(turn, "photos", author, step)
    if message.marks & QUESTION:
        count(turn, "questions", author, step)
    if not message.thread:
        count(turn, "messages", author, step)
        return
    count(turn, "replies", author, step)
    root = turn.state.messages.get((key[0], message.thread))
    if root and message.marks & LINKED:
        each(turn, "answers", author, f"{key[0]}/{message.thread}", step)
        each(turn, "talked_with", author, root.author, step)


def _where(key: MessageKey, message: Message) -> Where:
    return Where(*key, message.thread, message.at, message.marks)


def edited(turn: Turn) -> Outcome:
    """An edit changes the gift and nothing else; activity is paid once, when it is posted."""
    fact, state = turn.fact, turn.state
    key = (fact.channel, fact.message)
    message = state.messages.get(key)
    if message is None:
        if state.member(fact.actor).traits & turn.book.outside:
            return DROPPED
        # The edit overtook its message; what it says now is what counts.
        message = Message(fact.actor, fact.at, fact.thread, fact.marks, fact.length, turn.seq, 0, EDITED_FIRST)
    # What the bot itself said is nobody's, whoever seems to have changed it.
    if message.state == GONE or fact.stamp <= message.stamp or message.marks & (PROMPTED | CARD):
        return DROPPED
    gift = message.gift
    if (gift or fact.gift) and not message.marks & UNDONE:
        gift = change(turn, message.author, gift, fact.gift, _where(key, message))
        if message.gift and not gift:
            turn.tell("ungiven", message.author)
    state.messages.put(key, message._replace(stamp=fact.stamp, gift=gift))
    return turn.outcome()


def deleted(turn: Turn) -> Outcome:
    """Take back everything that hangs on a message: what its author earned, its gifts, its reactions."""
    fact, state = turn.fact, turn.state
    key = (fact.channel, fact.message)
    message = state.messages.get(key)
    if message is not None and (message.state == GONE or (message.marks & RESTORED and fact.stamp <= message.stamp)):
        return DROPPED
    for reaction in _in_order_of_arrival(state, key):
        unreact(turn, reaction, heirs=())
    if message is None:
        state.messages.put(key, _grave(fact, turn.seq))
        return turn.outcome()
    for given in message.gift:
        take_back_gift(turn, message.author, given, _where(key, message))
    if message.marks & COUNTED:
        _author_loses(turn, key, message)
    if not message.thread:
        _unpay_host(turn, *key, 0)
    for row in turn.standing(message.seq):
        if (row.channel, row.message) == key and not row.rule.startswith("badge:") and row.at == message.at:
            take_back(turn, row)
    state.messages.put(key, message._replace(state=GONE, stamp=max(fact.stamp, message.stamp), gift=()))
    return turn.outcome()


def _in_order_of_arrival(state: State, key: MessageKey) -> list[ReactionKey]:
    # Not by name: once somebody is erased, a replay must take things back in the order it was done.
    found: list[ReactionKey] = [(*key, who, emoji) for who, names in state.on_message(key).items() for emoji in names]
    reactions = {each: state.reactions.get(each) for each in found}
    return sorted(found, key=lambda each: (reaction.seqs if (reaction := reactions[each]) else (), each[3]))


def _author_loses(turn: Turn, key: MessageKey, message: Message) -> None:
    channel, author = key[0], message.author
    _tallies(turn, key, message, -1)
    root = turn.state.messages.get((channel, message.thread))
    if message.marks & PROMPT_ANSWER:
        each(turn, "prompts_answered", author, f"{channel}/{message.thread}", -1)
    if not message.thread or root is None or not message.marks & LINKED:
        return
    turn.state.add((0, "answered", f"{channel}/{message.thread}", ""), -1)
    people = _join(turn, channel, message.thread, author, -1)
    _unpay_host(turn, channel, message.thread, people)
    if message.marks & WELCOMED:
        each(turn, "welcomed", author, root.author, -1)


def _grave(fact: Fact, seq: int) -> Message:
    return Message(fact.actor, fact.at, "", 0, 0, seq, fact.stamp, GONE)
