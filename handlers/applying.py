"""Applying: a batch of events inside one transaction - facts first, then each request in its place."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from itertools import groupby

from handlers import intake, moving, reacting, steps, table
from handlers.answers import Answer, Finish, Note, Post, React, Refuse, Reply, Said, Whisper
from handlers.cleaning import clean_all
from handlers.codec import encode
from handlers.events import ChannelMoved, DialogSubmitted, EmojiChanged, Event, ReactionsSeen, Request, StepRun
from storage import emoji, outbox, places, requests
from storage.transactions import Work


def apply(work: Work, events: Sequence[Event]) -> list[list[Reply]]:
    """Apply events in order; the replies to each. What is durable goes into the outbox."""
    replies: list[list[Reply]] = []
    for kind, run in groupby(events, key=_kind):
        batch = moving.at_home(work, list(run))
        if kind is Request:
            replies += [_reply(work, event) for event in batch if isinstance(event, Request)]
            continue
        if kind is ChannelMoved:
            moving.moved(work, batch)
        elif kind is EmojiChanged:
            _learn_emoji(work, batch)
        elif kind is ReactionsSeen:
            for event in batch:
                put(work, intake.note(work, reacting.differences(work, event)))
        else:
            put(work, intake.note(work, batch))
        replies += [[] for _ in batch]
    return replies


def _kind(event: Event) -> type[Event]:
    # What changes how the events after it are read ends a run, so that it doesn't matter where batches are cut.
    return next(
        (kind for kind in (Request, ChannelMoved, EmojiChanged, ReactionsSeen) if isinstance(event, kind)), Event
    )


def _learn_emoji(work: Work, events: Sequence[Event]) -> None:
    for event in events:
        if isinstance(event, EmojiChanged):
            emoji.change(work, clean_all(event.aliases), whole=event.whole)


def _reply(work: Work, request: Request) -> list[Reply]:
    if not requests.is_first(work, request.request):
        return []
    answers = table.answer(work, request)
    put(work, answers)
    if isinstance(request, DialogSubmitted) and answers and all(map(_is_open_still, answers)):
        requests.forget(work, request.request)
    return [answer for answer in answers if not isinstance(answer, Said)]


def set_aside(work: Work, event: Event) -> None:
    """The event became a dead letter: a workflow that waits for it is told, and it won't happen later either."""
    if isinstance(event, StepRun) and requests.is_first(work, event.request):
        put(work, steps.buried(event))


def _is_open_still(answer: Answer) -> bool:
    # The dialog stays where it is, and comes again under the same id.
    return isinstance(answer, Refuse) or (isinstance(answer, Note) and answer.beside)


def put(work: Work, answers: Sequence[Answer]) -> None:
    """Queue what is durable among answers - but no post for a channel in which another organisation is."""
    said = [answer for answer in answers if isinstance(answer, Said)]
    posts = {answer.channel for answer in said if isinstance(answer, Post)}
    shared = places.shared(work, posts) if posts else set()
    outbox.put(
        work, [_letter(each) for each in said if not (isinstance(each, Post) and _is_kept_back(work, each, shared))]
    )


def _is_kept_back(work: Work, post: Post, shared: AbstractSet[str]) -> bool:
    # A card that stands there already, from before the channel was shared, may still be put right.
    return post.channel in shared and not outbox.remote_of(work, post.key)


def _letter(said: Said) -> outbox.Letter:
    match said:
        case Post(channel=channel, key=key):
            return outbox.Letter("post", channel, encode(said), key)
        case Whisper(member=member):
            return outbox.Letter("whisper", f"@{member}", encode(said))
        case React(channel=channel):
            return outbox.Letter("react", channel, encode(said))
        case Finish(execution=execution):
            return outbox.Letter("finish", f"step:{execution}", encode(said))
