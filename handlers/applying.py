"""Applying: a batch of events inside one transaction - facts first, then each request in its place."""

from collections.abc import Sequence
from itertools import groupby

from handlers import intake, table
from handlers.answers import Answer, Post, React, Reply, Said, Whisper
from handlers.codec import encode
from handlers.events import ButtonPressed, CommandGiven, DialogSubmitted, Event
from storage import outbox, requests
from storage.transactions import Work

ASKING = (CommandGiven, ButtonPressed, DialogSubmitted)


def apply(work: Work, events: Sequence[Event]) -> list[list[Reply]]:
    """Apply events in order; the replies to each. What is durable goes into the outbox."""
    replies: list[list[Reply]] = []
    for asking, run in groupby(events, key=lambda event: isinstance(event, ASKING)):
        batch = list(run)
        if not asking:
            put(work, intake.note(work, batch))
            replies += [[] for _ in batch]
            continue
        for event in batch:
            answers = table.answer(work, event) if requests.is_first(work, event.request) else []
            put(work, answers)
            replies.append([answer for answer in answers if not isinstance(answer, Said)])
    return replies


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
