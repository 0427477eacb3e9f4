"""Coming and going: who a token is, codes and refresh tokens exchanged once, revoking, connections, uploads."""

import secrets
from urllib.parse import quote

from tests.bot.slack.loopback.asking import Ask, Row, SlackError, State
from tests.bot.slack.loopback.tokens import TOKEN_LASTS, Installed
from tests.bot.slack.loopback.world import File, Json, Message, User, World


def auth_test(ask: Ask) -> Json:
    """auth.test."""
    own = ask.installed
    team = ask.teams()[0]
    answer: Json = {"url": team.url, "team": team.name, "user": ask.world.handle(own.bot_user), "team_id": team.id}
    answer |= {"user_id": own.bot_user, "bot_id": own.bot, "is_enterprise_install": not own.team}
    if team.enterprise:
        answer["enterprise_id"] = team.enterprise
    if not own.team:
        answer |= {"team_id": own.enterprise, "team": "The organisation"}
    if ask.token and ask.token.until:
        answer["expires_in"] = max(0, (ask.token.until - ask.world.clock()) // 1_000_000)
    return answer


def connections_open(ask: Ask) -> Json:
    """apps.connections.open: an address for one WebSocket, with the app's own token."""
    if ask.token is None or ask.token.value != ask.state.app.app_token:
        raise SlackError("not_allowed_token_type")
    ticket = secrets.token_hex(8)
    ask.state.tickets.add(ticket)
    host = ask.state.base.removeprefix("http://")
    return {"url": f"ws://{host}/link/?ticket={ticket}&app_id={quote(ask.state.app.id)}"}


def access(ask: Ask) -> Json:
    """oauth.v2.access: a code, or a refresh token, for a token. Each works once."""
    app = ask.state.app
    if ask.text("client_id") != app.client_id:
        raise SlackError("invalid_client_id")
    if ask.text("client_secret") != app.client_secret:
        raise SlackError("bad_client_secret")
    if ask.text("grant_type") == "refresh_token":
        return _granted(ask, _refreshed(ask), renewed=True)
    agreed = ask.state.tokens.codes.get(ask.needed("code"))
    if agreed is None:
        raise SlackError("invalid_code")
    if agreed["used"]:
        raise SlackError("code_already_used")
    if ask.text("redirect_uri") != agreed["redirect_uri"]:
        raise SlackError("bad_redirect_uri")
    agreed["used"] = True
    installed: Installed = agreed["installed"]
    add_bot(ask.state, installed)
    return _granted(ask, installed)


def _refreshed(ask: Ask) -> Installed:
    tokens, given = ask.state.tokens, ask.needed("refresh_token")
    key = tokens.refreshes.pop(given, "")
    if not key or key not in tokens.installed:
        raise SlackError("invalid_refresh_token")
    tokens.used_refreshes.add(given)
    return tokens.installed[key]


def _granted(ask: Ask, installed: Installed, renewed: bool = False) -> Json:
    tokens = ask.state.tokens
    token = tokens.issue(installed) if renewed else tokens.install(installed)
    team = ask.world.teams.get(installed.team)
    enterprise = {"id": installed.enterprise, "name": "The organisation"} if installed.enterprise else None
    answer: Json = {
        "app_id": ask.state.app.id, "scope": ",".join(sorted(installed.scopes)), "token_type": "bot",
        "access_token": token.value, "bot_user_id": installed.bot_user, "enterprise": enterprise,
        "team": {"id": team.id, "name": team.name} if team else None, "is_enterprise_install": not installed.team,
        "authed_user": {} if renewed else {"id": installed.by},
    }  # fmt: skip
    if ask.state.app.rotates:
        answer |= {"refresh_token": tokens.refresh_of(installed), "expires_in": min(TOKEN_LASTS, int(tokens.lasts))}
    return answer


def revoke(ask: Ask) -> Json:
    """auth.revoke: this token only."""
    if not ask.flag("test") and ask.token:
        ask.token.state = "token_revoked"
    return {"revoked": not ask.flag("test")}


def uninstall(ask: Ask) -> Json:
    """apps.uninstall: the app takes itself out."""
    app = ask.state.app
    if (ask.text("client_id"), ask.text("client_secret")) != (app.client_id, app.client_secret):
        raise SlackError("bad_client_secret")
    take_out(ask.state, ask.installed)
    return {}


def take_out(state: State, installed: Installed) -> None:
    """The app is gone: tokens are worthless, and two events say so."""
    state.tokens.remove(installed.key)
    state.announcer.to_installed({"type": "app_uninstalled"}, installed)
    lost = {"tokens": {"oauth": [], "bot": [installed.bot_user]}}
    state.announcer.to_installed({"type": "tokens_revoked", **lost}, installed)


def add_bot(state: State, installed: Installed) -> None:
    """The bot's own user."""
    world: World = state.world
    if installed.bot_user not in world.users:
        team = installed.team or next(
            each.id for each in world.teams.values() if each.enterprise == installed.enterprise
        )
        world.users[installed.bot_user] = User(
            installed.bot_user, team, "huzzah", "Huzzah", is_bot=True, tz="America/Los_Angeles", app=state.app.id
        )


def upload_url(ask: Ask) -> Json:
    """files.getUploadURLExternal."""
    if ask.number("length", 0) <= 0:
        raise SlackError("invalid_arguments")
    team = ask.teams()[0]
    file = File(ask.world.new_id("F"), ask.needed("filename"), team.id)
    ask.world.files[file.id] = file
    return {"upload_url": f"{ask.state.base}/upload/v1/{file.id}", "file_id": file.id}


def complete_upload(ask: Ask) -> Json:
    """files.completeUploadExternal: shared in a channel if one is named."""
    found = []
    for each in ask.arguments.get("files") or []:
        file = ask.world.files.get(each.get("id", ""))
        if file is None or file.state != "uploaded":
            raise SlackError("file_not_found")
        file.title = each.get("title") or file.name
        found.append(file)
    if ask.text("channel_id"):
        channel, own = ask.channel("channel_id"), ask.installed
        if own.bot_user not in channel.members:
            raise SlackError("not_in_channel")
        message = Message(ask.world.moment(channel), channel.id, own.bot_user, ask.text("initial_comment"))
        message.bot, message.app, message.team = own.bot, ask.state.app.id, own.team or channel.team
        message.thread_ts, message.subtype = ask.text("thread_ts"), "file_share"
        message.files = [{"id": each.id, "name": each.name, "title": each.title} for each in found]
        channel.messages[message.ts] = message
        ask.state.announcer.said(message, mention=False)
    return {"files": [{"id": each.id, "title": each.title} for each in found]}


ROWS = {
    "auth.test": Row(auth_test, 0),
    "auth.revoke": Row(revoke, 3),
    "apps.connections.open": Row(connections_open, 0),
    "apps.uninstall": Row(uninstall, 1),
    "oauth.v2.access": Row(access, 4, open=True),
    "files.getUploadURLExternal": Row(upload_url, 4, ("files:write",)),
    "files.completeUploadExternal": Row(complete_upload, 4, ("files:write",)),
}
