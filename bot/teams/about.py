"""About: the pages that the app's manifest links to - what Huzzah is, what it sees and keeps, and on which terms."""

from collections.abc import Mapping
from functools import partial
from types import MappingProxyType
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.pages import Page, shown

ABOUT: Final = "/teams/about"
PRIVACY: Final = "/teams/privacy"
TERMS: Final = "/teams/terms"

HUZZAH: Final = """
Huzzah helps colleagues to talk to, thank and notice each other. It can explain every point it gave, and runs on your
company's own server.
"""
SEES: Final = """
It receives messages and reactions in the channels of teams, and messages in the group chats, to which it was added with
their owners' consent, from then on; and what is written to it. It sees no other chats, and looks into no files.
"""
KEEPS: Final = """
Of a message it keeps that it was written, by whom, where and when, and a few measures: its length class, whether it was
a question or had a picture, a link or code, and whom it mentions. Not its text. The words of a thank-you are kept if
your company wants that.
"""
STAYS: Final = """
Everything stays in the database of your company's own installation. Nothing is sold, passed on, or used to train
anything.
"""
FREE: Final = """
Huzzah is free software under the MIT licence. Your own company runs it and answers for it; it comes without any
warranty.
"""
POINTS: Final = """
Points are a thank-you. They are no measure of anybody's work, and shouldn't be taken for one.
"""


def _page(mark: str, title: str, *words: str, steps: tuple[str, ...] = (), after: str = "") -> Page:
    return Page(mark, title, tuple(" ".join(each.split()) for each in words), steps, after=after)


PAGES: Final[Mapping[str, Page]] = MappingProxyType(
    {
        ABOUT: _page(
            "🎉", "Huzzah", HUZZAH,
            steps=(
                "Add Huzzah to a team: it hears thanks where they are said.",
                "Write `@colleague 🎉 thanks for the great idea` in a channel.",
                "In the chat with Huzzah, `help` lists everything, and `privacy` what is yours to choose.",
            ),
            after="If something is wrong, whoever runs Huzzah in your company can help.",
        ),
        PRIVACY: _page(
            "🔒", "What Huzzah sees and keeps", SEES, KEEPS, STAYS,
            steps=(
                "`privacy` in the chat with Huzzah: choose what is scored, shown and announced.",
                "There as well: take everything held on you along as a file.",
                "There as well: be forgotten. Your points remain in the totals, under nobody's name.",
            ),
            after="When the app is removed from your organisation, everything is deleted some weeks later.",
        ),
        TERMS: _page("🤝", "Terms", FREE, POINTS),
    }
)  # fmt: skip
"""By address."""


def routes() -> list[BaseRoute]:
    """Where they are."""
    return [Route(address, partial(_show, page)) for address, page in PAGES.items()]


async def _show(page: Page, _request: Request) -> Response:
    return shown(page)
