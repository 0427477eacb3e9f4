"""Counting: which emoji, hashtags, links and threads different people used, where an admin opened a channel for it.

Of a message nothing is kept but bits of sketches (storage.sketches): no words, no volume, nobody's name. Whoever takes
no part in the scoring isn't counted either, nor are sensitive themes (handlers.trends.themes). A reaction that is taken
off again, or a message that is deleted, was seen all the same: nobody could say whose bit it was.
"""

from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import urlsplit

from handlers.answers import Answer
from handlers.events import Event, MessageEdited, MessagePosted, ReactionAdded
from handlers.trends.themes import is_sensitive
from scoring.emoji_names import canonical, names_in
from scoring.facts import Fact
from scoring.markup import Kind, address, hashtag, pieces
from scoring.periods import local_day
from scoring.turn import Outcome
from storage import emoji, sketches, trends
from storage.transactions import Work

EMOJI, HASHTAG, LINK, THREAD = "emoji", "hashtag", "link", "thread"
KINDS = (EMOJI, HASHTAG, LINK, THREAD)

MOST_ITEMS = 20
"""So many different things of one message are counted; whoever writes more means none of them."""
MOST_PIECES = 200
LONGEST_LINK = 200
LONGEST_NAME = 80

Item = tuple[str, str]
"""Kind, and what."""


def watch(work: Work, seen: Sequence[tuple[Event, Fact, Outcome]]) -> list[Answer]:
    """Count what was said and reacted with in open channels."""
    channels = trends.channels(work)
    if not channels:
        return []
    found: dict[trends.Thing, int] = {}
    zone, today = work.book.settings.zone, local_day(work.book.settings.zone, work.now)
    for event, fact, _ in seen:
        if fact.channel not in channels or not isinstance(event, MessagePosted | MessageEdited | ReactionAdded):
            continue
        day = local_day(zone, event.at)
        # What comes days late has missed its day: of that only numbers are left.
        if not event.quiet and fact.actor and today - trends.SKETCHED_DAYS < day <= today + 1:
            _count(work, (event, fact, day), found)
    trends.add(work, found)
    return []


def _count(work: Work, one: tuple[Event, Fact, int], found: dict[trends.Thing, int]) -> None:
    event, fact, day = one
    if work.member(fact.actor).traits & work.book.not_scored:
        return
    key = trends.key(work)
    shard = str(sketches.shard(key, trends.SHARDS, fact.channel, str(day), fact.actor))
    for kind, item in ((trends.PEOPLE, shard), *_items(work, event, fact)):
        thing = trends.Thing(fact.channel, day, kind, item)
        # Without the day, so that somebody who comes again tomorrow is no second person.
        parts = (str(day),) if kind == trends.PEOPLE else ()
        bit = sketches.bit(key, work.workspace, fact.channel, kind, item, fact.actor, *parts)
        found[thing] = found.get(thing, 0) | bit


def _items(work: Work, event: Event, fact: Fact) -> list[Item]:
    if isinstance(event, ReactionAdded):
        return list(_first([(EMOJI, fact.emoji)]))
    items: list[Item] = []
    if isinstance(event, MessagePosted) and event.thread and event.thread != event.message:
        items.append((THREAD, event.thread))
    text = getattr(event, "text", "")
    return items + list(_first(in_text(text, work)))


def in_text(text: str, work: Work) -> Iterator[Item]:
    """What of a text can rise: emoji, hashtags and links outside code and quotes."""
    aliases = emoji.aliases(work)
    for kind, piece in pieces(text, MOST_PIECES):
        if kind is Kind.EMOJI:
            yield from ((EMOJI, canonical(name, aliases)) for name in names_in(piece))
        elif kind is Kind.HASHTAG:
            yield HASHTAG, hashtag(piece)
        elif kind is Kind.LINK and (link := place_of(address(piece))):
            yield LINK, link


def place_of(link: str) -> str:
    """Host and path of a link; whatever else it holds may be somebody's secret."""
    try:
        parts = urlsplit(link)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    if parts.scheme.lower() not in ("http", "https") or not host:
        return ""
    return f"{host}{parts.path.rstrip('/')}"[:LONGEST_LINK]


def _first(items: Iterable[Item]) -> Iterator[Item]:
    known: dict[Item, None] = {}
    for item in items:
        if len(known) >= MOST_ITEMS:
            break
        if _may_count(*item):
            known[item] = None
    yield from known


def _may_count(kind: str, item: str) -> bool:
    if not item or not item.isprintable() or (kind != LINK and len(item) > LONGEST_NAME):
        return False
    return not is_sensitive(kind, item)
