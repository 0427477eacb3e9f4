"""What a record of a day file says: a message of a person, or why it is left out, and the reactions on it."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from handlers.events import MessagePosted, ReactionAdded
from scoring.facts import Micros

SLACKBOT = "USLACKBOT"
COUNTED_SUBTYPES = frozenset({"", "file_share", "thread_broadcast", "me_message"})
SECOND = 1_000_000
DAY = 86_400 * SECOND

BOT = "bot"
NO_USER = "no user"
HIDDEN = "hidden"
NOT_A_MESSAGE = "not a message"
UNREADABLE = "unreadable"
WRONG_DAY = "wrong day"
TWICE = "twice"
"""Why a record is left out; anything else is the record's own subtype."""

_MOMENT = re.compile(r"([0-9]{1,10})(?:\.([0-9]{1,6}))?", re.ASCII)
_ID = re.compile(r"[A-Za-z0-9_-]{1,64}", re.ASCII)
_SUBTYPE = re.compile(r"[a-z_]{1,40}", re.ASCII)
_MEDIA_TYPE = re.compile(r"[a-z0-9.+-]{1,60}/[a-z0-9.+-]{1,80}", re.ASCII)
_LONGEST_EMOJI = 200
_TS_LENGTH = 17  # 1700000000.000100
_LONGEST_TEXT = 100_000


@dataclass(frozen=True, slots=True)
class Place:
    """What holds for every record of one day file."""

    workspace: str
    channel: str
    as_of: Micros
    """When the export was made, as far as its newest messages tell."""
    earliest: Micros
    latest: Micros
    """A time outside of these is a damaged one."""
    bots: frozenset[str]
    canonical: Callable[[str], str]


Named = tuple[str, list[str]]
"""The name of an emoji as spelled, and who reacted with it."""


class Reading(NamedTuple):
    """One record, understood."""

    at: Micros = 0
    message: str = ""
    author: str = ""
    """As the record says: a person, a bot or nobody."""
    bot: str = ""
    """The bot's id, if one wrote it."""
    left_out: str = ""
    posted: MessagePosted | None = None
    named: Sequence[Named] = ()
    """All reactions the record names, as spelled."""
    reactions: Sequence[ReactionAdded] = ()
    by_bots: int = 0
    repeated: int = 0
    """Reactions left out: those of bots, and those that differ from another one only in skin tone."""


def micros(ts: object) -> Micros | None:
    """`1700000000.000100` in microseconds, exactly; None if it is no such thing."""
    if not isinstance(ts, str):
        return None
    if len(ts) == _TS_LENGTH and ts[10] == ".":
        digits = ts[:10] + ts[11:]
        if digits.isdigit() and digits.isascii():
            return int(digits)
    found = _MOMENT.fullmatch(ts)
    return int(found[1]) * SECOND + int((found[2] or "").ljust(6, "0")) if found else None


def newest(record: object) -> Iterator[Micros]:
    """Every moment at which the export must already have been there to be told: sent, answered, edited."""
    if isinstance(record, dict):
        edited = record.get("edited")
        for ts in (
            record.get("ts"),
            record.get("latest_reply"),
            edited.get("ts") if isinstance(edited, dict) else None,
        ):
            if at := micros(ts):
                yield at


@lru_cache(maxsize=65_536)
def _checked(value: str) -> str:
    return value if _ID.fullmatch(value) else ""


def an_id(value: object) -> str:
    """The id of a person, a bot or a channel, or nothing."""
    return _checked(value) if isinstance(value, str) else ""


def read(record: object, place: Place) -> Reading:
    """Understand one record of a day file."""
    if not isinstance(record, dict):
        return Reading(left_out=UNREADABLE)
    ts = record.get("ts")
    at = micros(ts)
    if at is None or not isinstance(ts, str):
        return Reading(left_out=UNREADABLE)
    if not place.earliest <= at < place.latest:
        return Reading(left_out=WRONG_DAY)
    author = an_id(record.get("user"))
    bot = _bot(record, author, place.bots)
    left_out = _left_out(record, author, bot)
    posted = None if left_out else _posted(record, place, at)
    if not record.get("reactions"):
        return Reading(at, ts, author, bot, left_out, posted)
    named = spelled(record["reactions"])
    return _with_reactions(Reading(at, ts, author, bot, left_out, posted, named), place)


def _bot(record: dict[str, Any], author: str, bots: frozenset[str]) -> str:
    """The bot that wrote it, if one did; what Slack notes about a bot, as that it joined, is not its word."""
    told = record.get("bot_id") or record.get("app_id")
    if told or record.get("subtype") == "bot_message":
        return an_id(told) or author or BOT
    return author if author in bots and _subtype(record) in COUNTED_SUBTYPES else ""


