"""Reacting: a picture of all reactions on a message becomes what came and what went since it was last looked at."""

from collections.abc import Iterator, Sequence

from handlers.cleaning import clean
from handlers.events import Event, ReactionAdded, ReactionRemoved, ReactionsSeen
from scoring.emoji_names import canonical
from scoring.facts import Micros
from storage import emoji, reacted
from storage.reacted import Reacted, Who
from storage.transactions import Work


def differences(work: Work, event: Event) -> Sequence[Event]:
    """Each reaction that came or went, as an event of its own time; nothing if a newer picture was seen before.

    What came bears the time since when it stands, what went the time of the picture, since nobody says when it was.
    """
    if not isinstance(event, ReactionsSeen):
        return ()
    key = (event.channel, event.message)
    if not reacted.take(work, key, event.at):
        return ()
    aliases = emoji.aliases(work)
    now: dict[Who, Micros] = {}
    for member, name, since in event.reactions:
        who = (member, canonical(clean(name), aliases))
        now[who] = max(since, now.get(who, 0))
    return list(_compared(event, now, reacted.of(work, key, now)))


def _compared(seen: ReactionsSeen, now: dict[Who, Micros], known: Reacted) -> Iterator[Event]:
    for who, stamp in sorted(known.on.items()):
        # What was heard of otherwise since the picture was made is newer than the picture.
        if who not in now and stamp < seen.at:
            yield _event(ReactionRemoved, seen, who, seen.at)
    for who, since in sorted(now.items(), key=lambda each: (each[1], each[0])):
        if since < seen.since:
            continue
        taken_off = known.off.get(who)
        if taken_off is not None and since <= taken_off < seen.at:
            # It stands, whatever was said before: put on again within a moment, or back with its deleted message.
            yield _event(ReactionAdded, seen, who, since, seen.at)
        elif since > max(taken_off or 0, known.on.get(who, 0)):
            yield _event(ReactionAdded, seen, who, since)


def _event(
    kind: type[ReactionAdded] | type[ReactionRemoved], seen: ReactionsSeen, who: Who, at: Micros, stamp: Micros = 0
) -> Event:
    member, name = who
    return kind(
        workspace=seen.workspace, at=at, member=member, channel=seen.channel, message=seen.message, emoji=name,
        author=seen.author, seen=stamp,
    )  # fmt: skip
