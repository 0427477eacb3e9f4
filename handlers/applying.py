"""Applying: a batch of events inside one transaction - facts first, then each request in its place."""

from collections.abc import Sequence
from itertools import groupby

from handlers import intake, table
from handlers.answers import Answer, Post, React, Reply, Said, Whisper
from handlers.codec import encode
from handlers.events import Event, Request
from storage import outbox, requests
from storage.transactions import Work


def apply(work: Work, events: Sequence[Event]) -> list[list[Reply]]:
    """Apply events in order; the replies to each. What is durable goes into the outbox."""
    replies: list[list[Reply]] = []
    for asking, run in groupby(events, key=lambda event: isinstance(event, Request)):
        batch = list(run)
        if asking:
            replies += [_reply(work, event) for event in batch if isinstance(event, Request)]
        else:
            put(work, intake.note(work, batch))
            replies += [[] for _ in batch]
    return replies


def _reply(work: Work, request: Request) -> list[Reply]:
    if not requests.is_first(work, request.request):
        return []
    answers = table.answer(work, request)
    put(work, answers)
    return [answer for answer in answers if not isinstance(answer, Said)]


def put(work: Work, answers: Sequence[Answer]) -> None:
    """Queue what is durable among answers."""
    outbox.put(work, [_letter(answer) for answer in answers if isinstance(answer, Said)])


def _letter(said: Said) -> outbox.Letter:
    match said:
        case Post(channel=channel, key=key):
            return outbox.Letter("post", channel, encode(said), key)
        case Whisper(member=member):
            return outbox.Letter("whisper", f"@{member}", encode(said))
        case React(channel=channel):
            return outbox.Letter("react", channel, encode(said))
