"""Reactions: what adding and removing them is worth, currency emoji included."""

from collections.abc import Sequence

from scoring.awarding import Occurrence, award, take_back
from scoring.book import Kind
from scoring.counting import active, both, count
from scoring.facts import PICTURE
from scoring.gifts import Where, gift_rows, give, restore, tell_tallies
from scoring.periods import ahead, day_ahead
from scoring.state import CARD, COUNTED_ON, GONE, LINKED, Given, Message, Reaction, ReactionKey, Row
from scoring.turn import DROPPED, Outcome, Turn

LIKED = 5
LOVE = (("liked_answers", LIKED, LINKED), ("liked_photos", LIKED, PICTURE), ("loved_posts", 10, 0))
"""Tally, how many people it takes, and which marks the message must bear."""
CHEERS = ("cheered", "cheered_by")


def reacted(turn: Turn) -> Outcome:
    """A reaction came; one that is on already, or was taken off since, is dropped."""
    fact, state = turn.fact, turn.state
    key = (fact.channel, fact.message, fact.actor, fact.emoji)
    before = state.reactions.get(key)
    message = state.messages.get(key[:2])
    actor = state.member(fact.actor)
    if (
        (before and before.stamp >= fact.stamp)
        or (message and message.state == GONE)
        or (actor.traits & turn.book.outside)
    ):
        return DROPPED
    if before and before.on:
        # Taken off and put on again, and the taking off is still on its way: it must not win when it comes.
        state.set_reaction(key, before._replace(stamp=fact.stamp))
        return turn.outcome()
    author = message.author if message else fact.target
    # Nobody knows whose message an unknown one is: perhaps one's own.
    counted = not actor.traits & turn.book.not_scored and author not in ("", fact.actor)
    day = turn.day_of(actor, fact.at)
    on = COUNTED_ON + ahead(day, fact.at) if counted else 1
    state.set_reaction(key, Reaction(on, fact.stamp, (turn.seq,), fact.at, author))
    if author not in ("", fact.actor):
        if counted:
            both(turn, CHEERS, fact.actor, author, 1)
            active(turn, fact.actor, day, 1)
        _loved(turn, key, message)
        _award(turn, message, author, _paid(turn, key))
    if author != fact.actor and fact.emoji in turn.book.currency_emoji:
        _pass_on(turn, message, author)
    return turn.outcome()


def _pass_on(turn: Turn, message: Message | None, author: str) -> None:
    # One for the author, or for the people the message recognised if it was itself a gift or the card about one.
    fact, gift, thread = turn.fact, message, message.thread if message else ""
    if message and message.marks & CARD:
        gift, thread = turn.state.messages.get((fact.channel, message.thread)), ""
    people = [given.receiver for given in gift.gift] if gift else []
    if people or author:
        shares = [(person, 1) for person in people or [author]]
        give(turn, fact.actor, shares, Where(fact.channel, fact.message, thread, fact.at))


def _others(turn: Turn, key: ReactionKey) -> list[ReactionKey]:
    # The same person's other emoji on the same message.
    emoji = turn.state.on_message(key[:2]).get(key[2], ())
    return [(*key[:3], one) for one in emoji if one != key[3]]


def _paid(turn: Turn, key: ReactionKey) -> frozenset[str]:
    # Ten emoji of one person on one message are one interaction: what another of them was paid for isn't paid again.
    state = turn.state
    reactions = [state.reactions.get(other) for other in _others(turn, key)]
    seqs = [seq for reaction in reactions if reaction for seq in reaction.seqs]
    return frozenset(row.rule for seq in seqs for row in turn.standing(seq) if (row.channel, row.message) == key[:2])


def _award(turn: Turn, message: Message | None, author: str, paid: frozenset[str]) -> None:
    fact = turn.fact
    occurrence = Occurrence(
        Kind.REACTION_GIVEN, fact.actor, author, fact.at, fact.channel, fact.message,
        message.thread if message else "", message.marks if message else 0,
        message.length if message else 0, fact.emoji,
    )  # fmt: skip
    award(turn, occurrence, besides=paid)
    received = Occurrence(Kind.REACTION_RECEIVED, author, fact.actor, *occurrence[3:])
    award(turn, received, besides=paid)


def unreacted(turn: Turn) -> Outcome:
    """A reaction went; if its coming is still on the way, it is remembered as gone."""
    fact, state = turn.fact, turn.state
    key = (fact.channel, fact.message, fact.actor, fact.emoji)
    before = state.reactions.get(key)
    if before is not None and (before.stamp > fact.stamp or (not before.on and before.stamp == fact.stamp)):
        return DROPPED
    if before is None or not before.on:
        if before is None and state.member(fact.actor).traits & turn.book.outside:
            return DROPPED
        state.set_reaction(key, Reaction(0, fact.stamp, (), fact.at, fact.target))
        return turn.outcome()
    unreact(turn, key, heirs=_others(turn, key))
    return turn.outcome()


def unreact(turn: Turn, key: ReactionKey, heirs: Sequence[ReactionKey]) -> None:
    """Take back what a reaction caused - but a row that another emoji of the same person earns too passes to that."""
    reaction = turn.state.reactions.get(key)
    if reaction is None or not reaction.on:
        return
    who = key[2]
    for seq in reaction.seqs:
        gifts = gift_rows(turn, seq)
        for row in turn.standing(seq):
            if (row.channel, row.message) != key[:2] or who not in (row.member, row.other):
                continue
            if row in gifts:
                take_back(turn, row)
                _ungive(turn, row)
            elif not _inherit(turn, row, seq, heirs):
                take_back(turn, row)
    stamp = max(turn.fact.stamp, reaction.stamp)
    turn.state.set_reaction(key, Reaction(0, stamp, (), reaction.at, reaction.author))
    if reaction.on >= COUNTED_ON:
        both(turn, CHEERS, who, reaction.author, -1)
        active(turn, who, day_ahead(reaction.on - COUNTED_ON, reaction.at), -1)
    _loved(turn, key, turn.state.messages.get(key[:2]))


def _ungive(turn: Turn, row: Row) -> None:
    if row.given:
        restore(turn, row)
        where = Where(row.channel, row.message, row.thread, row.at)
        tell_tallies(turn, row.member, Given(row.other, -row.given, row.seq), where)


def _inherit(turn: Turn, row: Row, seq: int, heirs: Sequence[ReactionKey]) -> bool:
    rule = turn.book.rules_by_id.get(row.rule)
    if rule is None:
        return False
    for key in heirs:
        reaction = turn.state.reactions.get(key)
        if reaction and reaction.on and (not rule.only.emoji or key[3] in rule.only.emoji):
            if seq not in reaction.seqs:
                turn.state.set_reaction(key, reaction._replace(seqs=(*reaction.seqs, seq)))
            return True
    return False


def _loved(turn: Turn, key: ReactionKey, message: Message | None) -> None:
    # How many others reacted decides whether a message is liked or loved; what was credited for it is remembered.
    if message is None:
        return
    people = turn.state.on_message(key[:2])
    others = len(people) - (message.author in people)
    if others < LIKED - 1:
        return
    credited_key = (0, "loved", f"{key[0]}/{key[1]}", "")
    credited, wanted = turn.state.count(credited_key), 0
    for bit, (name, least, marks) in enumerate(LOVE):
        fits = others >= least and (not marks or message.marks & marks)
        wanted |= bool(fits) << bit
        count(turn, name, message.author, bool(fits) - (credited >> bit & 1))
    if wanted != credited:
        turn.state.counters.put(credited_key, wanted)
