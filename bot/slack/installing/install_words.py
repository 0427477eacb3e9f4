"""The words of every page that somebody may see while installing the app."""

from urllib.parse import urlencode

from bot.pages import Page
from bot.slack.workplace import Installation

AGAIN = "Begin again"


def installed(installation: Installation, slack: str) -> Page:
    """It worked; what to do next."""
    query = {"app": installation.app, "team": installation.team or installation.workspace}
    link = (f"{slack}app_redirect?{urlencode(query)}", "Open Huzzah in Slack") if installation.app else None
    where = installation.name or ("your organisation" if not installation.team else "your workspace")
    steps: tuple[str, ...] = (
        "Invite Huzzah to a channel where colleagues talk: write `/invite @Huzzah` there.",
        "Thank somebody: `/kudos @colleague for the great idea`.",
        "Open Huzzah's Home tab to see your points, and `/huzzah help` for everything else.",
    )
    if not installation.team:
        steps = ("In the admin pages of your organisation, add Huzzah to the workspaces that should have it.", *steps)
    return Page(
        "🎉",
        "Huzzah is installed",
        (f"It is now part of {where}. It listens only in channels it was invited to.",),
        steps,
        link,
        "Whoever is an admin in Slack is one here too, and can change every rule: `/huzzah rules`.",
    )


def not_set_up(missing: list[str]) -> Page:
    """The settings don't offer it."""
    return Page(
        "🔧",
        "Huzzah can't be installed from here yet",
        (
            "Whoever runs this Huzzah has still to set " + ", ".join(f"`{name}`" for name in missing) + ".",
            "The guide `docs/slack.md` shows where to find the values. Then start Huzzah again and come back.",
        ),
        status=404,
    )


def from_elsewhere(begin: str) -> Page:
    """Slack sent somebody who hadn't begun here."""
    return Page(
        "👋",
        "One more click",
        (
            "Slack sent you here directly, from its own pages, and nothing was installed yet.",
            "To be sure that it is really you who is adding Huzzah, the way has to begin on this side.",
        ),
        link=(begin, "Add Huzzah to Slack"),
        status=400,
    )


def declined(begin: str) -> Page:
    """They said no on Slack's page."""
    return Page(
        "🙂",
        "All right, nothing was installed",
        ("You said no on Slack's page, and that is fine. If you need an admin's approval, ask for it there first.",),
        link=(begin, AGAIN),
        after=f"It can also do without reading messages, by reactions and commands alone: `{begin}?reading=no`.",
    )


def stale(begin: str) -> Page:
    """Used before, begun in another browser, or too long ago."""
    return Page(
        "⏳",
        "This link has had its time",
        (
            "It works once, for ten minutes, in the browser where it was begun.",
            "If you have just seen “Huzzah is installed”, all is well and you can close this page.",
        ),
        link=(begin, AGAIN),
        status=400,
    )


def failed(begin: str) -> Page:
    """Slack sent an error along."""
    return Page(
        "🤔",
        "Slack didn't go through with it",
        ("Nothing was installed. Begin again; if it happens once more, ask an admin of your workspace.",),
        link=(begin, AGAIN),
        status=400,
    )


def refused(error: str, begin: str) -> Page:
    """Slack didn't take the code."""
    return Page(
        "🤔",
        "Slack didn't hand over the key",
        (
            f"Nothing was installed. Slack's reason was `{error}`.",
            "Begin again. If it says the same, whoever runs Huzzah should compare its settings with the Slack app.",
        ),
        link=(begin, AGAIN),
        status=400,
    )


def slack_away(begin: str) -> Page:
    """Slack can't be reached."""
    return Page(
        "🌧️",
        "Slack doesn't answer just now",
        ("Nothing was installed. Wait a minute, and begin again.",),
        link=(begin, AGAIN),
        status=502,
    )


def database_away(begin: str) -> Page:
    """Nothing can be written down."""
    return Page(
        "🌧️",
        "Huzzah is busy just now",
        ("Its database doesn't answer, so nothing was installed. Wait a minute, and begin again.",),
        link=(begin, AGAIN),
        status=503,
    )


def too_many(begin: str) -> Page:
    """Somebody plays with the address."""
    return Page(
        "⏳",
        "Many are installing at once",
        ("Nothing was begun. Come back in ten minutes.",),
        link=(begin, AGAIN),
        status=503,
    )