def _left_out(record: dict[str, Any], author: str, bot: str) -> str:
    if bot:
        return BOT
    if record.get("type") != "message":
        return NOT_A_MESSAGE
    subtype = _subtype(record)
    if subtype not in COUNTED_SUBTYPES:
        return subtype
    if record.get("hidden"):
        return HIDDEN
    return "" if author else NO_USER


def _subtype(record: dict[str, Any]) -> str:
    subtype = record.get("subtype")
    if not subtype:
        return ""
    return subtype if isinstance(subtype, str) and _SUBTYPE.fullmatch(subtype) else UNREADABLE


def _posted(record: dict[str, Any], place: Place, at: Micros) -> MessagePosted:
    thread, text = record.get("thread_ts", ""), record.get("text")
    return MessagePosted(
        workspace=place.workspace,
        at=at,
        member=record["user"],
        channel=place.channel,
        message=record["ts"],
        text=_text(text) if isinstance(text, str) else "",
        thread=thread if thread == record["ts"] or micros(thread) else "",
        files=_media_types(record["files"]) if "files" in record else (),
        quiet=True,
    )


def _text(text: str) -> str:
    """The words, without halves of characters, which no database or hash would take."""
    if text.isascii():
        return text[:_LONGEST_TEXT]
    return text[:_LONGEST_TEXT].encode("utf-8", "replace").decode("utf-8")


def _media_types(files: object) -> tuple[str, ...]:
    kinds = (file.get("mimetype") for file in _dicts(files))
    return tuple(kind for kind in kinds if isinstance(kind, str) and _MEDIA_TYPE.fullmatch(kind))


def _with_reactions(reading: Reading, place: Place) -> Reading:
    found: dict[tuple[str, str], ReactionAdded] = {}
    by_bots = repeated = 0
    for name, users in reading.named:
        emoji = place.canonical(name)
        for user in users:
            key = (user, emoji)
            if user in place.bots:
                by_bots += 1
            elif key in found:
                repeated += 1
            else:
                found[key] = ReactionAdded(
                    workspace=place.workspace,
                    at=reading.at,
                    member=user,
                    channel=place.channel,
                    message=reading.message,
                    emoji=name,
                    author=_liked(reading, user, place.bots) if reading.bot else reading.author,
                    seen=place.as_of,
                    quiet=True,
                )
    return Reading(*reading[:7], list(found.values()), by_bots, repeated)


def _liked(reading: Reading, reactor: str, bots: frozenset[str]) -> str:
    """Whom a reaction praises: not a person in whose name a bot spoke, unless she praises herself."""
    if reading.author == reactor or reading.author in bots:
        return reading.author
    return reading.bot if reading.bot != BOT else ""


def spelled(reactions: object) -> list[Named]:
    """The readable ones among the reactions of a record."""
    found = []
    for reaction in _dicts(reactions):
        name, users = reaction.get("name"), reaction.get("users")
        if not isinstance(name, str) or not isinstance(users, list):
            continue
        if name and name.isprintable() and len(name) <= _LONGEST_EMOJI:
            found.append((name, [user for user in users if an_id(user)]))
    return found


class Told(NamedTuple):
    """What a record tells of its reactions, for comparing with what is stored."""

    pairs: frozenset[tuple[str, str]]
    """(member, canonical emoji)"""
    partly: frozenset[str]
    """Emoji for which not everybody is named: a stored one that is missing may still be there."""
    whole: bool
    """Whether all of it could be read."""


def told(record: dict[str, Any], canonical: Callable[[str], str]) -> Told:
    """The reactions a record tells of, those of bots included."""
    listed = record.get("reactions") or []
    named = spelled(listed)
    if not isinstance(listed, list) or len(named) != len(listed):
        return Told(frozenset(), frozenset(), whole=False)
    pairs = frozenset((user, canonical(name)) for name, users in named for user in users)
    partly = frozenset(
        canonical(name)
        for one, (name, users) in zip(listed, named, strict=True)
        if lacks(one) or len(users) < len(one["users"])
    )
    return Told(pairs, partly, whole=True)


def lacks(reaction: dict[str, Any]) -> int:
    """How many of those who reacted are not named."""
    count, users = reaction.get("count"), reaction.get("users")
    if not isinstance(count, int) or not isinstance(users, list):
        return 0
    return max(0, count - len(users))


def _dicts(values: object) -> Iterable[dict[str, Any]]:
    return [value for value in values if isinstance(value, dict)] if isinstance(values, list) else ()
