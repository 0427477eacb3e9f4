"""Reactions: what adding and removing them is worth, currency emoji included."""

from scoring.awarding import Occurrence, award, take_back
from scoring.book import Kind
from scoring.counting import active, count, each
from scoring.facts import Mark
from scoring.gifts import Where, give, is_gift, restore, tell_tallies
from scoring.state import GONE, LINKED, Given, Message, MessageKey, Reaction, ReactionKey, Row
from scoring.turn import DROPPED, Outcome, Turn

LIKED, LOVED = 5, 10
"""So many people make an answer or photo liked, a post loved."""


def reacted(turn: Turn) -> Outcome:
    """A reaction came; one that is on already, or was taken off since, is dropped."""
    fact, state = turn.fact, turn.state
    key = (fact.channel, fact.message, fact.actor, fact.emoji)
    before = state.reactions.get(key)
    message = state.messages.get(key[:2])
    actor = state.member(fact.actor)
    if (before and (before.on or before.stamp >= fact.stamp)) or (message and message.state == GONE):
        return DROPPED
    if not actor.colleague:
        return DROPPED
    author = message.author if message else fact.target
    counted = actor.scored and author != fact.actor
    state.set_reaction(key, Reaction(2 if counted else 1, fact.stamp, (turn.seq,), fact.at, author))
    if author == fact.actor:
        return turn.outcome()
    if counted:
        _tallies(turn, key, message, author, 1)
        active(turn, fact.actor, fact.at, 1)
    _award(turn, message, author)
    if fact.emoji in turn.book.currency_emoji:
        people = [given.receiver for given in message.gift] if message else []
        thread = message.thread if message else ""
        shares = [(person, 1) for person in people or [author]]
        give(turn, fact.actor, shares, Where(fact.channel, fact.message, thread, fact.at))
    return turn.outcome()


def _award(turn: Turn, message: Message | None, author: str) -> None:
    fact = turn.fact
    occurrence = Occurrence(
        Kind.REACTION_GIVEN, fact.actor, author, fact.at, fact.channel, fact.message,
        message.thread if message else "", message.marks if message else 0,
        message.length if message else 0, fact.emoji,
    )  # fmt: skip
    award(turn, occurrence)
    if author:
        award(turn, occurrence._replace(kind=Kind.REACTION_RECEIVED, self_=author, other=fact.actor))


def unreacted(turn: Turn) -> Outcome:
    """A reaction went; if its coming is still on the way, it is remembered as gone."""
    fact, state = turn.fact, turn.state
    key = (fact.channel, fact.message, fact.actor, fact.emoji)
    before = state.reactions.get(key)
    if before is not None and (before.stamp > fact.stamp or (not before.on and before.stamp == fact.stamp)):
        return DROPPED
    if before is None or not before.on:
        if before is None and not state.member(fact.actor).colleague:
            return DROPPED
        state.set_reaction(key, Reaction(0, fact.stamp, (), fact.at, fact.target))
        return turn.outcome()
    heirs = tuple(
        (other, reaction) for other, reaction in state.reactions_on(key[:2]) if other[2] == fact.actor and other != key
    )
    unreact(turn, key, before, heirs)
    return turn.outcome()


def unreact(turn: Turn, key: ReactionKey, reaction: Reaction, heirs: tuple[tuple[ReactionKey, Reaction], ...]) -> None:
    """Take back what a reaction caused - but a row that another emoji of the same person earns as well passes to it."""
    who = key[2]
    message = turn.state.messages.get(key[:2])
    for seq in reaction.seqs:
        for row in turn.standing(seq):
            if (row.channel, row.message) != key[:2] or who not in (row.member, row.other):
                continue
            if is_gift(turn, row):
                take_back(turn, row)
                _ungive(turn, row)
            elif not _inherit(turn, row, seq, heirs):
                take_back(turn, row)
    if reaction.on == 2:
        _tallies(turn, key, message, reaction.author, -1)
        active(turn, who, reaction.at, -1)
    stamp = max(turn.fact.stamp, reaction.stamp)
    turn.state.set_reaction(key, Reaction(0, stamp, (), reaction.at, reaction.author))


def _ungive(turn: Turn, row: Row) -> None:
    if row.given:
        restore(turn, row)
        where = Where(row.channel, row.message, row.thread, row.at)
        tell_tallies(turn, row.member, Given(row.other, -row.given, row.seq), where)


def _inherit(turn: Turn, row: Row, seq: int, heirs: tuple[tuple[ReactionKey, Reaction], ...]) -> bool:
    rule = turn.book.rules_by_id.get(row.rule)
    if rule is None:
        return False
    for key, _ in heirs:
        reaction = turn.state.reactions.get(key)
        if reaction and reaction.on and (not rule.only.emoji or key[3] in rule.only.emoji):
            if seq not in reaction.seqs:
                turn.state.set_reaction(key, reaction._replace(seqs=(*reaction.seqs, seq)))
            return True
    return False


def _tallies(turn: Turn, key: ReactionKey, message: Message | None, author: str, step: int) -> None:
    who = key[2]
    each(turn, "cheered", who, author, step)
    each(turn, "cheered_by", author, who, step)
    if message is not None:
        _loved(turn, key[:2], who, message, step)


def _loved(turn: Turn, key: MessageKey, who: str, message: Message, step: int) -> None:
    # How many different people reacted, and which thresholds that crosses.
    state, subject = turn.state, f"{key[0]}/{key[1]}"
    had = state.count((0, "reactor", subject, who))
    has = state.add((0, "reactor", subject, who), step)
    before = state.count((0, "reactors", subject, ""))
    after = state.add((0, "reactors", subject, ""), (has > 0) - (had > 0))

    def crossed(mark: int) -> int:
        return (after >= mark) - (before >= mark)

    if message.marks & LINKED:
        count(turn, "liked_answers", message.author, crossed(LIKED))
    if message.marks & (Mark.PHOTO | Mark.GIF):
        count(turn, "liked_photos", message.author, crossed(LIKED))
    count(turn, "loved_posts", message.author, crossed(LOVED))
