"""Manifests: `manifest slack`, what a platform is told to make the app."""

from typing import Annotated

import typer

from bot.cli.opening import JsonOption, settings
from bot.cli.problems import Problem
from bot.cli.showing import as_json, say

manifests = typer.Typer(
    help="Print what a platform is told to make the app.", no_args_is_help=True, rich_markup_mode=None
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
