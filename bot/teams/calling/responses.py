"""Responses: what an answer of the connector's means, by its status and by the word it gives for why.

https://learn.microsoft.com/microsoftteams/platform/bots/build-conversational-capability (under status codes from bot
conversational APIs, with what to try again), https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit
and https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/send-proactive-messages (`subCode`).
"""

import json
from typing import Any, Final

import httpx

from bot.outcomes import Ambiguous, Away, Refused
from bot.shapes import table, words

Json = dict[str, Any]

AGAIN: Final = frozenset({502, 503, 504})
"""Tried again at once, where doing it twice does no harm."""
UNDONE: Final = 412
"""Others changed the conversation at the same moment; nothing was done, so this is tried again whatever it was."""
NOT_MADE: Final = 501
"""No fault of the connector's: it doesn't know such a call."""
LONGEST_CODE: Final = 80
LONGEST_WAIT: Final = 3_600.0


class Refusal(Refused):
    """The connector said no, with this HTTP status; without a word of its own, `error` is `HTTP 403`."""

    def __init__(self, error: str, status: int) -> None:
        """As it came."""
        super().__init__(error)
        self.status = status


def seconds_to_wait(response: httpx.Response) -> float | None:
    """What a 429 asks for; None if it doesn't say."""
    said = response.headers.get("Retry-After", "")
    try:
        seconds = float(said) if said.isascii() else -1.0
    except ValueError:
        return None
    return min(seconds, LONGEST_WAIT) if seconds >= 0 else None


def failure(response: httpx.Response, *, once: bool) -> Exception:
    """What is to be raised for an answer that is no success; `once`: it must not happen twice."""
    status, code = response.status_code, code_of(response)
    if status == UNDONE:
        return Away(code, reached=True)
    if status == 408 or (status >= 500 and status != NOT_MADE):
        return lost(code, once=once)
    if status < 400:
        return Away(f"it answers with {status}, and is not followed", reached=True)
    return Refusal(code, status)


def lost(reason: str, *, once: bool) -> Exception:
    """It was asked, and nobody knows whether it was done."""
    return Ambiguous(reason) if once else Away(reason, reached=True)


def body_of(response: httpx.Response) -> Json | None:
    """The JSON object of an answer, empty where there is none; a list as its `value`; None for what is none of them."""
    if not response.content.strip():
        return {}
    found = _json(response.text)
    if isinstance(found, list):
        return {"value": found}
    return found if isinstance(found, dict) else None


def code_of(response: httpx.Response) -> str:
    """The connector's word for why: `error.code`, or the `subCode` in a message that is JSON itself."""
    found = table(_json(response.text))
    error = table(found.get("error"))
    inner = table(_json(words(error.get("message") or found.get("message"))))
    for said in (inner.get("subCode"), error.get("code"), found.get("code")):
        code = "".join(words(said, LONGEST_CODE).split())
        if code:
            return code
    return f"HTTP {response.status_code}"


def _json(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
