"""The tab of the bot as its own process, signed in to with the stand-in's Entra."""

from html import unescape
from pathlib import Path
from re import findall
from typing import Any

import httpx

from tests.bot.playground.allowlist import words
from tests.bot.teams.loopback.running import Bot, running_bot
from tests.bot.teams.loopback.teams import Teams, loopback_teams, text_of
from tests.bot.teams.tab_office import sealed


def _ask(bot: Bot, teams: Teams, who: str, path: str, body: object = None) -> httpx.Response:
    token = teams.entra.token_of(teams.world.person(who))
    headers = {"Authorization": f"Bearer {token}"}
    with httpx.Client(base_url=bot.url, headers=headers, trust_env=False, timeout=30) as http:
        return http.get(path) if body is None else http.post(path, json=body)


def _said(bot: Bot, teams: Teams, who: str, path: str, body: object = None) -> dict[str, Any]:
    answer = _ask(bot, teams, who, path, body)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_a_gift_from_the_tab_reaches_a_colleague_in_teams(tmp_path: Path) -> None:
    with loopback_teams(retry_scale=0.02) as teams, running_bot(teams, tmp_path) as bot:
        assert _ask(bot, teams, "ana", "/teams/tab/mine").status_code == 403
        teams.install(by="ana")
        for who in ("ana", "ben"):
            teams.install(f"@{who}")
        teams.until(lambda: teams.calls("pagedmembers"))
        assert "Ana" in words(_said(bot, teams, "ana", "/teams/tab/mine")["html"])
        form = _said(bot, teams, "ana", "/teams/tab/press", {"request": "1", "action": "kudos"})["dialog"]
        fields = {"people": teams.id_of("ben"), "amount": "2", "words": "for the fine day"}
        given = _said(bot, teams, "ana", "/teams/tab/submit", {"request": "2", **sealed(form), "fields": fields})
        assert "gets 2 kudos" in words(given["html"])
        teams.until(lambda: "fine day" in "".join(map(text_of, teams.personal("ben"))))
        held = _said(bot, teams, "ana", "/teams/tab/press", {"request": "3", "action": "privacy_export"})["html"]
        (link,) = findall(r'href="([^"]*)"', held)
        assert teams.id_of("ana") in httpx.get(unescape(link), trust_env=False).text
