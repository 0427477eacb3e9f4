"""Applying: a batch of events inside one transaction - facts first, then each request in its place."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from itertools import groupby

from handlers import intake, moving, reacting, steps, table
from handlers.answers import Answer, Finish, Note, Post, React, Refuse, Reply, Said, Whisper
from handlers.calendar import ticking
from handlers.cleaning import clean_all
from handlers.codec import encode
from handlers.events import (
    ButtonPressed,
    ChannelMoved,
    DialogSubmitted,
    EmojiChanged,
    Event,
    ReactionsSeen,
    Request,
    StepRun,
    Tick,
)
from handlers.polls import crowds
from handlers.polls.secrecy import is_secret
from storage import emoji, outbox, places, requests
from storage.transactions import Work


def apply(work: Work, events: Sequence[Event]) -> list[list[Reply]]:
    """Apply events in order; the replies to each. What is durable goes into the outbox."""
    replies: list[list[Reply]] = []
    for kind, run in groupby(events, key=_kind):
        batch = moving.at_home(work, list(run))
        if kind is Request:
            replies += _requests(work, [event for event in batch if isinstance(event, Request)])
            continue
        if kind is ChannelMoved:
            moving.moved(work, batch)
        elif kind is EmojiChanged:
            _learn_emoji(work, batch)
        elif kind is Tick:
            for event in batch:
                if isinstance(event, Tick):
                    put(work, ticking.tick(work, event))
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
        (kind for kind in (Request, Tick, ChannelMoved, EmojiChanged, ReactionsSeen) if isinstance(event, kind)), Event
    )


def _learn_emoji(work: Work, events: Sequence[Event]) -> None:
    for event in events:
        if isinstance(event, EmojiChanged):
            emoji.change(work, clean_all(event.aliases), whole=event.whole)


def _requests(work: Work, batch: Sequence[Request]) -> list[list[Reply]]:
    replies: list[list[Reply]] = []
    for voting, run in groupby(batch, crowds.is_vote):
        together = list(run)
        if voting and len(together) > 1:
            replies += _votes(work, [event for event in together if isinstance(event, ButtonPressed)])
        else:
            replies += [_reply(work, event) for event in together]
    return replies


def _votes(work: Work, events: Sequence[ButtonPressed]) -> list[list[Reply]]:
    fresh = requests.firsts(work, [_id(work, event) for event in events])
    answers = iter(crowds.pressed(work, [event for event, first in zip(events, fresh, strict=True) if first]))
    given = [next(answers) if first else [] for first in fresh]
    put(work, [answer for each in given for answer in each])
    return [[answer for answer in each if not isinstance(answer, Said)] for each in given]


def _reply(work: Work, request: Request) -> list[Reply]:
    name = _id(work, request)
    if not requests.is_first(work, name):
        return []
    answers = table.answer(work, request)
    put(work, answers)
    if isinstance(request, DialogSubmitted) and answers and all(map(_is_open_still, answers)):
        requests.forget(work, name)
    return [answer for answer in answers if not isinstance(answer, Said)]


def _id(work: Work, request: Request) -> str:
    # Ids of platforms follow time: beside the facts, which have an order, they would tell when somebody voted.
    return requests.disguised(work, request.request) if is_secret(request) else request.request


def set_aside(work: Work, event: Event) -> None:
    """The event became a dead letter: a workflow that waits for it is told, and it won't happen later either."""
    if isinstance(event, Tick):
        ticking.give_up(work, event)
    if isinstance(event, StepRun) and requests.is_first(work, event.request):
        put(work, steps.buried(event))


def is_set_aside(work: Work, event: Event) -> bool:
    """Whether there is a dead letter of the event already, since it was tried before and failed."""
    return isinstance(event, Tick) and ticking.has_failed(work, event)


def _is_open_still(answer: Answer) -> bool:
    # The dialog stays where it is, and comes again under the same id.
    return isinstance(answer, Refuse) or (isinstance(answer, Note) and answer.beside)


def put(work: Work, answers: Sequence[Answer]) -> None:
    """Queue what is durable among answers - but no post for a channel in which another organisation is.

    A card that stands there already, from before that one came, may still be taken away, and grows no more.
    """
    said = [answer for answer in answers if isinstance(answer, Said)]
    posts = {answer.channel for answer in said if isinstance(answer, Post)}
    shared = places.shared(work, posts) if posts else set()
    outbox.put(
        work, [_letter(each) for each in said if not (isinstance(each, Post) and _is_kept_back(work, each, shared))]
    )


def _is_kept_back(work: Work, post: Post, shared: AbstractSet[str]) -> bool:
    return post.channel in shared and not (post.less and outbox.remote_of(work, post.key))


def _letter(said: Said) -> outbox.Letter:
    match said:
        case Post(channel=channel, key=key):
            return outbox.Letter("post", channel, encode(said), key)
        case Whisper(member=member, untimed=untimed):
            return outbox.Letter("whisper", f"@{member}", encode(said), untimed=untimed)
        case React(channel=channel):
            return outbox.Letter("react", channel, encode(said))
        case Finish(execution=execution):
            return outbox.Letter("finish", f"step:{execution}", encode(said))
