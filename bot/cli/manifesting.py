"""Manifests: `manifest slack` and `manifest teams`, what a platform is told to make the app."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.opening import JsonOption, settings
from bot.cli.problems import Problem
from bot.cli.showing import as_json, say

manifests = typer.Typer(
    help="Make what a platform is told to install the app.", no_args_is_help=True, rich_markup_mode=None
)


@manifests.command("slack")
def slack(
    url: Annotated[
        str, typer.Option("--url", help="Where the world reaches this Huzzah: https://... (or HUZZAH_PUBLIC_URL).")
    ] = "",
    socket: Annotated[bool, typer.Option("--socket", help="For Socket Mode, which needs no address.")] = False,
    no_reading: Annotated[
        bool, typer.Option("--no-reading", help="Without reading messages: reactions, commands and shortcuts only.")
    ] = False,
    rotation: Annotated[bool, typer.Option("--rotation", help="Tokens that end after twelve hours.")] = False,
    json: JsonOption = False,
) -> None:
    """Print the Slack app's manifest, to be pasted at api.slack.com/apps (Create New App, From a manifest)."""
    from bot.slack.manifest import WrongAddress, build, written

    if url and socket:
        raise Problem("Socket Mode needs no address: give --url or --socket, not both.")
    address = "" if socket else url or settings().public_url
    if not address and not socket:
        raise Problem("How will Slack reach this Huzzah? Give --url https://..., or --socket for Socket Mode.")
    if rotation and socket:
        raise Problem("Tokens that end are renewed for installations over HTTP; leave out --rotation or --socket.")
    try:
        manifest = build(address, reading=not no_reading, rotation=rotation)
    except WrongAddress as error:
        raise Problem(str(error)) from error
    if json:
        as_json(manifest)
    else:
        say(written(manifest).rstrip("\n"))


@manifests.command("teams")
def teams(
    app: Annotated[
        str, typer.Option("--app-id", help="The Application (client) ID of your app (or HUZZAH_TEAMS_APP_ID).")
    ] = "",
    domain: Annotated[
        str, typer.Option("--domain", help="The host where the world reaches this Huzzah (or HUZZAH_PUBLIC_URL).")
    ] = "",
    out: Annotated[Path, typer.Option("--out", "-o", help="The package.")] = Path("huzzah-teams.zip"),
    slash: Annotated[
        bool, typer.Option("--slash", help="With slash commands, a preview at Microsoft's (or HUZZAH_TEAMS_SLASH).")
    ] = False,
    no_reading: Annotated[
        bool, typer.Option("--no-reading", help="Without reading messages: commands, cards, forms and the tab only.")
    ] = False,
    release: Annotated[
        str, typer.Option("--app-version", help="Teams takes a changed package only with a higher version: 1.2.0.")
    ] = "",
    json: JsonOption = False,
) -> None:
    """Write the Teams app's package, to be uploaded in Teams (Apps, Manage your apps, Upload an app)."""
    from bot.teams.manifest import WrongPackage, build, package

    known = settings()
    address = domain or known.public_url
    if not address:
        raise Problem("Where will Teams reach this Huzzah? Give --domain huzzah.example.com, or set HUZZAH_PUBLIC_URL.")
    if not (app or known.teams_app_id):
        raise Problem("Which app is it? Give --app-id, the Application (client) ID, or set HUZZAH_TEAMS_APP_ID.")
    try:
        manifest = build(
            app or known.teams_app_id, address, slash=slash or known.teams_slash, reading=not no_reading,
            release=release,
        )  # fmt: skip
    except WrongPackage as error:
        raise Problem(str(error)) from error
    if json:
        as_json(manifest)
        return
    try:
        out.write_bytes(package(manifest))
    except OSError as error:
        raise Problem(f"{out} can't be written: {error.strerror}.") from error
    what = f"Huzzah {manifest['version']} for {manifest['validDomains'][0]}"
    say(f"{out}: {what}. Upload it in Teams; docs/teams.md says how.")
