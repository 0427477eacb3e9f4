"""Identity: an installation as it is kept in the database, as Slack tells it, and whose token it is."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.slack.installing.web import Answer
from bot.slack.workplace import Installation
from scoring.facts import Micros
from scoring.periods import SECOND
from storage.installations import Kept
from storage.sealing import Sealing

TEAM = re.compile(r"T[A-Z0-9]{1,40}")
ENTERPRISE = re.compile(r"E[A-Z0-9]{1,40}")
FIELDS = ("team", "enterprise", "name", "url", "app", "bot_user", "bot")


class NotAnInstallation(Exception):
    """What Slack said doesn't tell a workspace and a bot's token; the message says what is missing."""


def mark_of(token: str) -> str:
    """By which a token from the settings is known again, without being kept."""
    return hashlib.sha256(token.encode()).hexdigest() if token else ""


def as_data(installation: Installation, mark: str = "") -> str:
    """What is no secret, as JSON; `mark` if its token comes from the settings."""
    fields = {name: getattr(installation, name) for name in FIELDS}
    return json.dumps({**fields, "scopes": sorted(installation.scopes), "mark": mark}, ensure_ascii=False)


def mark_in(kept: Kept) -> str:
    """The mark of the token from the settings that this one was reached with; nothing for one with its own."""
    return str(_object(kept.data).get("mark") or "")


def as_sealed(installation: Installation, sealing: Sealing) -> str:
    """Its tokens, sealed."""
    return sealing.seal(json.dumps({"token": installation.token, "refresh": installation.refresh}))


def from_kept(kept: Kept, sealing: Sealing) -> Installation:
    """As it was kept, with its own tokens if there are any. Raises WrongKey."""
    tokens = _object(sealing.unseal(kept.sealed)) if kept.sealed else {}
    token, refresh = (str(tokens.get(name) or "") for name in ("token", "refresh"))
    return replace(without_tokens(kept), token=token, refresh=refresh)


def without_tokens(kept: Kept) -> Installation:
    """What is no secret of it."""
    data = _object(kept.data)
    return Installation(
        kept.workspace,
        **{name: str(data.get(name) or "") for name in FIELDS},
        scopes=frozenset(map(str, data.get("scopes") or ())),
        expires=kept.expires,
    )


def from_oauth(answer: Answer, now: Micros) -> Installation:
    """What came of an installation. Raises NotAnInstallation.

    https://docs.slack.dev/reference/methods/oauth.v2.access
    """
    whole = answer.data.get("is_enterprise_install") is True
    team, enterprise = answer.text("team", "id"), answer.text("enterprise", "id")
    if answer.text("token_type") != "bot" or not answer.text("access_token"):
        raise NotAnInstallation("no token of a bot")
    return Installation(
        _workspace(team, enterprise, whole),
        team="" if whole else team,
        enterprise=enterprise,
        name=answer.text("enterprise", "name") if whole else answer.text("team", "name"),
        app=answer.text("app_id"),
        bot_user=answer.text("bot_user_id"),
        scopes=scopes_in(answer.text("scope")),
        token=answer.text("access_token"),
        refresh=answer.text("refresh_token"),
        expires=expiry(answer, now),
    )


def from_test(answer: Answer, token: str) -> Installation:
    """Whose token it is. Raises NotAnInstallation.

    https://docs.slack.dev/reference/methods/auth.test
    """
    whole = answer.data.get("is_enterprise_install") is True
    team, enterprise = answer.text("team_id"), answer.text("enterprise_id")
    return Installation(
        _workspace(team, enterprise, whole),
        team="" if whole else team,
        enterprise=enterprise,
        name=answer.text("team"),
        url=answer.text("url"),
        app=answer.text("app_id"),
        bot_user=answer.text("user_id"),
        bot=answer.text("bot_id"),
        scopes=scopes_in(answer.header("x-oauth-scopes")),
        token=token,
    )


def completed(installation: Installation, told: Installation) -> Installation:
    """With what only `auth.test` tells: the address, the bot's own id, and what was granted."""
    return replace(
        installation,
        url=told.url or installation.url,
        bot=told.bot or installation.bot,
        bot_user=told.bot_user or installation.bot_user,
        name=told.name or installation.name,
        scopes=told.scopes or installation.scopes,
    )


def expiry(answer: Answer, now: Micros) -> Micros:
    """When the token in an answer runs out; 0 for one that lasts."""
    seconds = answer.data.get("expires_in")
    return now + seconds * SECOND if isinstance(seconds, int) and seconds > 0 else 0


def scopes_in(written: str) -> frozenset[str]:
    """Permissions separated by commas."""
    return frozenset(scope for scope in (part.strip() for part in written.split(",")) if scope)


def _workspace(team: str, enterprise: str, whole: bool) -> str:
    wanted, form = (enterprise, ENTERPRISE) if whole else (team, TEAM)
    if not form.fullmatch(wanted):
        raise NotAnInstallation("no workspace or organisation")
    return wanted


def _object(written: str) -> Mapping[str, Any]:
    try:
        value = json.loads(written or "{}")
    except json.JSONDecodeError:
        return {}
    return value if isinstance(value, dict) else {}
