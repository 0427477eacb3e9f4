"""A workspace of Slack's as we know it: what it is called, what we may do there, and how it is reached."""

from dataclasses import dataclass, field

from scoring.facts import Micros

SLACKBOT = "USLACKBOT"
"""Slack's own voice, which no field of a profile gives away."""


@dataclass(frozen=True, slots=True)
class Installation:
    """The app in one workspace, or in a whole Enterprise organisation (then `workspace` is the organisation's id)."""

    workspace: str
    team: str = ""
    """`T…`; empty for an organisation."""
    enterprise: str = ""
    """`E…`; empty where there is no organisation."""
    name: str = ""
    url: str = ""
    """Where messages can be looked at, `https://acme.slack.com/`."""
    app: str = ""
    bot_user: str = ""
    """Our own member id, `U…`."""
    bot: str = ""
    """Our own bot id, `B…`."""
    scopes: frozenset[str] = frozenset()
    """What was granted; empty while nobody has told us."""
    token: str = field(default="", repr=False)
    refresh: str = field(default="", repr=False)
    """Renews the token, once."""
    expires: Micros = 0
    """When the token must have been renewed; 0 for one that lasts."""

    def may(self, scope: str) -> bool:
        """Whether something was granted; while we haven't been told, Slack decides."""
        return not self.scopes or scope in self.scopes

    def is_own(self, team: str, enterprise: str = "") -> bool:
        """Whether somebody of this team belongs here; an unnamed team does."""
        if not team or team in (self.team, self.workspace):
            return True
        return bool(self.enterprise) and self.enterprise in (team, enterprise)


class NotInstalled(Exception):
    """The app can't be reached in this workspace; `gone` if it was removed, otherwise it may come to be."""

    def __init__(self, workspace: str, *, gone: bool = True) -> None:
        """In words for an admin."""
        super().__init__(f"Huzzah isn't installed in {workspace}" + (" any more" if gone else ", as far as it knows"))
        self.gone = gone
